package io.ocellus.worker.imports.tasks;

import io.ocellus.annotation.files.Upload;
import io.ocellus.annotation.files.UploadStore;
import io.ocellus.annotation.files.UploadTarget;
import io.ocellus.annotation.frames.FrameInfo;
import io.ocellus.annotation.frames.FrameSource;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.frames.VideoTrack;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.TaskStore;
import io.ocellus.media.ObjectBytes;
import io.ocellus.media.PictureHeader;
import io.ocellus.media.VideoIndexer;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.requests.BackgroundRequest;
import io.ocellus.requests.Claim;
import io.ocellus.requests.RequestHandler;
import io.ocellus.requests.RequestQueues;
import io.ocellus.requests.RequestResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes a task's frames and jobs of the files that were uploaded for it. Reads headers only; writes everything in one transaction that also
 * finishes the request, so that there is no half-made task. When the files are no good, they are removed and the task stays empty.
 */
public final class TaskCreation implements RequestHandler {
    private static final int REPORT_EACH = 500;
    private static final long CHUNK_PIXELS = 36L * 1920 * 1080;
    private final MediaFiles files;
    private final UploadStore uploads;
    private final FrameStore frames;
    private final TaskStore tasks;
    private final ObjectStore objects;
    private final TransactionTemplate transactions;
    private final RandomGenerator random;

    public TaskCreation(
            MediaFiles files,
            UploadStore uploads,
            FrameStore frames,
            TaskStore tasks,
            ObjectStore objects,
            TransactionTemplate transactions,
            RandomGenerator random) {
        this.files = files;
        this.uploads = uploads;
        this.frames = frames;
        this.tasks = tasks;
        this.objects = objects;
        this.transactions = transactions;
        this.random = random;
    }

    @Override
    public String queue() {
        return RequestQueues.IMPORT;
    }

    @Override
    public boolean handles(BackgroundRequest request) {
        return request.action().equals("create")
                && request.target().equals("task")
                && request.subresource().isEmpty();
    }

    @Override
    public RequestResult handle(Claim claim) throws IOException {
        TaskOptions options = TaskOptions.read(claim.request().params());
        UploadTarget target = UploadTarget.taskData(options.task());
        List<Upload> sent = uploads.of(target);
        claim.progress(0, "Media files are being processed");
        try {
            Optional<Upload> video = files.video(sent);
            return video.isPresent()
                    ? video(claim, options, target, video.get())
                    : pictures(claim, options, target, sent);
        } catch (Failure.Unavailable e) {
            throw e;
        } catch (Failure e) {
            discard(claim, sent);
            throw e;
        }
    }

    private RequestResult pictures(Claim claim, TaskOptions options, UploadTarget target, List<Upload> sent)
            throws IOException {
        List<MediaFile> sorted = sorted(options, files.pictures(sent));
        List<Integer> chosen = chosen(options, sorted.size());
        List<FrameStore.NewFrame> made = new ArrayList<>(chosen.size());
        for (int number = 0; number < chosen.size(); number++) {
            MediaFile picture = sorted.get(chosen.get(number));
            PictureHeader header = files.header(picture);
            made.add(new FrameStore.NewFrame(
                    new FrameInfo(number, picture.name(), header.width(), header.height(), List.of()),
                    new FrameSource.Picture(
                            picture.objectKey(),
                            picture.offset(),
                            picture.length(),
                            picture.compression(),
                            header.mediaType())));
            if (number % REPORT_EACH == REPORT_EACH - 1) {
                claim.progress((double) number / chosen.size(), "Media files are being processed");
            }
        }
        FrameInfo first = made.getFirst().info();
        long bytes = sent.stream().mapToLong(Upload::length).sum();
        TaskData data = data(options, chosen, first.width(), first.height(), bytes, false);
        return save(claim, options, target, data, "annotation", id -> frames.addFrames(id, made));
    }

    private RequestResult video(Claim claim, TaskOptions options, UploadTarget target, Upload upload)
            throws IOException {
        VideoTrack track = VideoIndexer.index(
                upload.name(), upload.objectKey(), ObjectBytes.open(objects, upload.objectKey(), upload.length()));
        List<Integer> chosen = chosen(options, track.frameCount());
        TaskData data = data(options, chosen, track.width(), track.height(), upload.length(), true);
        return save(claim, options, target, data, "interpolation", id -> frames.addVideo(id, track));
    }

    /** Writes the media of the task. */
    private interface Media {
        void save(long dataId);
    }

    private RequestResult save(
            Claim claim, TaskOptions options, UploadTarget target, TaskData data, String mode, Media media) {
        claim.progress(1, "Task is being saved in database");
        RequestResult result = RequestResult.ofId(options.task());
        transactions.executeWithoutResult(status -> {
            claim.checkFence();
            long id = frames.create(data);
            media.save(id);
            tasks.attachData(options.task(), id, mode, data.size());
            // The objects belong to the frames from now on.
            uploads.deleteAll(target);
            claim.complete(result);
        });
        return result;
    }

    private static TaskData data(
            TaskOptions options, List<Integer> chosen, int width, int height, long bytes, boolean video) {
        long area = Math.max(1L, (long) width * height);
        int chunk = options.chunkSize().orElse(Math.clamp(CHUNK_PIXELS / area, 2, 72));
        return new TaskData(
                0,
                chosen.size(),
                OptionalInt.of(chunk),
                options.imageQuality(),
                chosen.getFirst(),
                chosen.getLast(),
                options.step() == 1 ? "" : "step=" + options.step(),
                "imageset",
                "imageset",
                options.storageMethod(),
                "local",
                options.sortingMethod(),
                List.of(),
                OptionalLong.of(bytes),
                video);
    }

    private static List<Integer> chosen(TaskOptions options, int available) {
        List<Integer> chosen = options.chosen(available);
        if (chosen.isEmpty()) {
            throw new Failure.Invalid("No frames are left: the files have " + available
                    + ", the task asks for those from " + options.startFrame() + " on.");
        }
        return chosen;
    }

    private List<MediaFile> sorted(TaskOptions options, List<MediaFile> pictures) {
        List<MediaFile> sorted = new ArrayList<>(pictures);
        switch (options.sortingMethod()) {
            case "natural" -> sorted.sort(Comparator.comparing(MediaFile::name, new NaturalOrder()));
            case "predefined" -> byNames(sorted, options.uploadFileOrder());
            case "random" -> Collections.shuffle(sorted, random(options.task()));
            default -> sorted.sort(Comparator.comparing(MediaFile::name));
        }
        return sorted;
    }

    private java.util.Random random(long task) {
        return new java.util.Random(random.nextLong() ^ task);
    }

    private static void byNames(List<MediaFile> pictures, List<String> order) {
        if (order.isEmpty()) {
            return;
        }
        Map<String, Integer> places = new HashMap<>();
        IntStream.range(0, order.size()).forEach(place -> places.put(order.get(place), place));
        pictures.sort(Comparator.comparing(picture -> places.getOrDefault(picture.name(), Integer.MAX_VALUE)));
    }

    /** Only the holder of the claim removes: another may be making the task of these files. */
    private void discard(Claim claim, List<Upload> sent) throws IOException {
        transactions.executeWithoutResult(status -> {
            claim.checkFence();
            sent.forEach(upload -> uploads.delete(upload.id()));
        });
        for (Upload upload : sent) {
            objects.delete(upload.objectKey());
        }
    }
}
