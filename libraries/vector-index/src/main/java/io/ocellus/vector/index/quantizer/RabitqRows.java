package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.kernel.PackedKernels;
import io.ocellus.vector.index.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Turned residuals in up to eight bits a number, each row with its two factors (the extended RaBitQ, SIGMOD 2025): the grid
 * of codes is scaled for each row so that the angle to it is least. Immutable once written.
 *
 * @param base address of the codes
 * @param factors address of the addition and the multiplier of each place
 */
public record RabitqRows(int bits, int length, int rowBytes, long base, long factors) {

    /** How many scales are tried for a row, between the one that clips nothing and one that clips much. */
    private static final int SCALES = 24;

    public static RabitqRows write(IndexFile.Writer writer, int rows, int bits, int length) {
        int rowBytes = PackedKernels.rowBytes(length, bits);
        MemorySegment codes = writer.part(IndexFile.Part.ROW_CODES, (long) rowBytes * rows + PackedKernels.SPARE);
        MemorySegment factors = writer.part(IndexFile.Part.ROW_RANGES, 8L * rows);
        return new RabitqRows(bits, length, rowBytes, codes.address(), factors.address());
    }

    public static RabitqRows read(Path file, IndexFile.Header header, MemorySegment mapped, int bits, int length) {
        int rowBytes = PackedKernels.rowBytes(length, bits);
        long codes = header.part(file, IndexFile.Part.ROW_CODES, (long) rowBytes * header.rows() + PackedKernels.SPARE)
                .offset();
        long factors =
                header.part(file, IndexFile.Part.ROW_RANGES, 8L * header.rows()).offset();
        return new RabitqRows(bits, length, rowBytes, mapped.address() + codes, mapped.address() + factors);
    }

    float half() {
        return ((1 << bits) - 1) / 2f;
    }

    /** The codes of a turned residual. */
    void codes(float[] rest, int[] codes) {
        float most = 0;
        for (float value : rest) {
            most = Math.max(most, Math.abs(value));
        }
        float best = -1;
        float chosen = 0;
        for (int i = 0; i < SCALES && most > 0; i++) {
            float scale = (half() + 0.5f) / most * (1 + 2.5f * i / SCALES);
            float cosine = cosine(rest, scale);
            if (cosine > best) {
                best = cosine;
                chosen = scale;
            }
        }
        for (int d = 0; d < length; d++) {
            codes[d] = code(rest[d], chosen);
        }
    }

    private int code(float value, float scale) {
        return Math.clamp((int) Math.floor(value * scale + half() + 0.5f), 0, (1 << bits) - 1);
    }

    private float cosine(float[] rest, float scale) {
        float dot = 0;
        float norm = 0;
        float top = half();
        for (int d = 0; d < length; d++) {
            float size = Math.abs(rest[d]);
            // By symmetry the codes of the sizes suffice: half past each whole number.
            float level = Math.min(top, (int) (size * scale) + 0.5f);
            dot += size * level;
            norm += level * level;
        }
        return norm > 0 ? (float) (dot / Math.sqrt(norm)) : 0;
    }

    void put(int place, int[] codes, float add, float multiplier) {
        byte[] packed = new byte[rowBytes + 1];
        for (int d = 0; d < length; d++) {
            int at = d * bits;
            packed[at >> 3] |= (byte) (codes[d] << (at & 7));
            if ((at & 7) + bits > 8) {
                packed[(at >> 3) + 1] |= (byte) (codes[d] >> (8 - (at & 7)));
            }
        }
        Memory.write(packed, 0, rowBytes, base + (long) rowBytes * place);
        Memory.setFloat(factors + 8L * place, add);
        Memory.setFloat(factors + 8L * place + 4, multiplier);
    }
}
