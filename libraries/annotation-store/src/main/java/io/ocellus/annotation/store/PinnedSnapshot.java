package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import io.ocellus.annotation.model.Tag;
import io.ocellus.annotation.model.Track;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The jobs of a target at the revisions that they had when it was opened. */
final class PinnedSnapshot implements AnnotationSnapshot {
    private static final int ROWS = 4096;
    private final List<JobSpan> jobs;
    private final LabelSet labels;
    private final Pages pages;

    /** @param jobs ascending by first frame */
    PinnedSnapshot(List<JobSpan> jobs, LabelSet labels, Pages pages) {
        this.jobs = jobs;
        this.labels = labels;
        this.pages = pages;
    }

    @Override
    public long version() {
        return jobs.stream().mapToLong(JobSpan::revision).sum();
    }

    @Override
    public Map<Long, Long> revisions() {
        return jobs.stream().collect(Collectors.toUnmodifiableMap(JobSpan::jobId, JobSpan::revision));
    }

    @Override
    public Stream<Tag> tags() {
        OverlappingJobs<Tag> frames = new OverlappingJobs<>(jobs, this::tags);
        return stream(frames).flatMap(shared -> shown(shared, OverlapMerge.tags(shared.byJob(), tag -> tag)));
    }

    @Override
    public Stream<Shape> shapes() {
        OverlappingJobs<Rows.ShapeRow> frames = new OverlappingJobs<>(jobs, this::shapes);
        return stream(frames).flatMap(shared -> {
            List<List<Shape>> byJob = new ArrayList<>(shared.byJob().size());
            shared.byJob().forEach(rows -> byJob.add(Skeletons.assemble(rows, labels)));
            return byJob.size() == 1
                    ? byJob.getFirst().stream()
                    : OverlapMerge.shapes(byJob, shape -> shape).stream().map(OverlapMerge.Same::shown);
        });
    }

    private static <T> Stream<T> shown(OverlappingJobs.Shared<T> shared, List<OverlapMerge.Same<T>> merged) {
        return shared.byJob().size() == 1
                ? shared.byJob().getFirst().stream()
                : merged.stream().map(OverlapMerge.Same::shown);
    }

    @Override
    public Stream<Track> tracks() {
        TrackPages tracks = new TrackPages(pages);
        if (jobs.size() == 1) {
            JobSpan job = jobs.getFirst();
            return stream(tracks.of(job.jobId(), job.revision(), labels));
        }
        return stream(new JoinedTracks(jobs, job -> toList(tracks.of(job.jobId(), job.revision(), labels))))
                .map(TrackMerge.Joined::track);
    }

    private static List<Track> toList(Iterator<Track> tracks) {
        List<Track> all = new ArrayList<>();
        tracks.forEachRemaining(all::add);
        return all;
    }

    @Override
    public Stream<FrameAnnotations> frames(FrameSelection selection) {
        return stream(new FrameByFrame(this, selection));
    }

    private FrameGroups<Tag> tags(JobSpan job) {
        Iterator<Rows.TagRow> rows = new PagedIterator<>(
                ROWS,
                last -> pages.read(
                        job.jobId(),
                        job.revision(),
                        RowTable.TAG,
                        after(last == null ? -1 : last.tag().frame(), last == null ? 0 : last.id()),
                        " ORDER BY frame, id LIMIT " + ROWS,
                        Rows::tag));
        return new FrameGroups<>(stream(rows).map(this::complete).iterator(), Tag::frame);
    }

    private Tag complete(Rows.TagRow row) {
        Tag tag = row.tag();
        return new Tag(
                tag.id(),
                tag.frame(),
                tag.labelId(),
                tag.source(),
                tag.group(),
                tag.score(),
                labels.complete(tag.labelId(), tag.attributes(), LabelSet.Kind.ALL));
    }

    private FrameGroups<Rows.ShapeRow> shapes(JobSpan job) {
        Iterator<Rows.ShapeRow> rows = new PagedIterator<>(
                ROWS,
                last -> pages.read(
                        job.jobId(),
                        job.revision(),
                        RowTable.SHAPE,
                        after(last == null ? -1 : last.shape().frame(), last == null ? 0 : last.id()),
                        " ORDER BY frame, id LIMIT " + ROWS,
                        Rows::shape));
        return new FrameGroups<>(rows, row -> row.shape().frame());
    }

    private static String after(int frame, long id) {
        return "(frame, id) > (" + frame + ", " + id + ")";
    }

    static <T> Stream<T> stream(Iterator<T> items) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }
}
