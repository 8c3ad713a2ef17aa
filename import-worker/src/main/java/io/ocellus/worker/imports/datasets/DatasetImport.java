package io.ocellus.worker.imports.datasets;

import io.ocellus.annotation.files.UploadStore;
import io.ocellus.annotation.formats.archives.ArchiveEntry;
import io.ocellus.annotation.formats.archives.ZipArchive;
import io.ocellus.annotation.formats.imports.DatasetFile;
import io.ocellus.annotation.formats.imports.FrameNames;
import io.ocellus.annotation.formats.imports.SubsetMedia;
import io.ocellus.annotation.frames.FrameInfo;
import io.ocellus.annotation.frames.FrameSource;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.LabelOwner;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.model.Project;
import io.ocellus.annotation.model.ProjectStore;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.annotation.store.AnnotationWriter;
import io.ocellus.annotation.store.Relabelling;
import io.ocellus.annotation.store.RelabellingSink;
import io.ocellus.annotation.store.SaveAction;
import io.ocellus.annotation.store.SaveRequest;
import io.ocellus.annotation.store.SpoolSpace;
import io.ocellus.annotation.store.Target;
import io.ocellus.media.PictureHeader;
import io.ocellus.media.PictureHeaders;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.requests.BackgroundRequest;
import io.ocellus.requests.Claim;
import io.ocellus.requests.RequestHandler;
import io.ocellus.requests.RequestQueues;
import io.ocellus.requests.RequestResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes tasks of a dataset's subsets in a project, with pictures and annotations. Pictures stay where they are, in the archive that was sent.
 * The dataset is read to its end before anything changes; then one short transaction makes everything and finishes the request, so that
 * there is no half a dataset and nobody waits for a slow archive. Thread-safe.
 */
public final class DatasetImport implements RequestHandler {
    private static final int IMAGE_QUALITY = 70;
    private static final long CHUNK_PIXELS = 36L * 1920 * 1080;

    private final UploadStore uploads;
    private final ProjectStore projects;
    private final TaskStore tasks;
    private final LabelStore labels;
    private final FrameStore frames;
    private final Supplier<AnnotationWriter> annotations;
    private final ObjectStore objects;
    private final TransactionTemplate transactions;
    private final Supplier<SpoolSpace> spool;

    DatasetImport(
            UploadStore uploads,
            ProjectStore projects,
            TaskStore tasks,
            LabelStore labels,
            FrameStore frames,
            Supplier<AnnotationWriter> annotations,
            ObjectStore objects,
            TransactionTemplate transactions,
            Supplier<SpoolSpace> spool) {
        this.uploads = uploads;
        this.projects = projects;
        this.tasks = tasks;
        this.labels = labels;
        this.frames = frames;
        this.annotations = annotations;
        this.objects = objects;
        this.transactions = transactions;
        this.spool = spool;
    }

    @Override
    public String queue() {
        return RequestQueues.IMPORT;
    }

    @Override
    public boolean handles(BackgroundRequest request) {
        return request.action().equals("import")
                && request.subresource().filter("dataset"::equals).isPresent();
    }

    /** A subset whose pictures have been looked at. */
    private record Subset(String name, List<FrameStore.NewFrame> frames, long bytes) {}

    @Override
    public RequestResult handle(Claim claim) throws IOException {
        UploadedDataset sent = UploadedDataset.of(claim.request());
        claim.progress(0, "Dataset import has been started...");
        RequestResult result = RequestResult.empty();
        try {
            DatasetFile file = sent.open(objects);
            List<Subset> subsets = subsets(file, sent, claim);
            LabelOwner owner =
                    new LabelOwner.OfProject(claim.request().targetId().orElseThrow());
            PlannedLabels planned =
                    new PlannedLabels(labels.of(owner), sent.reader().labels(file));
            try (RecordedSubsets recorded = new RecordedSubsets(planned, names(subsets), spool.get())) {
                sent.reader().read(file, recorded, sent.options());
                transactions.executeWithoutResult(status -> {
                    try {
                        save(claim, subsets, planned.make(labels, owner), recorded);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    uploads.delete(sent.upload());
                    claim.complete(result);
                });
            }
            return result;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (Failure.Unavailable e) {
            throw e;
        } catch (Failure e) {
            discard(claim, sent);
            throw e;
        }
    }

    private List<Subset> subsets(DatasetFile file, UploadedDataset sent, Claim claim) throws IOException {
        List<SubsetMedia> media = sent.reader().media(file);
        if (media.stream().allMatch(subset -> subset.pictures().isEmpty())) {
            throw new Failure.Invalid(
                    "No media data found in the archive: a project is made of the pictures of a dataset");
        }
        ZipArchive archive = file.needArchive();
        Map<String, Subset> subsets = new LinkedHashMap<>();
        int done = 0;
        for (SubsetMedia subset : media) {
            List<SubsetMedia.Picture> sorted = subset.pictures().stream()
                    .sorted(Comparator.comparing(SubsetMedia.Picture::name))
                    .toList();
            List<FrameStore.NewFrame> made = new ArrayList<>();
            long bytes = 0;
            for (SubsetMedia.Picture picture : sorted) {
                made.add(frame(made.size(), picture, archive, sent));
                bytes += picture.entry().size();
            }
            subsets.put(subset.subset(), new Subset(subset.subset(), made, bytes));
            done++;
            claim.progress(0.5 * done / media.size(), "Task from dataset is being created...");
        }
        return List.copyOf(subsets.values());
    }

    private static FrameStore.NewFrame frame(
            int number, SubsetMedia.Picture picture, ZipArchive archive, UploadedDataset sent) throws IOException {
        ArchiveEntry entry = picture.entry();
        PictureHeader header;
        try (InputStream in = archive.open(entry)) {
            header = PictureHeaders.read(picture.name(), in, entry.size());
        }
        return new FrameStore.NewFrame(
                new FrameInfo(number, picture.name(), header.width(), header.height(), List.of()),
                new FrameSource.Picture(
                        sent.objectKey(),
                        archive.dataOffset(entry),
                        entry.packed(),
                        entry.method(),
                        header.mediaType()));
    }

    private static Map<String, FrameNames> names(List<Subset> subsets) {
        Map<String, FrameNames> names = new LinkedHashMap<>();
        for (Subset subset : subsets) {
            if (!subset.frames().isEmpty()) {
                names.put(
                        subset.name(),
                        TaskFrames.names(
                                data(subset),
                                subset.frames().stream()
                                        .map(FrameStore.NewFrame::info)
                                        .toList()));
            }
        }
        return names;
    }

    private void save(Claim claim, List<Subset> subsets, Relabelling made, RecordedSubsets recorded)
            throws IOException {
        claim.checkFence();
        long projectId = claim.request().targetId().orElseThrow();
        Project project =
                projects.find(projectId).orElseThrow(() -> new Failure.NotFound("There is no project " + projectId));
        for (Subset subset : subsets) {
            if (!subset.frames().isEmpty()) {
                SaveRequest save = SaveRequest.of(
                                new Target.OfTask(task(project, subset)),
                                SaveAction.CREATE,
                                OptionalLong.of(claim.request().owner()))
                        .fitting();
                annotations
                        .get()
                        .save(save, sink -> recorded.of(subset.name()).feed(new RelabellingSink(made, sink)))
                        .close();
            }
        }
    }

    private long task(Project project, Subset subset) {
        long task = tasks.create(new TaskStore.NewTask(
                subset.name(),
                project.id(),
                project.ownerId(),
                null,
                "",
                null,
                0,
                subset.name(),
                project.organizationId(),
                null,
                null,
                0));
        long dataId = frames.create(data(subset));
        frames.addFrames(dataId, subset.frames());
        tasks.attachData(task, dataId, "annotation", subset.frames().size());
        return task;
    }

    private static TaskData data(Subset subset) {
        FrameInfo first = subset.frames().getFirst().info();
        long area = Math.max(1L, (long) first.width() * first.height());
        return new TaskData(
                0,
                subset.frames().size(),
                OptionalInt.of(Math.clamp(CHUNK_PIXELS / area, 2, 72)),
                IMAGE_QUALITY,
                0,
                subset.frames().size() - 1,
                "",
                "imageset",
                "imageset",
                "cache",
                "local",
                "lexicographical",
                List.of(),
                OptionalLong.of(subset.bytes()),
                false);
    }

    /** Only the holder of the claim removes: another may be reading the file. */
    private void discard(Claim claim, UploadedDataset sent) throws IOException {
        transactions.executeWithoutResult(status -> {
            claim.checkFence();
            uploads.delete(sent.upload());
        });
        objects.delete(sent.objectKey());
    }
}
