package io.ocellus.media;

import io.ocellus.annotation.frames.FrameSource;
import io.ocellus.annotation.frames.FrameStore;
import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.frames.VideoTrack;
import io.ocellus.annotation.model.Failure;
import io.ocellus.objectstorage.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.concurrent.Semaphore;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Reads frames from the object store, encodes them and keeps what it made. Originals of pictures are not kept: they are bytes of an object.
 * Decoding is limited to a number of pictures at a time. Thread-safe.
 */
public final class CachedFrameReader implements FrameReader, AutoCloseable {
    /** Bytes of the largest picture file, unpacked. */
    static final int MOST_PICTURE_BYTES = 256 << 20;

    private static final int KEPT_TRACKS = 8;
    private static final int PREVIEW_SIDE = 256;
    private static final int PREVIEW_QUALITY = 75;
    private final FrameStore frames;
    private final ObjectStore objects;
    private final ByteBudgetCache<Key> cache;
    private final VideoCursors cursors;
    private final LinkedHashMap<Long, VideoTrack> tracks = new LinkedHashMap<>();
    private final Semaphore decoding;

    public CachedFrameReader(FrameStore frames, ObjectStore objects, MediaSettings settings) {
        this.frames = frames;
        this.objects = objects;
        this.cache = new ByteBudgetCache<>(settings.cacheBytes());
        this.cursors = new VideoCursors(objects);
        this.decoding = new Semaphore(settings.parallel());
    }

    @Override
    public EncodedFrame encoded(long dataId, int frame, FrameQuality quality) throws IOException {
        TaskData data =
                frames.find(dataId).orElseThrow(() -> new Failure.NotFound("There is no media with the id " + dataId));
        return encoded(data, frame, quality);
    }

    @Override
    public EncodedFrame encoded(TaskData data, int frame, FrameQuality quality) throws IOException {
        Kind kind = quality == FrameQuality.ORIGINAL ? Kind.ORIGINAL : Kind.COMPRESSED;
        if (kind == Kind.ORIGINAL && source(data, frame) instanceof FrameSource.Picture picture) {
            return original(picture);
        }
        return cache.get(new Key(data.id(), frame, kind), () -> made(data, frame, kind));
    }

    @Override
    public EncodedFrame preview(TaskData data, int frame) throws IOException {
        return cache.get(new Key(data.id(), frame, Kind.PREVIEW), () -> made(data, frame, Kind.PREVIEW));
    }

    /** A video's table is read once in a while: it is large and never changes. */
    private FrameSource source(TaskData data, int frame) {
        if (!data.video() || frame < 0 || frame >= data.size()) {
            return frames.source(data, frame);
        }
        VideoTrack track;
        synchronized (tracks) {
            track = tracks.computeIfAbsent(data.id(), frames::video);
            if (tracks.size() > KEPT_TRACKS) {
                tracks.remove(tracks.keySet().iterator().next());
            }
        }
        return new FrameSource.VideoFrame(track, data.sourceFrame(frame));
    }

    private EncodedFrame made(TaskData data, int frame, Kind kind) throws IOException {
        FrameSource source = source(data, frame);
        // The bytes are there before a permit is taken: a slow store does not keep others from decoding.
        return switch (source) {
            case FrameSource.Picture picture -> {
                EncodedFrame original = original(picture);
                yield limited(() -> {
                    try (Raster raster = PictureCodec.decode(original.bytes(), original.mediaType())) {
                        return encoded(raster, data, kind, orientation(original));
                    }
                });
            }
            case FrameSource.VideoFrame video ->
                limited(() ->
                        cursors.with(video.video(), video.sourceFrame(), raster -> encoded(raster, data, kind, 1)));
        };
    }

    private EncodedFrame limited(ByteBudgetCache.Maker maker) throws IOException {
        decoding.acquireUninterruptibly();
        try {
            return maker.make();
        } finally {
            decoding.release();
        }
    }

    private static EncodedFrame encoded(Raster raster, TaskData data, Kind kind, int orientation) {
        return switch (kind) {
            case COMPRESSED ->
                new EncodedFrame(
                        PictureCodec.jpeg(raster, data.imageQuality(), orientation, raster.width(), raster.height()),
                        MediaTypes.JPEG);
            case ORIGINAL -> new EncodedFrame(PictureCodec.png(raster), MediaTypes.PNG);
            case PREVIEW -> {
                double scale = Math.min(1, (double) PREVIEW_SIDE / Math.max(raster.width(), raster.height()));
                int width = Math.max(1, (int) Math.round(raster.width() * scale));
                int height = Math.max(1, (int) Math.round(raster.height() * scale));
                yield new EncodedFrame(
                        PictureCodec.jpeg(raster, PREVIEW_QUALITY, orientation, width, height), MediaTypes.JPEG);
            }
        };
    }

    private static int orientation(EncodedFrame original) throws IOException {
        return PictureHeaders.read("frame", new ByteArrayInputStream(original.bytes()), original.bytes().length)
                .orientation();
    }

    private EncodedFrame original(FrameSource.Picture picture) throws IOException {
        if (picture.length() > MOST_PICTURE_BYTES) {
            throw new Failure.TooLarge("A picture file of " + picture.length() + " bytes is too large.");
        }
        try (InputStream in = objects.get(picture.objectKey(), picture.offset(), picture.length())) {
            byte[] bytes = picture.compression() == ZipIndex.DEFLATED ? inflated(in) : in.readAllBytes();
            return new EncodedFrame(bytes, picture.mediaType());
        }
    }

    private static byte[] inflated(InputStream in) throws IOException {
        Inflater inflater = new Inflater(true);
        try (InputStream unpacked = new InflaterInputStream(in, inflater)) {
            byte[] bytes = unpacked.readNBytes(MOST_PICTURE_BYTES + 1);
            if (bytes.length > MOST_PICTURE_BYTES) {
                throw new Failure.TooLarge("A picture of the archive is larger than " + MOST_PICTURE_BYTES + " bytes.");
            }
            return bytes;
        } finally {
            inflater.end();
        }
    }

    @Override
    public void close() {
        cursors.close();
    }

    private enum Kind {
        COMPRESSED,
        ORIGINAL,
        PREVIEW
    }

    private record Key(long data, int frame, Kind kind) {}
}
