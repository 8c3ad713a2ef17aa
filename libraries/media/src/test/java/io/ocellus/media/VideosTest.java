package io.ocellus.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocellus.annotation.frames.VideoTrack;
import io.ocellus.annotation.model.Failure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideosTest {
    @ParameterizedTest
    @ValueSource(strings = {"grey.mp4", "grey-b.mkv", "grey.webm"})
    void randomFramesAreTheRightOnes(String name) throws IOException {
        byte[] file = PicturesTest.file(name);
        VideoTrack track = VideoIndexer.index(name, "k", new MemoryBytes(file));
        assertThat(track.frameCount()).isEqualTo(60);
        assertThat(track.width()).isEqualTo(160);
        assertThat(track.height()).isEqualTo(96);
        assertThat(track.keyframes()).startsWith(0);
        Random random = new Random(7);
        try (VideoCursor cursor = VideoCursor.open(track, new MemoryBytes(file))) {
            for (int i = 0; i < 30; i++) {
                int frame = i < 20 ? random.nextInt(60) : 30 + i;
                double shade = mean(PicturesTest.image(PictureCodec.png(cursor.frame(frame))));
                assertThat(shade).as(name + " frame " + frame).isCloseTo(20 + 3 * frame, within(3.0));
            }
        }
    }

    @Test
    void goingForwardDecodesOn() throws IOException {
        byte[] file = PicturesTest.file("grey-b.mkv");
        VideoTrack track = VideoIndexer.index("grey-b.mkv", "k", new MemoryBytes(file));
        try (VideoCursor cursor = VideoCursor.open(track, new MemoryBytes(file))) {
            cursor.frame(3);
            assertThat(cursor.reaches(5)).isTrue();
            assertThat(cursor.reaches(2)).isFalse();
            assertThat(cursor.reaches(50)).isFalse();
        }
    }

    @Test
    void whatIsNoVideoIsRefused() {
        byte[] playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> VideoIndexer.index("list.m3u8", "k", new MemoryBytes(playlist)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("list.m3u8");
        assertThatThrownBy(() -> VideoIndexer.index("x.mp4", "k", new MemoryBytes(new byte[100])))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void damagedVideosAreFailuresAndNoCrash() throws IOException {
        Random random = new Random(3);
        for (String name : new String[] {"grey.mp4", "grey-b.mkv", "grey.webm"}) {
            for (int round = 0; round < 20; round++) {
                byte[] file = PicturesTest.file(name);
                for (int i = 0; i < 30; i++) {
                    file[random.nextInt(file.length)] = (byte) random.nextInt();
                }
                try {
                    VideoTrack track = VideoIndexer.index(name, "k", new MemoryBytes(file));
                    try (VideoCursor cursor = VideoCursor.open(track, new MemoryBytes(file))) {
                        cursor.frame(track.frameCount() - 1);
                    }
                } catch (Failure e) {
                    assertThat(e.text()).isNotBlank();
                }
            }
        }
    }

    private static double mean(BufferedImage image) {
        long sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                sum += image.getRGB(x, y) >> 8 & 0xff;
            }
        }
        return (double) sum / image.getWidth() / image.getHeight();
    }
}
