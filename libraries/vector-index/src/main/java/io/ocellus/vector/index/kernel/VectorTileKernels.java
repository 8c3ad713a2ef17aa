package io.ocellus.vector.index.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API form: the sums of a tile stay in registers while all dimensions are gone through. What is written out is
 * what the compiler must see at once; every method is as large as it may be without vectors becoming objects.
 */
final class VectorTileKernels implements TileKernels {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = S.length();

    @Override
    public int lanes() {
        return WIDTH;
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
        switch (registers) {
            case 1 -> one(rows, rowsAt, pitch, dimensions, columns, columnsAt, out, outAt);
            case 2 -> two(rows, rowsAt, pitch, dimensions, columns, columnsAt, out, outAt);
            default -> three(rows, rowsAt, pitch, dimensions, columns, columnsAt, out, outAt);
        }
    }

    @Override
    public boolean reaches(
            int registers, float[] products, int at, float[] bars, int barsAt, float[] less, int lessAt) {
        return switch (registers) {
            case 1 -> VectorTileBars.one(products, at, bars, barsAt, less, lessAt);
            case 2 -> VectorTileBars.two(products, at, bars, barsAt, less, lessAt);
            default -> VectorTileBars.three(products, at, bars, barsAt, less, lessAt);
        };
    }

    private static void three(
            float[] rows, int at, int pitch, int dimensions, float[] columns, int from, float[] out, int outAt) {
        FloatVector a0 = FloatVector.fromArray(S, out, outAt + 0 * WIDTH);
        FloatVector b0 = FloatVector.fromArray(S, out, outAt + 1 * WIDTH);
        FloatVector c0 = FloatVector.fromArray(S, out, outAt + 2 * WIDTH);
        FloatVector a1 = FloatVector.fromArray(S, out, outAt + 3 * WIDTH);
        FloatVector b1 = FloatVector.fromArray(S, out, outAt + 4 * WIDTH);
        FloatVector c1 = FloatVector.fromArray(S, out, outAt + 5 * WIDTH);
        FloatVector a2 = FloatVector.fromArray(S, out, outAt + 6 * WIDTH);
        FloatVector b2 = FloatVector.fromArray(S, out, outAt + 7 * WIDTH);
        FloatVector c2 = FloatVector.fromArray(S, out, outAt + 8 * WIDTH);
        FloatVector a3 = FloatVector.fromArray(S, out, outAt + 9 * WIDTH);
        FloatVector b3 = FloatVector.fromArray(S, out, outAt + 10 * WIDTH);
        FloatVector c3 = FloatVector.fromArray(S, out, outAt + 11 * WIDTH);
        FloatVector a4 = FloatVector.fromArray(S, out, outAt + 12 * WIDTH);
        FloatVector b4 = FloatVector.fromArray(S, out, outAt + 13 * WIDTH);
        FloatVector c4 = FloatVector.fromArray(S, out, outAt + 14 * WIDTH);
        FloatVector a5 = FloatVector.fromArray(S, out, outAt + 15 * WIDTH);
        FloatVector b5 = FloatVector.fromArray(S, out, outAt + 16 * WIDTH);
        FloatVector c5 = FloatVector.fromArray(S, out, outAt + 17 * WIDTH);
        FloatVector a6 = FloatVector.fromArray(S, out, outAt + 18 * WIDTH);
        FloatVector b6 = FloatVector.fromArray(S, out, outAt + 19 * WIDTH);
        FloatVector c6 = FloatVector.fromArray(S, out, outAt + 20 * WIDTH);
        int r1 = at + 1 * pitch;
        int r2 = at + 2 * pitch;
        int r3 = at + 3 * pitch;
        int r4 = at + 4 * pitch;
        int r5 = at + 5 * pitch;
        int r6 = at + 6 * pitch;
        for (int d = 0; d < dimensions; d++) {
            FloatVector x = FloatVector.fromArray(S, columns, from + 3 * WIDTH * d);
            FloatVector y = FloatVector.fromArray(S, columns, from + 3 * WIDTH * d + WIDTH);
            FloatVector z = FloatVector.fromArray(S, columns, from + 3 * WIDTH * d + 2 * WIDTH);
            FloatVector v0 = FloatVector.broadcast(S, rows[at + d]);
            a0 = x.fma(v0, a0);
            b0 = y.fma(v0, b0);
            c0 = z.fma(v0, c0);
            FloatVector v1 = FloatVector.broadcast(S, rows[r1 + d]);
            a1 = x.fma(v1, a1);
            b1 = y.fma(v1, b1);
            c1 = z.fma(v1, c1);
            FloatVector v2 = FloatVector.broadcast(S, rows[r2 + d]);
            a2 = x.fma(v2, a2);
            b2 = y.fma(v2, b2);
            c2 = z.fma(v2, c2);
            FloatVector v3 = FloatVector.broadcast(S, rows[r3 + d]);
            a3 = x.fma(v3, a3);
            b3 = y.fma(v3, b3);
            c3 = z.fma(v3, c3);
            FloatVector v4 = FloatVector.broadcast(S, rows[r4 + d]);
            a4 = x.fma(v4, a4);
            b4 = y.fma(v4, b4);
            c4 = z.fma(v4, c4);
            FloatVector v5 = FloatVector.broadcast(S, rows[r5 + d]);
            a5 = x.fma(v5, a5);
            b5 = y.fma(v5, b5);
            c5 = z.fma(v5, c5);
            FloatVector v6 = FloatVector.broadcast(S, rows[r6 + d]);
            a6 = x.fma(v6, a6);
            b6 = y.fma(v6, b6);
            c6 = z.fma(v6, c6);
        }
        a0.intoArray(out, outAt + 0 * WIDTH);
        b0.intoArray(out, outAt + 1 * WIDTH);
        c0.intoArray(out, outAt + 2 * WIDTH);
        a1.intoArray(out, outAt + 3 * WIDTH);
        b1.intoArray(out, outAt + 4 * WIDTH);
        c1.intoArray(out, outAt + 5 * WIDTH);
        a2.intoArray(out, outAt + 6 * WIDTH);
        b2.intoArray(out, outAt + 7 * WIDTH);
        c2.intoArray(out, outAt + 8 * WIDTH);
        a3.intoArray(out, outAt + 9 * WIDTH);
        b3.intoArray(out, outAt + 10 * WIDTH);
        c3.intoArray(out, outAt + 11 * WIDTH);
        a4.intoArray(out, outAt + 12 * WIDTH);
        b4.intoArray(out, outAt + 13 * WIDTH);
        c4.intoArray(out, outAt + 14 * WIDTH);
        a5.intoArray(out, outAt + 15 * WIDTH);
        b5.intoArray(out, outAt + 16 * WIDTH);
        c5.intoArray(out, outAt + 17 * WIDTH);
        a6.intoArray(out, outAt + 18 * WIDTH);
        b6.intoArray(out, outAt + 19 * WIDTH);
        c6.intoArray(out, outAt + 20 * WIDTH);
    }

    private static void two(
            float[] rows, int at, int pitch, int dimensions, float[] columns, int from, float[] out, int outAt) {
        FloatVector a0 = FloatVector.fromArray(S, out, outAt + 0 * WIDTH);
        FloatVector b0 = FloatVector.fromArray(S, out, outAt + 1 * WIDTH);
        FloatVector a1 = FloatVector.fromArray(S, out, outAt + 2 * WIDTH);
        FloatVector b1 = FloatVector.fromArray(S, out, outAt + 3 * WIDTH);
        FloatVector a2 = FloatVector.fromArray(S, out, outAt + 4 * WIDTH);
        FloatVector b2 = FloatVector.fromArray(S, out, outAt + 5 * WIDTH);
        FloatVector a3 = FloatVector.fromArray(S, out, outAt + 6 * WIDTH);
        FloatVector b3 = FloatVector.fromArray(S, out, outAt + 7 * WIDTH);
        FloatVector a4 = FloatVector.fromArray(S, out, outAt + 8 * WIDTH);
        FloatVector b4 = FloatVector.fromArray(S, out, outAt + 9 * WIDTH);
        FloatVector a5 = FloatVector.fromArray(S, out, outAt + 10 * WIDTH);
        FloatVector b5 = FloatVector.fromArray(S, out, outAt + 11 * WIDTH);
        FloatVector a6 = FloatVector.fromArray(S, out, outAt + 12 * WIDTH);
        FloatVector b6 = FloatVector.fromArray(S, out, outAt + 13 * WIDTH);
        FloatVector a7 = FloatVector.fromArray(S, out, outAt + 14 * WIDTH);
        FloatVector b7 = FloatVector.fromArray(S, out, outAt + 15 * WIDTH);
        FloatVector a8 = FloatVector.fromArray(S, out, outAt + 16 * WIDTH);
        FloatVector b8 = FloatVector.fromArray(S, out, outAt + 17 * WIDTH);
        FloatVector a9 = FloatVector.fromArray(S, out, outAt + 18 * WIDTH);
        FloatVector b9 = FloatVector.fromArray(S, out, outAt + 19 * WIDTH);
        int r1 = at + 1 * pitch;
        int r2 = at + 2 * pitch;
        int r3 = at + 3 * pitch;
        int r4 = at + 4 * pitch;
        int r5 = at + 5 * pitch;
        int r6 = at + 6 * pitch;
        int r7 = at + 7 * pitch;
        int r8 = at + 8 * pitch;
        int r9 = at + 9 * pitch;
        for (int d = 0; d < dimensions; d++) {
            FloatVector x = FloatVector.fromArray(S, columns, from + 2 * WIDTH * d);
            FloatVector y = FloatVector.fromArray(S, columns, from + 2 * WIDTH * d + WIDTH);
            FloatVector v0 = FloatVector.broadcast(S, rows[at + d]);
            a0 = x.fma(v0, a0);
            b0 = y.fma(v0, b0);
            FloatVector v1 = FloatVector.broadcast(S, rows[r1 + d]);
            a1 = x.fma(v1, a1);
            b1 = y.fma(v1, b1);
            FloatVector v2 = FloatVector.broadcast(S, rows[r2 + d]);
            a2 = x.fma(v2, a2);
            b2 = y.fma(v2, b2);
            FloatVector v3 = FloatVector.broadcast(S, rows[r3 + d]);
            a3 = x.fma(v3, a3);
            b3 = y.fma(v3, b3);
            FloatVector v4 = FloatVector.broadcast(S, rows[r4 + d]);
            a4 = x.fma(v4, a4);
            b4 = y.fma(v4, b4);
            FloatVector v5 = FloatVector.broadcast(S, rows[r5 + d]);
            a5 = x.fma(v5, a5);
            b5 = y.fma(v5, b5);
            FloatVector v6 = FloatVector.broadcast(S, rows[r6 + d]);
            a6 = x.fma(v6, a6);
            b6 = y.fma(v6, b6);
            FloatVector v7 = FloatVector.broadcast(S, rows[r7 + d]);
            a7 = x.fma(v7, a7);
            b7 = y.fma(v7, b7);
            FloatVector v8 = FloatVector.broadcast(S, rows[r8 + d]);
            a8 = x.fma(v8, a8);
            b8 = y.fma(v8, b8);
            FloatVector v9 = FloatVector.broadcast(S, rows[r9 + d]);
            a9 = x.fma(v9, a9);
            b9 = y.fma(v9, b9);
        }
        a0.intoArray(out, outAt + 0 * WIDTH);
        b0.intoArray(out, outAt + 1 * WIDTH);
        a1.intoArray(out, outAt + 2 * WIDTH);
        b1.intoArray(out, outAt + 3 * WIDTH);
        a2.intoArray(out, outAt + 4 * WIDTH);
        b2.intoArray(out, outAt + 5 * WIDTH);
        a3.intoArray(out, outAt + 6 * WIDTH);
        b3.intoArray(out, outAt + 7 * WIDTH);
        a4.intoArray(out, outAt + 8 * WIDTH);
        b4.intoArray(out, outAt + 9 * WIDTH);
        a5.intoArray(out, outAt + 10 * WIDTH);
        b5.intoArray(out, outAt + 11 * WIDTH);
        a6.intoArray(out, outAt + 12 * WIDTH);
        b6.intoArray(out, outAt + 13 * WIDTH);
        a7.intoArray(out, outAt + 14 * WIDTH);
        b7.intoArray(out, outAt + 15 * WIDTH);
        a8.intoArray(out, outAt + 16 * WIDTH);
        b8.intoArray(out, outAt + 17 * WIDTH);
        a9.intoArray(out, outAt + 18 * WIDTH);
        b9.intoArray(out, outAt + 19 * WIDTH);
    }

    private static void one(
            float[] rows, int at, int pitch, int dimensions, float[] columns, int from, float[] out, int outAt) {
        FloatVector a0 = FloatVector.fromArray(S, out, outAt + 0 * WIDTH);
        FloatVector a1 = FloatVector.fromArray(S, out, outAt + 1 * WIDTH);
        FloatVector a2 = FloatVector.fromArray(S, out, outAt + 2 * WIDTH);
        FloatVector a3 = FloatVector.fromArray(S, out, outAt + 3 * WIDTH);
        FloatVector a4 = FloatVector.fromArray(S, out, outAt + 4 * WIDTH);
        FloatVector a5 = FloatVector.fromArray(S, out, outAt + 5 * WIDTH);
        FloatVector a6 = FloatVector.fromArray(S, out, outAt + 6 * WIDTH);
        FloatVector a7 = FloatVector.fromArray(S, out, outAt + 7 * WIDTH);
        FloatVector a8 = FloatVector.fromArray(S, out, outAt + 8 * WIDTH);
        FloatVector a9 = FloatVector.fromArray(S, out, outAt + 9 * WIDTH);
        int r1 = at + 1 * pitch;
        int r2 = at + 2 * pitch;
        int r3 = at + 3 * pitch;
        int r4 = at + 4 * pitch;
        int r5 = at + 5 * pitch;
        int r6 = at + 6 * pitch;
        int r7 = at + 7 * pitch;
        int r8 = at + 8 * pitch;
        int r9 = at + 9 * pitch;
        for (int d = 0; d < dimensions; d++) {
            FloatVector x = FloatVector.fromArray(S, columns, from + WIDTH * d);
            FloatVector v0 = FloatVector.broadcast(S, rows[at + d]);
            a0 = x.fma(v0, a0);
            FloatVector v1 = FloatVector.broadcast(S, rows[r1 + d]);
            a1 = x.fma(v1, a1);
            FloatVector v2 = FloatVector.broadcast(S, rows[r2 + d]);
            a2 = x.fma(v2, a2);
            FloatVector v3 = FloatVector.broadcast(S, rows[r3 + d]);
            a3 = x.fma(v3, a3);
            FloatVector v4 = FloatVector.broadcast(S, rows[r4 + d]);
            a4 = x.fma(v4, a4);
            FloatVector v5 = FloatVector.broadcast(S, rows[r5 + d]);
            a5 = x.fma(v5, a5);
            FloatVector v6 = FloatVector.broadcast(S, rows[r6 + d]);
            a6 = x.fma(v6, a6);
            FloatVector v7 = FloatVector.broadcast(S, rows[r7 + d]);
            a7 = x.fma(v7, a7);
            FloatVector v8 = FloatVector.broadcast(S, rows[r8 + d]);
            a8 = x.fma(v8, a8);
            FloatVector v9 = FloatVector.broadcast(S, rows[r9 + d]);
            a9 = x.fma(v9, a9);
        }
        a0.intoArray(out, outAt + 0 * WIDTH);
        a1.intoArray(out, outAt + 1 * WIDTH);
        a2.intoArray(out, outAt + 2 * WIDTH);
        a3.intoArray(out, outAt + 3 * WIDTH);
        a4.intoArray(out, outAt + 4 * WIDTH);
        a5.intoArray(out, outAt + 5 * WIDTH);
        a6.intoArray(out, outAt + 6 * WIDTH);
        a7.intoArray(out, outAt + 7 * WIDTH);
        a8.intoArray(out, outAt + 8 * WIDTH);
        a9.intoArray(out, outAt + 9 * WIDTH);
    }
}
