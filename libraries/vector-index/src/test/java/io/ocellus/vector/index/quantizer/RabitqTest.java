package io.ocellus.vector.index.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.SearchParameters;
import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.row.RowLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RabitqTest {

    private static final int DIMENSION = 96;
    private static final int ROWS = 4_000;

    @TempDir
    Path folder;

    /** Of the paper: without bias, and an error that falls with the root of the dimension and by nearly half with each bit. */
    @ParameterizedTest
    @CsvSource({"L2,1,0.11", "COSINE,1,0.11", "IP,1,0.11", "IP,2,0.055", "L2,4,0.017", "COSINE,7,0.0025", "L2,8,0.0025"
    })
    void estimatesAreWithoutBiasAndWithinTheirBound(Metric metric, int bits, double most) {
        Random random = new Random(11);
        RowLayout layout = new RowLayout(metric, DIMENSION);
        float[] centre = unit(random, layout.stride());
        float[] middle = metric == Metric.L2 ? unit(random, layout.stride()) : new float[layout.stride()];
        RabitqCode code = new RabitqCode(layout, centre, 1, middle);
        try (Arena arena = Arena.ofShared();
                IndexFile.Writer writer = new IndexFile.Writer(folder.resolve("never"))) {
            RabitqRows fine = RabitqRows.write(writer, ROWS, bits, code.length());
            MemorySegment query = Memory.allocate(arena, 4L * layout.stride());
            float[] asked = unit(random, layout.stride());
            Memory.write(asked, 0, layout.stride(), query.address());
            RabitqTables tables = new RabitqTables(DIMENSION, middle);
            tables.query(query.address(), SearchParameters.defaults());
            RabitqScorer scorer = new RabitqScorer(fine, tables);
            float share = Partition.share(metric, -product(asked, centre), product(centre, centre) / 2);
            MemorySegment row = Memory.allocate(arena, 4L * layout.stride());
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < ROWS; i++) {
                float[] values = unit(random, layout.stride());
                for (int d = 0; d < DIMENSION; d++) {
                    values[d] += centre[d];
                }
                Memory.write(values, 0, layout.stride(), row.address());
                code.encode(row.address(), 0);
                float estimate;
                if (bits == 1) {
                    float signed = -tables.total();
                    for (int d = 0; d < code.length(); d++) {
                        signed += ((code.code()[d / 6] >> (d % 6)) & 1) * 2 * tables.turned()[d];
                    }
                    estimate = share * code.add() + code.multiplier() * signed;
                } else {
                    code.encodeFine(fine, i, 0);
                    float[] products = new float[1];
                    scorer.products(new int[] {i}, 1, products);
                    estimate = scorer.beyondCentre(i, share, products[0]);
                }
                double error = estimate - beyondCentre(metric, asked, values, centre);
                sum += error;
                squares += error * error;
            }
            double deviation = Math.sqrt(squares / ROWS) / (metric == Metric.L2 ? 2 : 1);
            assertThat(deviation).isLessThan(most);
            assertThat(Math.abs(sum / ROWS)).isLessThan(5 * most / Math.sqrt(ROWS));
        }
    }

    private static float product(float[] a, float[] b) {
        float product = 0;
        for (int d = 0; d < DIMENSION; d++) {
            product += a[d] * b[d];
        }
        return product;
    }

    private static double beyondCentre(Metric metric, float[] query, float[] row, float[] centre) {
        double distance = 0;
        for (int d = 0; d < DIMENSION; d++) {
            distance += metric == Metric.L2
                    ? Math.pow(query[d] - row[d], 2) - Math.pow(query[d] - centre[d], 2)
                    : -(double) query[d] * (row[d] - centre[d]);
        }
        return distance;
    }

    private static float[] unit(Random random, int stride) {
        float[] vector = new float[stride];
        double square = 0;
        for (int d = 0; d < DIMENSION; d++) {
            vector[d] = (float) random.nextGaussian();
            square += vector[d] * vector[d];
        }
        for (int d = 0; d < DIMENSION; d++) {
            vector[d] /= (float) Math.sqrt(square);
        }
        return vector;
    }
}
