package io.ocellus.vector.index.kernel;

/** Plain loops, for a JVM without the Vector API. */
final class ScalarTileKernels implements TileKernels {

    private static final int LANES = 16;

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void add(
            int registers,
            float[] rows,
            int rowsAt,
            int pitch,
            int dimensions,
            float[] columns,
            int columnsAt,
            float[] out,
            int outAt) {
        int width = LANES * registers;
        for (int row = 0; row < TileKernels.rows(registers); row++) {
            for (int d = 0; d < dimensions; d++) {
                float number = rows[rowsAt + pitch * row + d];
                for (int i = 0; i < width; i++) {
                    out[outAt + width * row + i] += number * columns[columnsAt + width * d + i];
                }
            }
        }
    }

    @Override
    public boolean reaches(
            int registers, float[] products, int at, float[] bars, int barsAt, float[] less, int lessAt) {
        int width = LANES * registers;
        for (int i = 0; i < TileKernels.rows(registers) * width; i++) {
            if (!(products[at + i] - less[lessAt + i / width] < bars[barsAt + i % width])) {
                return true;
            }
        }
        return false;
    }
}
