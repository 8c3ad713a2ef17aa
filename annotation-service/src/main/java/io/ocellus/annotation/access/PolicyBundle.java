package io.ocellus.annotation.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.zip.GZIPOutputStream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The policies' sources as an OPA server takes them: a tar file, compressed, of {@code rules/<package>.rego}. The same sources give the same
 * bytes.
 */
final class PolicyBundle {
    private static final String SOURCES = "classpath*:io/ocellus/policies/rego/*.rego";
    private static final int BLOCK = 512;
    private static final int SUM_AT = 148;

    private PolicyBundle() {}

    static byte[] bytes() throws IOException {
        Resource[] sources = new PathMatchingResourcePatternResolver().getResources(SOURCES);
        Arrays.sort(sources, Comparator.comparing(source -> String.valueOf(source.getFilename())));
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        try (GZIPOutputStream tar = new GZIPOutputStream(bundle)) {
            for (Resource source : sources) {
                byte[] text = source.getContentAsByteArray();
                tar.write(head("rules/" + source.getFilename(), text.length));
                tar.write(Arrays.copyOf(text, (text.length + BLOCK - 1) / BLOCK * BLOCK));
            }
            tar.write(new byte[2 * BLOCK]);
        }
        return bundle.toByteArray();
    }

    /** The block before a file, in the form of POSIX 1003.1 (ustar). */
    private static byte[] head(String name, int length) {
        byte[] head = new byte[BLOCK];
        text(head, 0, name);
        text(head, 100, "0000644");
        text(head, 108, "0000000");
        text(head, 116, "0000000");
        text(head, 124, "%011o".formatted(length));
        text(head, 136, "00000000000");
        // The sum is made as if it were blanks.
        text(head, SUM_AT, "        0");
        text(head, 257, "ustar");
        text(head, 263, "00");
        int sum = 0;
        for (byte one : head) {
            sum += one & 0xff;
        }
        text(head, SUM_AT, "%06o".formatted(sum));
        head[SUM_AT + 6] = 0;
        return head;
    }

    private static void text(byte[] head, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }
}
