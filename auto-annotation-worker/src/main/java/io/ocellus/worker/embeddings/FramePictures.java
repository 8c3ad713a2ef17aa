package io.ocellus.worker.embeddings;

import io.ocellus.annotation.frames.TaskData;
import io.ocellus.annotation.model.Failure;
import io.ocellus.media.EncodedFrame;
import io.ocellus.media.FrameQuality;
import io.ocellus.media.FrameReader;
import io.ocellus.media.RgbPicture;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Frames as pixels, at most {@value #LONGEST_SIDE} long: more does not change a vector. */
final class FramePictures {
    private static final Logger log = LoggerFactory.getLogger(FramePictures.class);
    private static final int LONGEST_SIDE = 1600;
    private final FrameReader reader;

    FramePictures(FrameReader reader) {
        this.reader = reader;
    }

    /** Empty for a frame that can never be decoded; it gets no vector, and the others are not held up by it. */
    Optional<RgbPicture> picture(TaskData data, int frame) throws IOException {
        try {
            EncodedFrame encoded = reader.encoded(data, frame, FrameQuality.ORIGINAL);
            return Optional.of(RgbPicture.decode("frame " + frame, encoded.bytes(), LONGEST_SIDE));
        } catch (Failure.Invalid | Failure.TooLarge | Failure.NotFound e) {
            log.warn("frame {} of media {} gets no vector: {}", frame, data.id(), e.text());
            return Optional.empty();
        }
    }
}
