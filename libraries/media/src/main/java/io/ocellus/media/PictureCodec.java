package io.ocellus.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.ocellus.annotation.model.Failure;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.ShortPointer;

/** Single pictures from bytes to pixels and back. Stateless; a call holds one picture in native memory. */
final class PictureCodec {
    /** The quantizer at which the encoder uses the tables below as they are. */
    private static final int NEUTRAL_SCALE = 8;

    private PictureCodec() {}

    /** The first picture of the file. */
    static Raster decode(byte[] file, String mediaType) {
        Ffmpeg.load();
        AVCodec codec = Ffmpeg.present(avcodec_find_decoder(codecId(mediaType)), "decoder of " + mediaType);
        AVCodecContext context = Ffmpeg.present(avcodec_alloc_context3(codec), "decoder");
        AVPacket packet = Ffmpeg.present(av_packet_alloc(), "packet");
        AVFrame frame = Ffmpeg.frame();
        boolean decoded = false;
        try {
            context.thread_count(1);
            context.max_pixels(PictureHeaders.MOST_PIXELS);
            Ffmpeg.checked(avcodec_open2(context, codec, (AVDictionary) null), "The picture cannot be decoded");
            Ffmpeg.checked(av_new_packet(packet, file.length), "The picture cannot be decoded");
            packet.data().put(file, 0, file.length);
            packet.flags(avcodec.AV_PKT_FLAG_KEY);
            Ffmpeg.checked(avcodec_send_packet(context, packet), "The picture cannot be decoded");
            avcodec_send_packet(context, null);
            Ffmpeg.checked(avcodec_receive_frame(context, frame), "The picture cannot be decoded");
            decoded = true;
            return new Raster(frame);
        } finally {
            if (!decoded) {
                av_frame_free(frame);
            }
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }

    /** Baseline JPEG, 4:2:0, with the usual tables scaled to {@code quality} as libjpeg does. */
    static byte[] jpeg(Raster picture, int quality, int orientation, int width, int height) {
        try (Raster yuv = picture.as(avutil.AV_PIX_FMT_YUVJ420P, width, height)) {
            if (orientation == 1) {
                return encode(yuv, avcodec.AV_CODEC_ID_MJPEG, quality);
            }
            try (Raster upright = yuv.upright(orientation)) {
                return encode(upright, avcodec.AV_CODEC_ID_MJPEG, quality);
            }
        }
    }

    static byte[] png(Raster picture) {
        try (Raster rgb = picture.as(avutil.AV_PIX_FMT_RGB24, picture.width(), picture.height())) {
            return encode(rgb, avcodec.AV_CODEC_ID_PNG, 0);
        }
    }

    private static byte[] encode(Raster picture, int codecId, int quality) {
        AVCodec codec = Ffmpeg.present(avcodec_find_encoder(codecId), "encoder");
        AVCodecContext context = Ffmpeg.present(avcodec_alloc_context3(codec), "encoder");
        AVPacket packet = Ffmpeg.present(av_packet_alloc(), "packet");
        try {
            context.width(picture.width());
            context.height(picture.height());
            context.pix_fmt(picture.frame().format());
            context.time_base().num(1).den(25);
            context.thread_count(1);
            if (codecId == avcodec.AV_CODEC_ID_MJPEG) {
                context.color_range(avutil.AVCOL_RANGE_JPEG);
                context.flags(context.flags() | avcodec.AV_CODEC_FLAG_QSCALE);
                context.global_quality(avutil.FF_QP2LAMBDA * NEUTRAL_SCALE);
                context.intra_matrix(table(JpegTables.luminance(quality)));
                context.chroma_intra_matrix(table(JpegTables.chrominance(quality)));
                picture.frame().quality(avutil.FF_QP2LAMBDA * NEUTRAL_SCALE);
            } else {
                // Most of the gain at a fraction of the cost.
                context.compression_level(1);
            }
            picture.frame().pts(0);
            picture.frame().pict_type(avutil.AV_PICTURE_TYPE_NONE);
            Ffmpeg.checked(avcodec_open2(context, codec, (AVDictionary) null), "The picture cannot be encoded");
            Ffmpeg.checked(avcodec_send_frame(context, picture.frame()), "The picture cannot be encoded");
            avcodec_send_frame(context, null);
            Ffmpeg.checked(avcodec_receive_packet(context, packet), "The picture cannot be encoded");
            byte[] bytes = new byte[packet.size()];
            packet.data().get(bytes, 0, bytes.length);
            return bytes;
        } finally {
            av_packet_free(packet);
            avcodec_free_context(context);
        }
    }

    /** In FFmpeg's own memory: the context frees it. */
    private static ShortPointer table(short[] values) {
        ShortPointer table = new ShortPointer(Ffmpeg.present(av_malloc(2L * values.length), "table"));
        table.capacity(values.length);
        table.put(values, 0, values.length);
        return table;
    }

    private static int codecId(String mediaType) {
        return switch (mediaType) {
            case MediaTypes.JPEG -> avcodec.AV_CODEC_ID_MJPEG;
            case MediaTypes.PNG -> avcodec.AV_CODEC_ID_PNG;
            case MediaTypes.WEBP -> avcodec.AV_CODEC_ID_WEBP;
            case MediaTypes.TIFF -> avcodec.AV_CODEC_ID_TIFF;
            case MediaTypes.BMP -> avcodec.AV_CODEC_ID_BMP;
            case MediaTypes.GIF -> avcodec.AV_CODEC_ID_GIF;
            default -> throw new Failure.UnsupportedMedia("Nobody reads pictures of the type " + mediaType);
        };
    }
}
