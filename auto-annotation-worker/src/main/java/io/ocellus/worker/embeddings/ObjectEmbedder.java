package io.ocellus.worker.embeddings;

import io.ocellus.annotation.frames.FrameInfo;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.frames.TaskData;
import io.ocellus.embeddings.Embedding;
import io.ocellus.embeddings.EmbeddingModel;
import io.ocellus.embeddings.EmbeddingStore;
import io.ocellus.embeddings.EmbeddingStore.Facts;
import io.ocellus.embeddings.ObjectGeometry;
import io.ocellus.embeddings.PicturePart;
import io.ocellus.media.RgbPicture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings the vectors of some objects of a job to what the tables say now. It looks at the present state, not at the change, so that it may
 * run twice, late, or out of order. A vector is made only for a geometry that has none yet in the task: relabelled objects keep theirs, and
 * a re-imported object takes over that of its predecessor.
 */
final class ObjectEmbedder {
    private final FrameStore frames;
    private final FramePictures pictures;
    private final EmbeddingModel model;
    private final EmbeddingStore store;

    ObjectEmbedder(FrameStore frames, FramePictures pictures, EmbeddingModel model, EmbeddingStore store) {
        this.frames = frames;
        this.pictures = pictures;
        this.model = model;
        this.store = store;
    }

    /**
     * @param changed ids that a revision touched
     * @param present those of them that exist
     */
    void bringUpToDate(JobFrames.JobFacts job, Collection<Long> changed, List<JobFrames.Present> present)
            throws IOException {
        Map<Long, Facts> known = store.facts(changed);
        List<JobFrames.Present> relabelled = new ArrayList<>();
        List<JobFrames.Present> unseen = new ArrayList<>();
        for (JobFrames.Present shape : present) {
            Facts facts = known.get(shape.id());
            if (facts == null || facts.geometry() != fingerprint(shape)) {
                unseen.add(shape);
            } else if (facts.label() != shape.label()) {
                relabelled.add(shape);
            }
        }
        Map<Long, Long> sources = new HashMap<>();
        relabelled.forEach(shape -> sources.put(shape.id(), shape.id()));
        Map<Long, Long> twins = store.idsByGeometry(
                job.task(), unseen.stream().map(ObjectEmbedder::fingerprint).collect(Collectors.toSet()));
        for (JobFrames.Present shape : unseen) {
            Long twin = twins.get(fingerprint(shape));
            if (twin != null) {
                sources.put(shape.id(), twin);
            }
        }
        Map<Long, float[]> vectors = store.vectors(new HashSet<>(sources.values()));
        List<Embedding> ready = new ArrayList<>();
        List<JobFrames.Present> toEmbed = new ArrayList<>();
        for (JobFrames.Present shape :
                Stream.concat(relabelled.stream(), unseen.stream()).toList()) {
            Long source = sources.get(shape.id());
            float[] vector = source == null ? null : vectors.get(source);
            if (vector == null) {
                toEmbed.add(shape);
            } else {
                ready.add(embedding(job, shape, vector));
            }
        }
        store.put(ready);
        embed(job, toEmbed);
        Set<Long> gone = new HashSet<>(known.keySet());
        present.forEach(shape -> gone.remove(shape.id()));
        store.remove(gone);
    }

    void removeTask(long task) {
        store.removeTask(task);
    }

    void removeJob(long job) {
        store.removeJob(job);
    }

    private void embed(JobFrames.JobFacts job, List<JobFrames.Present> shapes) throws IOException {
        Optional<TaskData> data = shapes.isEmpty() ? Optional.empty() : frames.find(job.dataId());
        if (data.isEmpty()) {
            return;
        }
        Map<Integer, List<JobFrames.Present>> byFrame = new TreeMap<>();
        shapes.forEach(shape ->
                byFrame.computeIfAbsent(shape.frame(), f -> new ArrayList<>()).add(shape));
        for (Map.Entry<Integer, List<JobFrames.Present>> entry : byFrame.entrySet()) {
            Optional<RgbPicture> picture = pictures.picture(data.get(), entry.getKey());
            if (picture.isPresent()) {
                embed(job, data.get(), picture.get(), entry.getValue());
            }
        }
    }

    private void embed(JobFrames.JobFacts job, TaskData data, RgbPicture picture, List<JobFrames.Present> shapes) {
        int frame = shapes.getFirst().frame();
        List<FrameInfo> info = frames.frames(data, frame, frame);
        if (info.isEmpty()) {
            return;
        }
        double scaleX = picture.width() / (double) info.getFirst().width();
        double scaleY = picture.height() / (double) info.getFirst().height();
        List<PicturePart> parts = new ArrayList<>(shapes.size());
        for (JobFrames.Present shape : shapes) {
            double[] box = ObjectGeometry.bounds(shape.type(), shape.rotation(), shape.points());
            parts.add(new PicturePart(
                    picture,
                    (int) Math.floor(box[0] * scaleX),
                    (int) Math.floor(box[1] * scaleY),
                    (int) Math.ceil(box[2] * scaleX),
                    (int) Math.ceil(box[3] * scaleY)));
        }
        float[][] vectors = model.embed(parts);
        List<Embedding> made = new ArrayList<>(vectors.length);
        for (int i = 0; i < vectors.length; i++) {
            made.add(embedding(job, shapes.get(i), vectors[i]));
        }
        store.put(made);
    }

    private static Embedding embedding(JobFrames.JobFacts job, JobFrames.Present shape, float[] vector) {
        return new Embedding(
                shape.id(),
                job.task(),
                job.job(),
                shape.frame(),
                shape.label(),
                shape.revision(),
                fingerprint(shape),
                vector);
    }

    private static long fingerprint(JobFrames.Present shape) {
        return ObjectGeometry.fingerprint(shape.frame(), shape.type(), shape.rotation(), shape.points());
    }
}
