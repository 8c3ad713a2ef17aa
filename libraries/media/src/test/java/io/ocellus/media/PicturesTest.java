package io.ocellus.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.annotation.model.Failure;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesTest {
    @ParameterizedTest
    @CsvSource({
        "colour.jpg,image/jpeg,80,60,1",
        "colour.png,image/png,80,60,1",
        "colour.webp,image/webp,80,60,1",
        "colour.tif,image/tiff,80,60,1",
        "colour.bmp,image/bmp,80,60,1",
        "colour.gif,image/gif,80,60,1",
        "turned.jpg,image/jpeg,60,80,6"
    })
    void headersSayTypeSizeAndOrientation(String name, String type, int width, int height, int orientation)
            throws IOException {
        byte[] file = file(name);
        assertThat(PictureHeaders.read(name, new ByteArrayInputStream(file), file.length))
                .isEqualTo(new PictureHeader(type, width, height, orientation));
    }

    @ParameterizedTest
    @CsvSource({"colour.jpg", "colour.png", "colour.webp", "colour.tif", "colour.bmp", "colour.gif"})
    void everyFormatIsDecodedAndEncodedWithItsColours(String name) throws IOException {
        byte[] file = file(name);
        String type = PictureHeaders.read(name, new ByteArrayInputStream(file), file.length)
                .mediaType();
        try (Raster raster = PictureCodec.decode(file, type)) {
            BufferedImage jpeg = image(PictureCodec.jpeg(raster, 90, 1, 80, 60));
            assertThat(jpeg.getWidth()).isEqualTo(80);
            assertThat(jpeg.getHeight()).isEqualTo(60);
            assertClose(jpeg, 40, 30, 120, 120, 70, 12);
            BufferedImage png = image(PictureCodec.png(raster));
            assertClose(png, 40, 30, 120, 120, 70, name.endsWith("gif") ? 30 : 6);
        }
    }

    @Test
    void aTurnedPictureIsShownUpright() throws IOException {
        try (Raster raster = PictureCodec.decode(file("turned.jpg"), "image/jpeg")) {
            BufferedImage jpeg = image(PictureCodec.jpeg(raster, 95, 6, 80, 60));
            assertThat(jpeg.getWidth()).isEqualTo(60);
            assertThat(jpeg.getHeight()).isEqualTo(80);
            // The source's left lower corner (red 0, green 236) is the upper left one after a quarter turn clockwise.
            assertClose(jpeg, 1, 1, 6, 228, 58, 25);
            assertClose(jpeg, 58, 1, 3, 6, 4, 25);
        }
    }

    @Test
    void qualityChangesTheSizeAsOneExpects() throws IOException {
        try (Raster raster = PictureCodec.decode(file("colour.jpg"), "image/jpeg")) {
            int low = PictureCodec.jpeg(raster, 20, 1, 80, 60).length;
            int middle = PictureCodec.jpeg(raster, 70, 1, 80, 60).length;
            int high = PictureCodec.jpeg(raster, 100, 1, 80, 60).length;
            assertThat(low).isLessThan(middle);
            assertThat(middle).isLessThan(high);
        }
    }

    @Test
    void rubbishIsRefusedWithItsName() {
        byte[] rubbish = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, ' ', 'r', 'u', 'b', 'b', 'i', 's', 'h'};
        assertThatThrownBy(() -> PictureHeaders.read("x.jpg", new ByteArrayInputStream(rubbish), rubbish.length))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("x.jpg");
        assertThatThrownBy(() -> PictureHeaders.read("e.png", new ByteArrayInputStream(new byte[0]), 0))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void aPictureThatEndsEarlyIsRefusedWithItsName() throws IOException {
        byte[] cut = java.util.Arrays.copyOf(file("colour.png"), 60);
        assertThatThrownBy(() -> PictureHeaders.read("cut.png", new ByteArrayInputStream(cut), cut.length))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("cut.png");
    }

    @Test
    void absurdDimensionsAreRefusedWithoutDecoding() throws IOException {
        byte[] png = file("colour.png");
        for (int i = 16; i < 24; i++) {
            png[i] = (byte) (i % 4 == 0 ? 0 : 0x7f);
        }
        assertThatThrownBy(() -> PictureHeaders.read("big.png", new ByteArrayInputStream(png), png.length))
                .isInstanceOf(Failure.TooLarge.class)
                .hasMessageContaining("big.png");
    }

    @Test
    void aDamagedPictureIsAFailureAndNoCrash() throws IOException {
        for (String name : new String[] {"colour.png", "colour.webp", "colour.tif", "colour.gif", "colour.bmp"}) {
            byte[] file = file(name);
            byte[] cut = java.util.Arrays.copyOf(file, file.length / 3);
            String type = PictureHeaders.read(name, new ByteArrayInputStream(file), file.length)
                    .mediaType();
            try (Raster raster = PictureCodec.decode(cut, type)) {
                assertThat(raster.width()).as(name).isEqualTo(80);
            } catch (Failure.Invalid e) {
                assertThat(e.text()).isNotBlank();
            }
        }
    }

    static byte[] file(String name) throws IOException {
        try (var in = Objects.requireNonNull(PicturesTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    static BufferedImage image(byte[] bytes) throws IOException {
        return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(bytes)));
    }

    private static void assertClose(BufferedImage image, int x, int y, int red, int green, int blue, int tolerance) {
        int rgb = image.getRGB(x, y);
        assertThat(rgb >> 16 & 0xff).isCloseTo(red, org.assertj.core.data.Offset.offset(tolerance));
        assertThat(rgb >> 8 & 0xff).isCloseTo(green, org.assertj.core.data.Offset.offset(tolerance));
        assertThat(rgb & 0xff).isCloseTo(blue, org.assertj.core.data.Offset.offset(tolerance));
    }
}
