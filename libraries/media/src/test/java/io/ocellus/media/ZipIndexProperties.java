package io.ocellus.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.annotation.model.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ZipIndexProperties {
    @Property(tries = 200)
    void everyFileIsFoundWhereItLies(@ForAll @IntRange(min = 0, max = 40) int count, @ForAll long seed)
            throws IOException, DataFormatException {
        Random random = new Random(seed);
        List<byte[]> contents = new ArrayList<>();
        byte[] archive = archive(count, random, contents);
        List<ZipIndex.Entry> entries = ZipIndex.read("a.zip", new MemoryBytes(archive));
        assertThat(entries).hasSize(count);
        for (int i = 0; i < count; i++) {
            ZipIndex.Entry entry = entries.get(i);
            assertThat(entry.name()).isEqualTo("f/ü" + i + ".jpg");
            byte[] packed = Arrays.copyOfRange(archive, (int) entry.offset(), (int) (entry.offset() + entry.packed()));
            assertThat(entry.method() == ZipIndex.STORED ? packed : inflated(packed, (int) entry.unpacked()))
                    .isEqualTo(contents.get(i));
        }
    }

    @Property(tries = 500)
    void anyDamageIsReadOrRefusedButNeverElse(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] archive = archive(random.nextInt(6), random, new ArrayList<>());
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            archive[random.nextInt(archive.length)] = (byte) random.nextInt();
        }
        byte[] cut = Arrays.copyOf(archive, random.nextBoolean() ? archive.length : random.nextInt(archive.length + 1));
        try {
            for (ZipIndex.Entry entry : ZipIndex.read("a.zip", new MemoryBytes(cut))) {
                assertThat(entry.offset() + entry.packed()).isLessThanOrEqualTo(cut.length);
            }
        } catch (Failure e) {
            assertThat(e.text()).contains("a.zip");
        }
    }

    private static byte[] archive(int count, Random random, List<byte[]> contents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < count; i++) {
                byte[] content = new byte[random.nextInt(3000)];
                random.nextBytes(content);
                contents.add(content);
                ZipEntry entry = new ZipEntry("f/ü" + i + ".jpg");
                if (random.nextBoolean()) {
                    CRC32 crc = new CRC32();
                    crc.update(content);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(content.length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] inflated(byte[] packed, int length) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        inflater.setInput(packed);
        byte[] bytes = new byte[length];
        int filled = 0;
        while (filled < length) {
            filled += inflater.inflate(bytes, filled, length - filled);
        }
        inflater.end();
        return bytes;
    }
}
