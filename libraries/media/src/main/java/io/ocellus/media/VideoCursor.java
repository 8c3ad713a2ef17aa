package io.ocellus.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.ocellus.annotation.frames.VideoTrack;
import io.ocellus.annotation.model.Failure;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * A decoder that stands somewhere in a video. Going forward within a group of pictures decodes on; anything else starts at the keyframe
 * before. Used by one thread at a time.
 */
final class VideoCursor implements AutoCloseable {
    private final VideoTrack track;
    private final VideoFile file;
    private final AVCodecContext decoder;
    private final AVPacket packet;
    private final AVFrame frame;
    /** The last frame given; -1 at the start. */
    private int position = -1;

    private boolean drained;

    private VideoCursor(VideoTrack track, VideoFile file, AVCodecContext decoder) {
        this.track = track;
        this.file = file;
        this.decoder = decoder;
        this.packet = Ffmpeg.present(av_packet_alloc(), "packet");
        this.frame = Ffmpeg.frame();
    }

    /** Takes the source over. */
    static VideoCursor open(VideoTrack track, ByteSource source) throws IOException {
        VideoFile file = VideoFile.open(source, track.name());
        boolean ready = false;
        try {
            AVCodec codec = avcodec_find_decoder(file.stream().codecpar().codec_id());
            if (codec == null || codec.isNull()) {
                throw new Failure.UnsupportedMedia("Nobody decodes the video " + track.name());
            }
            AVCodecContext decoder = Ffmpeg.present(avcodec_alloc_context3(codec), "decoder");
            try {
                Ffmpeg.checked(
                        avcodec_parameters_to_context(decoder, file.stream().codecpar()),
                        "The video cannot be decoded");
                decoder.thread_count(1);
                decoder.max_pixels(PictureHeaders.MOST_PIXELS);
                decoder.pkt_timebase(file.stream().time_base());
                Ffmpeg.checked(avcodec_open2(decoder, codec, (AVDictionary) null), "The video cannot be decoded");
                VideoCursor cursor = new VideoCursor(track, file, decoder);
                ready = true;
                return cursor;
            } finally {
                if (!ready) {
                    avcodec_free_context(decoder);
                }
            }
        } finally {
            if (!ready) {
                file.close();
            }
        }
    }

    int position() {
        return position;
    }

    /** Whether {@code target} costs fewer frames from here than from its keyframe. */
    boolean reaches(int target) {
        return position >= 0 && position < target && track.keyframeBefore(target) <= position + 1;
    }

    /** The frame of the source's number, still in the decoder's memory: valid until the next call. */
    Raster frame(int target) throws IOException {
        long wanted = track.presentationTimes()[target];
        if (!reaches(target)) {
            seek(track.keyframeBefore(target));
        }
        while (next()) {
            long time = frame.best_effort_timestamp();
            if (time == avutil.AV_NOPTS_VALUE || time >= wanted) {
                position = target;
                return new Raster(frame);
            }
            av_frame_unref(frame);
        }
        file.rethrow();
        position = -1;
        throw new Failure.Invalid("Frame " + target + " of the video " + track.name() + " cannot be decoded.");
    }

    private void seek(int keyframe) {
        long time = track.presentationTimes()[keyframe];
        int found = av_seek_frame(file.context(), file.stream().index(), time, avformat.AVSEEK_FLAG_BACKWARD);
        if (found < 0) {
            av_seek_frame(file.context(), file.stream().index(), 0, avformat.AVSEEK_FLAG_BYTE);
        }
        avcodec_flush_buffers(decoder);
        drained = false;
        position = -1;
    }

    /** Decodes one frame on; false at the end. */
    private boolean next() {
        while (true) {
            int received = avcodec_receive_frame(decoder, frame);
            if (received >= 0) {
                return true;
            }
            if (received == avutil.AVERROR_EOF() || drained) {
                return false;
            }
            feed();
        }
    }

    private void feed() {
        while (av_read_frame(file.context(), packet) >= 0) {
            boolean ours = packet.stream_index() == file.stream().index();
            if (ours) {
                // A damaged packet costs its frame only.
                avcodec_send_packet(decoder, packet);
            }
            av_packet_unref(packet);
            if (ours) {
                return;
            }
        }
        avcodec_send_packet(decoder, null);
        drained = true;
    }

    @Override
    public void close() throws IOException {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(decoder);
        file.close();
    }
}
