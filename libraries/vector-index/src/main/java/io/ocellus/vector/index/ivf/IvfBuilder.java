package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.BuildControl;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.IndexParameters;
import io.ocellus.vector.index.model.IndexType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.RowForm;
import io.ocellus.vector.index.model.VectorSource;
import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.quantizer.CodedRows;
import io.ocellus.vector.index.quantizer.EstimateBlocks;
import io.ocellus.vector.index.quantizer.ProductBook;
import io.ocellus.vector.index.quantizer.ProductCode;
import io.ocellus.vector.index.quantizer.RabitqCode;
import io.ocellus.vector.index.quantizer.RabitqRows;
import io.ocellus.vector.index.quantizer.RowEncoder;
import io.ocellus.vector.index.row.ElementRows;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.training.KMeans;
import io.ocellus.vector.index.training.RowChunks;
import io.ocellus.vector.index.training.TrainingRows;
import java.util.function.Supplier;

/** Builds the inverted files of Milvus' names: rows by lists, kept as numbers, as codes, or as codes beside numbers. */
public final class IvfBuilder {

    private static final double ASSIGNED = 0.7;
    private static final int RESIDUALS = 16_384;

    private final IndexFile.Writer writer;
    private final IndexParameters parameters;
    private final RowLayout layout;
    private final RowChunks chunks;
    private final PartitionBuilder lists;

    private IvfBuilder(IndexFile.Writer writer, IndexParameters parameters, VectorSource source, BuildControl control) {
        this.writer = writer;
        this.parameters = parameters;
        this.layout = new RowLayout(parameters.metric(), parameters.dimension());
        this.chunks = new RowChunks(layout, source, control);
        this.lists = new PartitionBuilder(writer, chunks, parameters.integer("nlist", IndexParameters.DEFAULT_LISTS));
    }

    public static void build(
            IndexFile.Writer writer, IndexParameters parameters, VectorSource source, BuildControl control) {
        IvfBuilder builder = new IvfBuilder(writer, parameters, source, control);
        switch (parameters.type()) {
            case IVF_FLAT -> {
                if (parameters.element() == ElementType.FLOAT32) {
                    builder.rows(RowForm.FP32);
                }
            }
            case IVF_SQ8 -> builder.rows(RowForm.SQ8);
            case IVF_PQ -> builder.products();
            case IVF_RABITQ -> builder.rabitq();
            default -> throw new IllegalArgumentException(parameters.type() + " is no inverted file");
        }
        if (keepsElements(parameters)) {
            ElementRows.write(writer, parameters, source, builder.lists::place, control);
        }
    }

    /** Whether rows lie in the file in a form of their own that is not floats. */
    static boolean keepsElements(IndexParameters parameters) {
        return parameters.element() != ElementType.FLOAT32
                && (parameters.type() == IndexType.IVF_FLAT || parameters.refine() == RowForm.FP32);
    }

    /** What is done with one row. */
    private interface Use {
        void row(int row, int place, int list, long address);
    }

    /** Every row once, on all threads, each with a use of its own. */
    private void forEach(Supplier<Use> uses) {
        long rowBytes = 4L * layout.stride();
        chunks.forEach(ASSIGNED, 0.98, () -> {
            Use use = uses.get();
            return (address, first, count) -> {
                for (int i = 0; i < count; i++) {
                    int row = first + i;
                    use.row(row, lists.place(row), lists.list(row), address + rowBytes * i);
                }
            };
        });
    }

    private RowEncoder encoder(RowForm form, CodedRows.Parts parts) {
        return new RowEncoder(writer, form, parts, layout, chunks.rows(), lists.sample());
    }

    private void rows(RowForm form) {
        RowEncoder encoder = encoder(form, CodedRows.Parts.ROWS);
        forEach(writes(encoder));
    }

    private static Supplier<Use> writes(RowEncoder encoder) {
        return () -> {
            RowEncoder own = encoder.another();
            return (row, place, list, address) -> own.write(place, address);
        };
    }

    private Supplier<Use> refinement() {
        RowForm form = parameters.refine();
        if (form == null || keepsElements(parameters)) {
            return () -> (row, place, list, address) -> {};
        }
        return writes(encoder(form, CodedRows.Parts.REFINE));
    }

    private void rabitq() {
        int bits = parameters.integer("rbq_bits", 1);
        Partition partition = lists.partition();
        RabitqCode code = new RabitqCode(layout, lists.centres(), partition.lists(), partition.middle());
        EstimateBlocks blocks = EstimateBlocks.write(writer, partition, RabitqCode.groups(layout.dimension()), 2, 64);
        RabitqRows fine = bits == 1 ? null : RabitqRows.write(writer, chunks.rows(), bits, code.length());
        Supplier<Use> refinement = refinement();
        int[] starts = partition.starts();
        forEach(() -> {
            RabitqCode own = code.another();
            Use refine = refinement.get();
            return (row, place, list, address) -> {
                own.encode(address, list);
                blocks.put(list, place - starts[list], own.code(), own.add(), own.multiplier());
                if (fine != null) {
                    own.encodeFine(fine, place, list);
                }
                refine.row(row, place, list, address);
            };
        });
    }

    private void products() {
        int groups = parameters.productGroups();
        int bits = parameters.integer("nbits", 8);
        float[] centres = lists.centres();
        int stride = layout.stride();
        ProductBook book = ProductBook.train(
                residuals(),
                Math.min(RESIDUALS, lists.sample().count()),
                stride,
                groups,
                layout.dimension() / groups,
                bits,
                lists.random(),
                chunks.control());
        java.lang.foreign.MemorySegment.copy(
                book.centres(),
                0,
                writer.part(IndexFile.Part.CODEBOOK, 4L * book.centres().length),
                Memory.FLOAT,
                0,
                book.centres().length);
        float[] fromMiddle = fromMiddle(centres);
        EstimateBlocks blocks = EstimateBlocks.write(
                writer, lists.partition(), groups, layout.metric() == Metric.L2 ? 1 : 0, book.entries());
        Supplier<Use> refinement = refinement();
        int[] starts = lists.partition().starts();
        forEach(() -> {
            ProductCode code = new ProductCode(book, bits);
            float[] residual = new float[stride];
            Use refine = refinement.get();
            return (row, place, list, address) -> {
                KMeans.residual(address, centres, list, stride, residual, 0);
                code.encode(residual, fromMiddle, list * stride);
                blocks.put(list, place - starts[list], code.code(), code.add(), 0);
                refine.row(row, place, list, address);
            };
        });
    }

    private float[] fromMiddle(float[] centres) {
        float[] middle = lists.partition().middle();
        float[] rest = new float[centres.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = centres[i] - middle[i % middle.length];
        }
        return rest;
    }

    private float[] residuals() {
        TrainingRows sample = lists.sample();
        int stride = layout.stride();
        int count = Math.min(RESIDUALS, sample.count());
        float[] residuals = new float[count * stride];
        int[] nearest = new int[sample.count()];
        KMeans.assign(sample.address(), sample.count(), lists.partition().centres(), stride, nearest, chunks.control());
        for (int i = 0; i < count; i++) {
            int row = (int) ((long) i * sample.count() / count);
            KMeans.residual(
                    sample.address() + 4L * stride * row, lists.centres(), nearest[row], stride, residuals, i * stride);
        }
        return residuals;
    }
}
