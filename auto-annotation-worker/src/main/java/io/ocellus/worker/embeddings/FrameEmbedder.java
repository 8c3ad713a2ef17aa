package io.ocellus.worker.embeddings;

import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.frames.TaskData;
import io.ocellus.embeddings.Embedding;
import io.ocellus.embeddings.EmbeddingModel;
import io.ocellus.embeddings.EmbeddingStore;
import io.ocellus.embeddings.PicturePart;
import io.ocellus.media.RgbPicture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** A vector for each frame of a job, made once: the pixels of a frame never change. */
final class FrameEmbedder {
    private static final int BATCH = 32;
    private final FrameStore frames;
    private final FramePictures pictures;
    private final EmbeddingModel model;
    private final EmbeddingStore store;
    private volatile boolean stopping;

    FrameEmbedder(FrameStore frames, FramePictures pictures, EmbeddingModel model, EmbeddingStore store) {
        this.frames = frames;
        this.pictures = pictures;
        this.model = model;
        this.store = store;
    }

    void stop() {
        stopping = true;
    }

    void removeTask(long task) {
        store.removeTask(task);
    }

    void embed(JobFrames.JobFacts job) throws IOException {
        Optional<TaskData> data = frames.find(job.dataId());
        if (data.isEmpty()) {
            return;
        }
        int last = Math.min(job.stopFrame(), data.get().size() - 1);
        for (int first = job.startFrame(); first <= last; first += BATCH) {
            if (stopping) {
                throw new Stopped();
            }
            embed(job, data.get(), first, Math.min(last, first + BATCH - 1));
        }
    }

    private void embed(JobFrames.JobFacts job, TaskData data, int first, int last) throws IOException {
        List<Long> ids = LongStream.rangeClosed(first, last)
                .map(frame -> Embedding.frameId(job.task(), (int) frame))
                .boxed()
                .toList();
        Set<Long> known = store.facts(ids).keySet();
        List<Integer> missing = new ArrayList<>();
        List<PicturePart> parts = new ArrayList<>();
        for (int frame = first; frame <= last; frame++) {
            if (!known.contains(Embedding.frameId(job.task(), frame))) {
                Optional<RgbPicture> picture = pictures.picture(data, frame);
                if (picture.isPresent()) {
                    missing.add(frame);
                    parts.add(PicturePart.whole(picture.get()));
                }
            }
        }
        float[][] vectors = model.embed(parts);
        List<Embedding> made = new ArrayList<>(vectors.length);
        for (int i = 0; i < vectors.length; i++) {
            int frame = missing.get(i);
            made.add(new Embedding(
                    Embedding.frameId(job.task(), frame), job.task(), job.job(), frame, 0, 0, 0, vectors[i]));
        }
        store.put(made);
    }
}
