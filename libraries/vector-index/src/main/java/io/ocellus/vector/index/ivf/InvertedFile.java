package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.file.IndexFile;
import io.ocellus.vector.index.memory.Memory;
import io.ocellus.vector.index.model.IndexFailure;
import io.ocellus.vector.index.model.Metric;
import io.ocellus.vector.index.partition.Partition;
import io.ocellus.vector.index.quantizer.CodeBook;
import io.ocellus.vector.index.quantizer.CodeKernels;
import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.row.ColumnBlocks;
import io.ocellus.vector.index.row.RowLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** {@link InvertedLists} as parts of a file. */
public final class InvertedFile {

    private InvertedFile() {}

    /** Writes rows and codes that lie elsewhere. */
    static void keepCodes(IndexFile.Writer writer, InvertedLists built) {
        long rowBytes = 4L * CodeKernels.BLOCK * built.blocks();
        long codeBytes = (long) CodeKernels.BLOCK * built.groups() * built.blocks();
        Memory.copy(
                built.rowsAt(), writer.part(IndexFile.Part.LIST_ROWS, rowBytes).address(), rowBytes);
        Memory.copy(
                built.codesAt(),
                writer.part(IndexFile.Part.LIST_CODES, codeBytes).address(),
                codeBytes);
    }

    /** Writes all but rows and codes. */
    static void keep(IndexFile.Writer writer, int stride, float[] centreRows, InvertedLists built) {
        int lists = built.lists();
        Memory.write(
                centreRows,
                0,
                lists * stride,
                writer.part(IndexFile.Part.CENTROIDS, 4L * lists * stride).address());
        MemorySegment offsets = writer.part(IndexFile.Part.LIST_OFFSETS, 4L * (lists + 1));
        MemorySegment.copy(built.firstBlock(), 0, offsets, Memory.INT, 0, lists + 1);
        float[] centres = built.book().centres();
        MemorySegment bookPart = writer.part(IndexFile.Part.CODEBOOK, 8 + 4L * centres.length);
        bookPart.set(Memory.INT, 0, built.book().groups());
        bookPart.set(Memory.INT, 4, built.book().width());
        MemorySegment.copy(centres, 0, bookPart, Memory.FLOAT, 8, centres.length);
        MemorySegment scales = writer.part(IndexFile.Part.CODE_SCALES, 4 + 8L * lists);
        scales.set(Memory.FLOAT, 0, built.biasStep());
        MemorySegment.copy(built.biasLeast(), 0, scales, Memory.FLOAT, 4, lists);
        MemorySegment.copy(built.units(), 0, scales, Memory.FLOAT, 4 + 4L * lists, lists);
    }

    /** Reads what {@link InvertedBuilder} wrote. */
    public static InvertedLists read(Path file, IndexFile.Header header, RowLayout layout, MemorySegment mapped) {
        int stride = layout.stride();
        float[] centreRows = Partition.centres(file, header, stride, mapped);
        int lists = centreRows.length / stride;
        int[] firstBlock = new int[lists + 1];
        MemorySegment.copy(
                mapped,
                Memory.INT,
                header.part(file, IndexFile.Part.LIST_OFFSETS, 4L * (lists + 1)).offset(),
                firstBlock,
                0,
                lists + 1);
        IndexFile.Extent bookPart = header.part(file, IndexFile.Part.CODEBOOK, -1);
        int groups = mapped.get(Memory.INT, bookPart.offset());
        int width = mapped.get(Memory.INT, bookPart.offset() + 4);
        long floats = (long) groups * width * CodeBook.CENTRES;
        if (width < 1 || groups != (layout.dimension() + width - 1) / width || bookPart.length() != 8 + 4 * floats) {
            throw new IndexFailure.DamagedFile(file + " has a code book of " + groups + " x " + width);
        }
        float[] bookCentres = new float[(int) floats];
        MemorySegment.copy(mapped, Memory.FLOAT, bookPart.offset() + 8, bookCentres, 0, bookCentres.length);
        long scales =
                header.part(file, IndexFile.Part.CODE_SCALES, 4 + 8L * lists).offset();
        float[] biasLeast = new float[lists];
        MemorySegment.copy(mapped, Memory.FLOAT, scales + 4, biasLeast, 0, lists);
        float[] units = new float[lists];
        MemorySegment.copy(mapped, Memory.FLOAT, scales + 4 + 4L * lists, units, 0, lists);
        boolean biased = layout.metric() == Metric.L2;
        IndexFile.Extent rowPart =
                header.part(file, IndexFile.Part.LIST_ROWS, 4L * CodeKernels.BLOCK * firstBlock[lists]);
        InvertedLists read = new InvertedLists(
                new ColumnBlocks(centreRows, lists, layout.dimension(), stride),
                Partition.middle(centreRows, lists, stride),
                firstBlock,
                mapped.address() + rowPart.offset(),
                0,
                new CodeBook(groups, width, bookCentres),
                units,
                biasLeast,
                mapped.get(Memory.FLOAT, scales),
                biased);
        check(file, read, header.rows());
        IndexFile.Extent codes =
                header.part(file, IndexFile.Part.LIST_CODES, (long) CodeKernels.BLOCK * read.groups() * read.blocks());
        return new InvertedLists(
                read.centres(),
                read.middle(),
                firstBlock,
                read.rowsAt(),
                mapped.address() + codes.offset(),
                read.book(),
                units,
                biasLeast,
                read.biasStep(),
                biased);
    }

    private static void check(Path file, InvertedLists lists, int rows) {
        for (int list = 0; list < lists.lists(); list++) {
            if (lists.firstBlock()[list] < 0 || lists.firstBlock()[list] > lists.firstBlock()[list + 1]) {
                throw new IndexFailure.DamagedFile(file + ": list " + list + " ends before it begins");
            }
            if (!(lists.units()[list] > 0 && lists.units()[list] < Float.POSITIVE_INFINITY)) {
                throw new IndexFailure.DamagedFile(file + ": list " + list + " has a unit of " + lists.units()[list]);
            }
        }
        for (long place = 0; place < (long) CodeKernels.BLOCK * lists.blocks(); place++) {
            int row = Memory.getInt(lists.rowsAt() + 4 * place);
            if (row < -1 || row >= rows) {
                throw new IndexFailure.DamagedFile(file + ": a list holds row " + row + " of " + rows);
            }
        }
    }
}
