package io.ocellus.annotation.formats.exports;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The frames and annotations of a task, or of one job of it, that go into an archive. */
public interface TaskSource {
    long taskId();

    /** Never empty: {@code default} where the task names none. */
    String subset();

    boolean video();

    /** Distance of two frames in their source. */
    int frameStep();

    /** Number (in the source) of the last frame, deleted ones counted. */
    int stopNumber();

    /** One past the last frame index: where open tracks end. */
    int endIndex();

    /** Frames to write, ascending; deleted ones and those outside the job are left out. */
    List<DatasetFrame> frames();

    /** Whether a frame of this number was deleted. */
    boolean deleted(int index);

    /** Gives the annotations to {@code use}, again at each call, as often as asked. */
    void annotations(AnnotationUse use) throws IOException;

    /** Writes the picture as it was uploaded; a frame of a video as PNG. */
    void image(DatasetFrame frame, OutputStream out) throws IOException;

    /** The file name of a frame in an archive. */
    default String fileName(DatasetFrame frame) {
        return video() ? frame.name() + ".PNG" : frame.name();
    }

    /** What is done with one reading. */
    @FunctionalInterface
    interface AnnotationUse {
        void with(AnnotationStreams streams) throws IOException;
    }

    /** Calls {@code use} for every frame in turn, with one frame's annotations in memory. */
    default void eachFrame(FrameUse use) throws IOException {
        annotations(streams -> {
            FrameMerge merge = new FrameMerge(streams, this::deleted, endIndex());
            for (DatasetFrame frame : frames()) {
                use.with(merge.at(frame));
            }
        });
    }

    /** What is done with a frame. */
    @FunctionalInterface
    interface FrameUse {
        void with(FrameContent content) throws IOException;
    }
}
