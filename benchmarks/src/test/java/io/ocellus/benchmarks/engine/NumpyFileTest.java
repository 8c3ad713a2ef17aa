package io.ocellus.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumpyFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"<f2", "<f4", ">f4", "<f8", ">f8", "|i1", "|u1", "<i2", "<u2", "<i4", "<i8", ">i8"})
    void readsTheSameNumbersOfEveryTypeInBothOrders(String type) throws IOException {
        Path rowsFirst = folder.resolve("rows.npy");
        Path columnsFirst = folder.resolve("columns.npy");
        NumpyArrays.write(rowsFirst, type, false, "(2, 3)", numbers(type, 1, 2, 3, 4, 5, 6));
        NumpyArrays.write(columnsFirst, type, true, "(2, 3)", numbers(type, 1, 4, 2, 5, 3, 6));
        try (NumpyFile one = new NumpyFile(rowsFirst);
                NumpyFile other = new NumpyFile(columnsFirst)) {
            assertThat(one.all()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(other.all()).containsExactly(1, 2, 3, 4, 5, 6);
            float[] second = new float[3];
            other.read(1, 1, second);
            assertThat(second).containsExactly(4, 5, 6);
        }
    }

    @Test
    void readsBytesAboveTheSignWithoutTheirSign() throws IOException {
        NumpyArrays.write(folder.resolve("a.npy"), "|u1", false, "(1, 2)", new byte[] {(byte) 200, (byte) 255});
        try (NumpyFile file = new NumpyFile(folder.resolve("a.npy"))) {
            assertThat(file.all()).containsExactly(200, 255);
        }
    }

    @Test
    void whatIsWrittenReadsTheSame() throws IOException {
        NumpyFile.write(folder.resolve("ids.npy"), new long[] {5, -1, 7, 8}, 2);
        try (NumpyFile file = new NumpyFile(folder.resolve("ids.npy"))) {
            assertThat(file.rows()).isEqualTo(2);
            assertThat(file.all()).containsExactly(5, -1, 7, 8);
        }
    }

    @Test
    void refusesWhatCannotBeReadAndSaysWhy() throws IOException {
        refused("(2, 3)", "<c8", 48, "numbers of type '<c8' cannot be read");
        refused("(6,)", "<f4", 24, "must hold an array of two dimensions");
        refused("(1, 2, 3)", "<f4", 24, "must hold an array of two dimensions");
        refused("(0, 3)", "<f4", 0, "holds no vectors");
        refused("(2, 3)", "<f4", 20, "is cut short: 2 x 3 numbers");
        refused("(99999999999, 3)", "<f4", 20, "at most 2147483647");
        Path text = Files.writeString(folder.resolve("text.npy"), "no numbers at all, just words");
        assertThatThrownBy(() -> new NumpyFile(text)).hasMessageEndingWith("text.npy is no .npy file");
        assertThatThrownBy(() -> new NumpyFile(folder.resolve("none.npy"))).hasMessageEndingWith("does not exist");
    }

    @Test
    void refusesNumbersThatAreNotFinite() throws IOException {
        NumpyArrays.write(folder.resolve("a.npy"), new float[] {1, 2, 3, Float.NaN}, 2);
        try (NumpyFile file = new NumpyFile(folder.resolve("a.npy"))) {
            assertThatThrownBy(file::all).hasMessageContaining("vector 1 holds NaN at position 1");
        }
    }

    private void refused(String shape, String type, int bytes, String message) throws IOException {
        Path file = folder.resolve("refused.npy");
        NumpyArrays.write(file, type, false, shape, new byte[bytes]);
        assertThatThrownBy(() -> new NumpyFile(file))
                .isInstanceOf(BenchmarkFailure.class)
                .hasMessageContaining(message);
    }

    private static byte[] numbers(String type, int... values) {
        int width = type.charAt(2) - '0';
        ByteBuffer bytes = ByteBuffer.allocate(width * values.length)
                .order(type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            switch (type.substring(1)) {
                case "f2" -> bytes.putShort(Float.floatToFloat16(value));
                case "f4" -> bytes.putFloat(value);
                case "f8" -> bytes.putDouble(value);
                case "i1", "u1" -> bytes.put((byte) value);
                case "i2", "u2" -> bytes.putShort((short) value);
                case "i4" -> bytes.putInt(value);
                default -> bytes.putLong(value);
            }
        }
        return bytes.array();
    }
}
