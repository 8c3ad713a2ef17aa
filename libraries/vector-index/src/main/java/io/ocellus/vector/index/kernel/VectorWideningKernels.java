package io.ocellus.vector.index.kernel;

import io.ocellus.vector.index.memory.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The Vector API form; halves as in {@link VectorHalfKernels}. Bytes need registers of 256 bits at least. */
final class VectorWideningKernels implements WideningKernels {

    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> H =
            VectorSpecies.of(short.class, VectorShape.forBitSize(F.vectorBitSize() / 2));
    private static final boolean WIDE = F.vectorBitSize() >= 256;
    private static final VectorSpecies<Byte> B =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(WIDE ? F.vectorBitSize() / 4 : 64));
    private static final int WIDTH = F.length();
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final ScalarWideningKernels plain = new ScalarWideningKernels();

    @Override
    public void halves(HalfKernels form, long at, int count, float times, float[] target, int to) {
        int shift = form.shift();
        int mask = form.mask();
        float factor = form.factor();
        for (int i = 0; i < count; i += WIDTH) {
            ((IntVector) ShortVector.fromMemorySegment(H, Memory.ALL, at + 2L * i, ORDER)
                            .convertShape(VectorOperators.S2I, I, 0))
                    .lanewise(VectorOperators.LSHL, shift)
                    .and(mask)
                    .reinterpretAsFloats()
                    .mul(factor)
                    .mul(times)
                    .intoArray(target, to + i);
        }
    }

    @Override
    public void bytes(long at, int count, float times, float[] target, int to) {
        if (!WIDE) {
            plain.bytes(at, count, times, target, to);
            return;
        }
        for (int i = 0; i < count; i += WIDTH) {
            ((FloatVector) ByteVector.fromMemorySegment(B, Memory.ALL, at + i, ORDER)
                            .convertShape(VectorOperators.B2I, I, 0)
                            .convertShape(VectorOperators.I2F, F, 0))
                    .mul(times)
                    .intoArray(target, to + i);
        }
    }
}
