package io.ocellus.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;

import io.ocellus.annotation.frames.VideoTrack;
import io.ocellus.annotation.model.Failure;
import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Makes the table that finds a video's frames, by one pass over its packets without decoding any. Frames are numbered in the order in which
 * they are shown. Stateless; 8 bytes a frame.
 */
public final class VideoIndexer {
    /** Frames of the longest video that is taken in: 9 hours at 60 a second. */
    public static final int MOST_FRAMES = 2_000_000;

    private VideoIndexer() {}

    /** Takes the source over and closes it. */
    public static VideoTrack index(String name, String objectKey, ByteSource source) throws IOException {
        long length = source.length();
        try (VideoFile video = VideoFile.open(source, name)) {
            AVStream stream = video.stream();
            int width = stream.codecpar().width();
            int height = stream.codecpar().height();
            if (width < 1 || height < 1) {
                throw new Failure.Invalid("The video " + name + " has no picture size.");
            }
            if ((long) width * height > PictureHeaders.MOST_PIXELS) {
                throw new Failure.TooLarge("The video " + name + " has " + width + "x" + height + " pixels; at most "
                        + PictureHeaders.MOST_PIXELS + " are taken.");
            }
            Packets packets = packets(video, name);
            video.rethrow();
            if (packets.count == 0) {
                throw new Failure.Invalid("The video " + name + " has no frames.");
            }
            long[] times = Arrays.copyOf(packets.times, packets.count);
            Arrays.sort(times);
            long[] distinct = Arrays.stream(times).distinct().toArray();
            int[] keyframes = Arrays.stream(packets.keyTimes, 0, packets.keyCount)
                    .mapToInt(time -> Arrays.binarySearch(distinct, time))
                    .sorted()
                    .distinct()
                    .toArray();
            // Frames before the first keyframe, if any, are decoded from the start.
            int[] starts = keyframes.length > 0 && keyframes[0] == 0
                    ? keyframes
                    : java.util.stream.IntStream.concat(java.util.stream.IntStream.of(0), Arrays.stream(keyframes))
                            .toArray();
            return new VideoTrack(
                    name,
                    objectKey,
                    length,
                    width,
                    height,
                    stream.time_base().num(),
                    stream.time_base().den(),
                    distinct,
                    starts);
        }
    }

    private static Packets packets(VideoFile video, String name) {
        Packets packets = new Packets();
        AVPacket packet = Ffmpeg.present(av_packet_alloc(), "packet");
        try {
            while (av_read_frame(video.context(), packet) >= 0) {
                boolean ours = packet.stream_index() == video.stream().index();
                boolean shown = (packet.flags() & (avcodec.AV_PKT_FLAG_DISCARD | avcodec.AV_PKT_FLAG_CORRUPT)) == 0;
                if (ours && shown && packet.size() > 0) {
                    if (packets.count == MOST_FRAMES) {
                        throw new Failure.TooLarge("The video " + name + " has more than " + MOST_FRAMES + " frames.");
                    }
                    packets.add(time(packet), (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0);
                }
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
        return packets;
    }

    static long time(AVPacket packet) {
        return packet.pts() != avutil.AV_NOPTS_VALUE ? packet.pts() : packet.dts();
    }

    private static final class Packets {
        private long[] times = new long[1024];
        private long[] keyTimes = new long[64];
        private int count;
        private int keyCount;

        void add(long time, boolean key) {
            if (count == times.length) {
                times = Arrays.copyOf(times, count * 2);
            }
            times[count++] = time;
            if (key) {
                if (keyCount == keyTimes.length) {
                    keyTimes = Arrays.copyOf(keyTimes, keyCount * 2);
                }
                keyTimes[keyCount++] = time;
            }
        }
    }
}
