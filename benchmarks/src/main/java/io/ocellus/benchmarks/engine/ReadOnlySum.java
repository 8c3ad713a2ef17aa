package io.ocellus.benchmarks.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Adds up an array of a given size: what one core of this machine can read, in this JVM. */
final class ReadOnlySum implements AutoCloseable {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int STEP = 8 * SPECIES.vectorByteSize();

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment array;

    ReadOnlySum(long bytes) {
        array = arena.allocate((bytes + STEP - 1) / STEP * STEP, 64);
        array.fill((byte) 1);
    }

    long bytes() {
        return array.byteSize();
    }

    float sum() {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        int width = SPECIES.vectorByteSize();
        for (long at = 0; at < array.byteSize(); at += STEP) {
            a = a.add(load(at));
            b = b.add(load(at + width));
            c = c.add(load(at + 2L * width));
            d = d.add(load(at + 3L * width));
            e = e.add(load(at + 4L * width));
            f = f.add(load(at + 5L * width));
            g = g.add(load(at + 6L * width));
            h = h.add(load(at + 7L * width));
        }
        return a.add(b).add(c.add(d)).add(e.add(f).add(g.add(h))).reduceLanes(VectorOperators.ADD);
    }

    private FloatVector load(long at) {
        return FloatVector.fromMemorySegment(SPECIES, array, at, ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        arena.close();
    }
}
