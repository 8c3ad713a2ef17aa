package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.training.KMeans;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;

/**
 * Product quantization with up to 256 centres for each group of consecutive dimensions, laid out {@code [group][dimension in
 * group][entry]}; entries beyond the trained ones repeat the first. Immutable.
 *
 * @param entries room for centres a group: 64, or 256 for codes of seven and eight bits
 */
public record ProductBook(int groups, int width, int entries, float[] centres) {

    private static final int ROUNDS = 8;

    public static int entries(int bits) {
        return bits <= 6 ? 64 : 256;
    }

    /** Trains on residuals of {@code stride} floats each. */
    public static ProductBook train(
            float[] residuals,
            int count,
            int stride,
            int groups,
            int width,
            int bits,
            Random random,
            BuildControl control) {
        int entries = entries(bits);
        int trained = 1 << bits;
        ProductBook book = new ProductBook(groups, width, entries, new float[groups * width * entries]);
        RowLayout layout = new RowLayout(Metric.L2, width);
        MemorySegment slices = Memory.allocate(Arena.ofAuto(), 4L * Math.max(1, count) * layout.stride());
        for (int group = 0; group < groups; group++) {
            if (count > 0) {
                for (int i = 0; i < count; i++) {
                    Memory.write(
                            residuals, i * stride + group * width, width, slices.address() + 4L * layout.stride() * i);
                }
                float[] found = KMeans.train(slices.address(), count, layout, trained, ROUNDS, random, control);
                for (int entry = 0; entry < entries; entry++) {
                    int from = (entry < trained ? entry : 0) * layout.stride();
                    for (int d = 0; d < width; d++) {
                        book.centres[(group * width + d) * entries + entry] = found[from + d];
                    }
                }
            }
        }
        // The memory is freed with its last use.
        slices.fill((byte) 0);
        return book;
    }

    float centre(int group, int d, int entry) {
        return centres[(group * width + d) * entries + entry];
    }
}
