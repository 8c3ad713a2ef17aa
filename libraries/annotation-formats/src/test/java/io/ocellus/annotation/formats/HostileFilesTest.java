package io.ocellus.annotation.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.annotation.formats.archives.ByteSource;
import io.ocellus.annotation.formats.exports.DatasetFrame;
import io.ocellus.annotation.formats.imports.DatasetFile;
import io.ocellus.annotation.formats.imports.ImportOptions;
import io.ocellus.annotation.model.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Files that nobody should send are refused whole, with a reason, whatever the format. */
class HostileFilesTest {
    private static final List<DatasetFrame> FRAMES = List.of(new DatasetFrame(0, 0, "a.jpg", 100, 80));
    private static final List<String> READERS = List.of("COCO 1.0", "CVAT 1.1", "PASCAL VOC 1.1", "YOLO 1.1");

    private static void refused(byte[] file, String message) {
        for (String format : READERS) {
            assertThatThrownBy(() -> read(format, file))
                    .as(format)
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(message);
        }
    }

    private static MemoryTarget read(String format, byte[] file) throws IOException {
        MemoryTarget target = new MemoryTarget(FRAMES);
        FormatRegistry.reader(format).read(DatasetFile.open(ByteSource.of(file)), target, ImportOptions.STANDARD);
        return target;
    }

    private static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void anEmptyFileIsRefused() {
        refused(new byte[0], "empty");
    }

    @Test
    void entriesOutsideTheirFolderRefuseTheWholeArchive() throws IOException {
        for (String name : List.of("../x.txt", "a/../../x.txt", "/etc/x", "C:\\x", "..\\x", "a\\..\\..\\x")) {
            refused(zip("annotations.xml", "<annotations/>", name, "x"), "leave its folder");
        }
    }

    @Test
    void bombsAreRefusedByTheDirectoryAlone() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("annotations/instances_default.json"));
            byte[] blanks = new byte[1 << 20];
            Arrays.fill(blanks, (byte) ' ');
            for (int i = 0; i < 64; i++) {
                zip.write(blanks);
            }
        }
        refused(bytes.toByteArray(), "times as many");
    }

    @Test
    void whatIsNoArchiveIsSaidSo() {
        byte[] text = "not a zip at all, but longer than an archive's end".getBytes(StandardCharsets.UTF_8);
        for (String format : READERS) {
            assertThatThrownBy(() -> read(format, text)).isInstanceOf(Failure.Invalid.class);
        }
    }

    @Test
    void aDoctypeIsRefused() throws IOException {
        String xml = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                + "<annotations><version>&e;</version></annotations>";
        assertThatThrownBy(() -> read("CVAT 1.1", xml.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("DOCTYPE");
        assertThatThrownBy(() -> read("CVAT 1.1", zip("a.xml", xml))).hasMessageContaining("DOCTYPE");
        assertThatThrownBy(() -> read("PASCAL VOC 1.1", zip("a.xml", xml))).hasMessageContaining("DOCTYPE");
    }

    @Test
    void deepXmlAndJsonAreRefused() {
        byte[] xml = ("<annotations>" + "<a>".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read("CVAT 1.1", xml)).hasMessageContaining("deeper");
        byte[] json = ("{\"info\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> read("COCO 1.0", json)).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void brokenArchivesNeverEndInAnythingButAFailure() throws IOException {
        byte[] whole = zip(
                "annotations/instances_default.json",
                "{\"images\":[{\"id\":1,\"file_name\":\"a.jpg\"}],\"categories\":[{\"id\":1,\"name\":\"car\"}],"
                        + "\"annotations\":[{\"id\":1,\"image_id\":1,\"category_id\":1,\"bbox\":[1,2,3,4]}]}",
                "annotations.xml",
                "<annotations><image id=\"0\" name=\"a.jpg\"><box label=\"car\" xtl=\"1\" ytl=\"1\" xbr=\"2\" ybr=\"2\"/></image></annotations>");
        assertThat(read("COCO 1.0", whole).shapes).hasSize(1);
        assertThat(read("CVAT 1.1", whole).shapes).hasSize(1);
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            byte[] broken = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int change = 0; change < 1 + random.nextInt(4) && broken.length > 0; change++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            for (String format : READERS) {
                try {
                    read(format, broken);
                } catch (Failure refused) {
                    assertThat(refused.text()).isNotBlank();
                }
            }
        }
    }
}
