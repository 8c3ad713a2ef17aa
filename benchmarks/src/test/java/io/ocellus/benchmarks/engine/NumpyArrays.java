package io.ocellus.benchmarks.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Writes .npy files of every kind that is read. */
final class NumpyArrays {

    private NumpyArrays() {}

    /** Clustered rows, as real ones are. */
    static float[] clouds(int rows, int dimension, long seed) {
        Random random = new Random(seed);
        Random centres = new Random(7);
        float[] centre = new float[20 * dimension];
        for (int i = 0; i < centre.length; i++) {
            centre[i] = (float) centres.nextGaussian();
        }
        float[] all = new float[rows * dimension];
        for (int row = 0; row < rows; row++) {
            int of = random.nextInt(20);
            for (int d = 0; d < dimension; d++) {
                all[row * dimension + d] = centre[of * dimension + d] + 0.4f * (float) random.nextGaussian();
            }
        }
        return all;
    }

    static void write(Path file, float[] rows, int dimension) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * rows.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(rows);
        write(file, "<f4", false, "(" + rows.length / dimension + ", " + dimension + ")", bytes.array());
    }

    static void write(Path file, String type, boolean columnsFirst, String shape, byte[] numbers) throws IOException {
        String header = "{'descr': '" + type + "', 'fortran_order': " + (columnsFirst ? "True" : "False")
                + ", 'shape': " + shape + ", }";
        int length = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
        ByteBuffer bytes = ByteBuffer.allocate(10 + length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) length)
                .put((header + " ".repeat(length - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        Files.write(file, bytes.put(numbers).array());
    }
}
