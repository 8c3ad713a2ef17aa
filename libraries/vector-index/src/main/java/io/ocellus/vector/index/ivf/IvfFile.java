package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.ElementType;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.model.RowForm;
import io.ocellus.vector.index.partition.DirectScan;
import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.quantizer.CodedRows;
import io.ocellus.vector.index.quantizer.EstimateBlocks;
import io.ocellus.vector.index.quantizer.EstimateScan;
import io.ocellus.vector.index.quantizer.EstimateScorer;
import io.ocellus.vector.index.quantizer.ProductBook;
import io.ocellus.vector.index.quantizer.ProductTables;
import io.ocellus.vector.index.quantizer.RabitqCode;
import io.ocellus.vector.index.quantizer.RabitqRows;
import io.ocellus.vector.index.quantizer.RabitqScorer;
import io.ocellus.vector.index.quantizer.RabitqTables;
import io.ocellus.vector.index.row.ElementRows;
import io.ocellus.vector.index.row.RowLayout;
import io.ocellus.vector.index.search.ListScan;
import io.ocellus.vector.index.search.RowScorer;
import io.ocellus.vector.index.search.Searcher;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what {@link IvfBuilder} wrote. */
public final class IvfFile {

    private final Path file;
    private final IndexFile.Header header;
    private final RowLayout layout;
    private final MemorySegment mapped;
    private final Partition partition;

    private IvfFile(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        this.file = file;
        this.header = header;
        this.layout = layout;
        this.mapped = mapped;
        this.partition = Partition.read(file, header, layout, mapped);
    }

    public static Searcher searcher(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        IvfFile read = new IvfFile(file, header, layout, mapped);
        return new PartitionSearcher(
                read.partition,
                switch (header.parameters().type()) {
                    case IVF_FLAT ->
                        header.parameters().element() == ElementType.FLOAT32
                                ? read.rows(RowForm.FP32)
                                : read.elements();
                    case IVF_SQ8 -> read.rows(RowForm.SQ8);
                    case IVF_PQ -> read.products();
                    case IVF_RABITQ -> read.rabitq();
                    default ->
                        throw new IllegalArgumentException(header.parameters().type() + " is no inverted file");
                });
    }

    private CodedRows coded(RowForm form, CodedRows.Parts parts) {
        return CodedRows.read(file, header, layout, mapped, form, parts);
    }

    private Supplier<ListScan> rows(RowForm form) {
        CodedRows rows = coded(form, CodedRows.Parts.ROWS);
        return () -> new DirectScan(partition, rows.scorer());
    }

    private Supplier<ListScan> elements() {
        ElementRows rows = ElementRows.read(file, header, mapped);
        return () -> new DirectScan(partition, rows.scorer());
    }

    private @Nullable Supplier<RowScorer> refinement() {
        RowForm form = header.parameters().refine();
        if (form == null) {
            return null;
        }
        return IvfBuilder.keepsElements(header.parameters())
                ? ElementRows.read(file, header, mapped)::scorer
                : coded(form, CodedRows.Parts.REFINE)::scorer;
    }

    private Supplier<ListScan> rabitq() {
        int bits = header.parameters().integer("rbq_bits", 1);
        int groups = RabitqCode.groups(layout.dimension());
        EstimateBlocks blocks = EstimateBlocks.read(file, header, mapped, partition, groups, 2, 64);
        RabitqRows fine = bits == 1 ? null : RabitqRows.read(file, header, mapped, bits, groups * RabitqCode.GROUP);
        Supplier<RowScorer> refine = refinement();
        return () -> {
            RabitqTables tables = new RabitqTables(layout.dimension(), partition.middle());
            return new EstimateScan(
                    partition,
                    blocks,
                    tables,
                    fine == null ? null : new RabitqScorer(fine, tables).of(partition),
                    refine == null ? null : refine.get());
        };
    }

    private Supplier<ListScan> products() {
        int groups = header.parameters().productGroups();
        int width = layout.dimension() / groups;
        int entries = ProductBook.entries(header.parameters().integer("nbits", 8));
        float[] centres = new float[groups * width * entries];
        long at =
                header.part(file, IndexFile.Part.CODEBOOK, 4L * centres.length).offset();
        MemorySegment.copy(mapped, Memory.FLOAT, at, centres, 0, centres.length);
        ProductBook book = new ProductBook(groups, width, entries, centres);
        EstimateBlocks blocks = EstimateBlocks.read(
                file, header, mapped, partition, groups, layout.metric() == Metric.L2 ? 1 : 0, entries);
        Supplier<RowScorer> refine = refinement();
        return () -> {
            ProductTables tables = new ProductTables(book, layout.metric(), partition.middle());
            return new EstimateScan(
                    partition,
                    blocks,
                    tables,
                    refine == null ? new EstimateScorer(partition, blocks, tables) : null,
                    refine == null ? null : refine.get());
        };
    }
}
