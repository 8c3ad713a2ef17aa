package io.ocellus.media;

import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.ocellus.annotation.model.Failure;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * An open video: container and its best video stream. Reads only through the {@link ByteSource}: containers that name other files or
 * addresses (playlists) are not among the formats opened. Used by one thread at a time; closing it closes the source.
 */
final class VideoFile implements AutoCloseable {
    private static final String FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,h264,hevc,m4v,nut,ivf";
    private static final int BUFFER = 1 << 18;
    private final ByteSource source;
    private final AVFormatContext context;
    private final AVIOContext io;
    private final Reads reads;
    private final Seeks seeks;
    private final AVStream stream;

    private VideoFile(
            ByteSource source, AVFormatContext context, AVIOContext io, Reads reads, Seeks seeks, AVStream stream) {
        this.source = source;
        this.context = context;
        this.io = io;
        this.reads = reads;
        this.seeks = seeks;
        this.stream = stream;
    }

    /** Takes the source over: it is closed with the video, and when this fails. */
    static VideoFile open(ByteSource source, String name) throws IOException {
        Ffmpeg.load();
        Position position = new Position(source);
        Reads reads = new Reads(position);
        Seeks seeks = new Seeks(position);
        BytePointer buffer = new BytePointer(Ffmpeg.present(av_malloc(BUFFER), "buffer"));
        AVIOContext io = Ffmpeg.present(avio_alloc_context(buffer, BUFFER, 0, null, reads, null, seeks), "reader");
        AVFormatContext context = Ffmpeg.present(avformat_alloc_context(), "container");
        context.pb(io);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "format_whitelist", FORMATS, 0);
        int opened = avformat_open_input(context, (String) null, (AVInputFormat) null, options);
        av_dict_free(options);
        if (opened < 0) {
            // A failed open has freed the context, but not what it reads from.
            release(io, reads, seeks);
            source.close();
            position.rethrow();
            throw unreadable(name);
        }
        boolean ready = false;
        try {
            context.max_analyze_duration(5L * avutil.AV_TIME_BASE);
            int found = avformat_find_stream_info(context, (AVDictionary) null);
            int index = found < 0
                    ? found
                    : av_find_best_stream(context, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
            position.rethrow();
            if (index < 0) {
                throw unreadable(name);
            }
            for (int other = 0; other < context.nb_streams(); other++) {
                context.streams(other).discard(other == index ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
            }
            ready = true;
            return new VideoFile(source, context, io, reads, seeks, context.streams(index));
        } finally {
            if (!ready) {
                avformat_close_input(context);
                release(io, reads, seeks);
                source.close();
            }
        }
    }

    AVFormatContext context() {
        return context;
    }

    AVStream stream() {
        return stream;
    }

    /** Throws what reading the source threw, which FFmpeg only sees as an end. */
    void rethrow() throws IOException {
        reads.place.rethrow();
    }

    private static Failure.Invalid unreadable(String name) {
        return new Failure.Invalid("The file " + name + " is not a readable video.");
    }

    private static void release(AVIOContext io, Reads reads, Seeks seeks) {
        av_free(io.buffer());
        avio_context_free(io);
        reads.close();
        seeks.close();
    }

    @Override
    public void close() throws IOException {
        avformat_close_input(context);
        release(io, reads, seeks);
        source.close();
    }

    /** Where FFmpeg reads next, and what went wrong. */
    private static final class Position {
        private final ByteSource source;
        private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
        private long at;

        Position(ByteSource source) {
            this.source = source;
        }

        void rethrow() throws IOException {
            IOException thrown = failure.get();
            if (thrown != null) {
                throw thrown;
            }
        }
    }

    private static final class Reads extends Read_packet_Pointer_BytePointer_int {
        private final Position place;
        private final byte[] copy = new byte[BUFFER];

        Reads(Position position) {
            this.place = position;
        }

        @Override
        public int call(@Nullable Pointer opaque, BytePointer buffer, int size) {
            try {
                int count = place.source.read(place.at, copy, 0, Math.min(size, copy.length));
                if (count <= 0) {
                    return avutil.AVERROR_EOF();
                }
                buffer.put(copy, 0, count);
                place.at += count;
                return count;
            } catch (IOException e) {
                place.failure.set(e);
                return avutil.AVERROR_EOF();
            }
        }
    }

    private static final class Seeks extends Seek_Pointer_long_int {
        private final Position place;

        Seeks(Position position) {
            this.place = position;
        }

        @Override
        public long call(@Nullable Pointer opaque, long offset, int whence) {
            long length = place.source.length();
            switch (whence & ~avformat.AVSEEK_FORCE) {
                case avformat.AVSEEK_SIZE -> {
                    return length;
                }
                case 1 -> place.at += offset;
                case 2 -> place.at = length + offset;
                default -> place.at = offset;
            }
            return place.at;
        }
    }
}
