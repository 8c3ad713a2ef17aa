package io.ocellus.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

/** Decoded pixels in native memory; whoever has it closes it. Used by one thread at a time. */
final class Raster implements AutoCloseable {
    private final AVFrame frame;

    Raster(AVFrame frame) {
        this.frame = frame;
    }

    AVFrame frame() {
        return frame;
    }

    int width() {
        return frame.width();
    }

    int height() {
        return frame.height();
    }

    /** The same picture in another size and pixel format. */
    Raster as(int pixelFormat, int width, int height) {
        boolean smaller = width < width() || height < height();
        SwsContext context = Ffmpeg.present(
                sws_getContext(
                        width(),
                        height(),
                        frame.format(),
                        width,
                        height,
                        pixelFormat,
                        smaller ? swscale.SWS_AREA : swscale.SWS_BICUBIC,
                        null,
                        null,
                        (DoublePointer) null),
                "scaler");
        AVFrame target = allocated(pixelFormat, width, height);
        try {
            Ffmpeg.checked(sws_scale_frame(context, target, frame), "The picture cannot be converted");
            return new Raster(target);
        } catch (RuntimeException e) {
            av_frame_free(target);
            throw e;
        } finally {
            sws_freeContext(context);
        }
    }

    /** Turned as EXIF's orientation says; planar pictures of one byte a sample, such as YUV. */
    Raster upright(int orientation) {
        boolean swapped = orientation > 4;
        AVFrame target = allocated(frame.format(), swapped ? height() : width(), swapped ? width() : height());
        for (int plane = 0; plane < 3; plane++) {
            int shift = plane == 0 ? 0 : 1;
            int columns = (width() + shift) >> shift;
            int rows = (height() + shift) >> shift;
            turn(plane, columns, rows, orientation, target);
        }
        return new Raster(target);
    }

    private void turn(int plane, int columns, int rows, int orientation, AVFrame target) {
        int stride = frame.linesize(plane);
        int targetStride = target.linesize(plane);
        boolean swapped = orientation > 4;
        int targetColumns = swapped ? rows : columns;
        int targetRows = swapped ? columns : rows;
        byte[] source = new byte[stride * rows];
        frame.data(plane).position(0).get(source, 0, source.length);
        byte[] line = new byte[targetColumns];
        for (int y = 0; y < targetRows; y++) {
            for (int x = 0; x < targetColumns; x++) {
                int fromX;
                int fromY;
                switch (orientation) {
                    case 2 -> {
                        fromX = columns - 1 - x;
                        fromY = y;
                    }
                    case 3 -> {
                        fromX = columns - 1 - x;
                        fromY = rows - 1 - y;
                    }
                    case 4 -> {
                        fromX = x;
                        fromY = rows - 1 - y;
                    }
                    case 5 -> {
                        fromX = y;
                        fromY = x;
                    }
                    case 6 -> {
                        fromX = y;
                        fromY = rows - 1 - x;
                    }
                    case 7 -> {
                        fromX = columns - 1 - y;
                        fromY = rows - 1 - x;
                    }
                    case 8 -> {
                        fromX = columns - 1 - y;
                        fromY = x;
                    }
                    default -> {
                        fromX = x;
                        fromY = y;
                    }
                }
                line[x] = source[fromY * stride + fromX];
            }
            target.data(plane).position((long) y * targetStride).put(line, 0, targetColumns);
        }
        target.data(plane).position(0);
    }

    static AVFrame allocated(int pixelFormat, int width, int height) {
        AVFrame frame = Ffmpeg.frame();
        frame.format(pixelFormat);
        frame.width(width);
        frame.height(height);
        if (av_frame_get_buffer(frame, 0) < 0) {
            av_frame_free(frame);
            throw new IllegalStateException("out of native memory: a picture of " + width + "x" + height);
        }
        if (pixelFormat == avutil.AV_PIX_FMT_YUVJ420P) {
            frame.color_range(avutil.AVCOL_RANGE_JPEG);
        }
        return frame;
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
