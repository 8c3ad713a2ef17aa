package io.ocellus.worker.imports.datasets;

import io.ocellus.annotation.files.UploadStore;
import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.imports.DatasetFile;
import io.ocellus.annotation.formats.imports.FrameNames;
import io.ocellus.annotation.formats.imports.ImportTarget;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Job;
import io.ocellus.annotation.model.JobStore;
import io.ocellus.annotation.model.LabelStore;
import io.ocellus.annotation.store.AnnotationSink;
import io.ocellus.annotation.store.AnnotationWriter;
import io.ocellus.annotation.store.SaveAction;
import io.ocellus.annotation.store.SaveRequest;
import io.ocellus.annotation.store.Saved;
import io.ocellus.annotation.store.Target;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.requests.BackgroundRequest;
import io.ocellus.requests.Claim;
import io.ocellus.requests.RequestHandler;
import io.ocellus.requests.RequestQueues;
import io.ocellus.requests.RequestResult;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Replaces the annotations of a task or job by those of a file. The file is read and checked to its end before anything changes; one
 * transaction then replaces them, forgets the upload and finishes the request. Thread-safe.
 */
public final class AnnotationImport implements RequestHandler {
    private final UploadStore uploads;
    private final LabelStore labels;
    private final JobStore jobs;
    private final FrameStore frames;
    private final Supplier<AnnotationWriter> annotations;
    private final ObjectStore objects;
    private final TransactionTemplate transactions;

    AnnotationImport(
            UploadStore uploads,
            LabelStore labels,
            JobStore jobs,
            FrameStore frames,
            Supplier<AnnotationWriter> annotations,
            ObjectStore objects,
            TransactionTemplate transactions) {
        this.uploads = uploads;
        this.labels = labels;
        this.jobs = jobs;
        this.frames = frames;
        this.annotations = annotations;
        this.objects = objects;
        this.transactions = transactions;
    }

    @Override
    public String queue() {
        return RequestQueues.IMPORT;
    }

    @Override
    public boolean handles(BackgroundRequest request) {
        return request.action().equals("import")
                && request.subresource().filter("annotations"::equals).isPresent();
    }

    /** Frames {@code first} to {@code last} of a task. */
    private record Place(Target target, long taskId, int first, int last) {}

    @Override
    public RequestResult handle(Claim claim) throws IOException {
        UploadedDataset sent = UploadedDataset.of(claim.request());
        claim.progress(0, "Annotations are being read");
        RequestResult result = RequestResult.empty();
        try {
            DatasetFile file = sent.open(objects);
            Place place = place(claim.request());
            LabelBook book = LabelBook.of(labels.ofTask(place.taskId()));
            FrameNames names = names(place);
            SaveRequest save = SaveRequest.of(
                            place.target(),
                            SaveAction.REPLACE,
                            OptionalLong.of(claim.request().owner()))
                    .fitting();
            Saved saved = annotations
                    .get()
                    .save(save, sink -> sent.reader().read(file, new Into(book, names, sink), sent.options()), done -> {
                        uploads.delete(sent.upload());
                        claim.complete(result);
                    });
            saved.close();
            objects.delete(sent.objectKey());
            return result;
        } catch (Failure.Unavailable e) {
            throw e;
        } catch (Failure e) {
            discard(claim, sent);
            throw e;
        }
    }

    private Place place(BackgroundRequest request) {
        long id = request.targetId().orElseThrow();
        if (request.target().equals("job")) {
            Job job = jobs.find(id).orElseThrow(() -> new Failure.NotFound("There is no job " + id));
            return new Place(new Target.OfJob(id), job.taskId(), job.startFrame(), job.stopFrame());
        }
        return new Place(new Target.OfTask(id), id, 0, Integer.MAX_VALUE);
    }

    private FrameNames names(Place place) {
        TaskData data = frames.ofTask(place.taskId())
                .orElseThrow(() -> new Failure.Invalid("The task has no media yet, so that no annotation fits"));
        return TaskFrames.names(data, frames.frames(data, place.first(), place.last()));
    }

    /** Only the holder of the claim removes: another may be reading the file. */
    private void discard(Claim claim, UploadedDataset sent) throws IOException {
        transactions.executeWithoutResult(status -> {
            claim.checkFence();
            uploads.delete(sent.upload());
        });
        objects.delete(sent.objectKey());
    }

    private record Into(LabelBook labels, FrameNames names, AnnotationSink annotations) implements ImportTarget {
        @Override
        public FrameNames frames(String subset) {
            return names;
        }

        @Override
        public AnnotationSink sink(String subset) {
            return annotations;
        }
    }
}
