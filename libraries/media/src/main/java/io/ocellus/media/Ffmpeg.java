package io.ocellus.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import io.ocellus.annotation.model.Failure;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** What every use of the native library shares. Its messages are about hostile files more often than not: they are not logged. */
final class Ffmpeg {
    static {
        av_log_set_level(avutil.AV_LOG_QUIET);
    }

    private Ffmpeg() {}

    /** Loads the native library. */
    static void load() {
        // The static initializer has done it.
    }

    static int checked(int code, String what) {
        if (code < 0) {
            throw new Failure.Invalid(what + ": " + message(code));
        }
        return code;
    }

    static <P extends Pointer> P present(@Nullable P pointer, String what) {
        if (pointer == null || pointer.isNull()) {
            throw new IllegalStateException("out of native memory: " + what);
        }
        return pointer;
    }

    static AVFrame frame() {
        load();
        return present(av_frame_alloc(), "frame");
    }

    private static String message(int code) {
        byte[] text = new byte[128];
        av_strerror(code, text, text.length);
        String decoded = new String(text, StandardCharsets.UTF_8);
        int end = decoded.indexOf('\0');
        return end < 0 ? decoded : decoded.substring(0, end);
    }
}
