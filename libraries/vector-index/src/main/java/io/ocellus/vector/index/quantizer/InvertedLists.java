package io.ocellus.vector.index.quantizer;

import io.ocellus.vector.index.row.ColumnBlocks;

/**
 * Rows by their nearest centre, coded in six bits: what is read from a file and searched. List {@code l} has blocks {@code
 * firstBlock[l] .. firstBlock[l + 1] - 1}, 64 rows each, the last one filled up with row -1. What is coded of a list is in units
 * of {@code units[l]}, the usual distance of its rows from their centre: lists of near rows and of far ones share a code book.
 * Under L2 some more groups hold each row's squared norm less that of its centre, both from {@code middle}, in steps of
 * {@code biasStep} units above {@code biasLeast[l]}: from the origin, an offset that all rows share would make these steps wide.
 *
 * @param middle the mean of the centres
 * @param rowsAt address of the rows of all blocks
 * @param codesAt address of the codes of all blocks
 */
public record InvertedLists(
        ColumnBlocks centres,
        float[] middle,
        int[] firstBlock,
        long rowsAt,
        long codesAt,
        CodeBook book,
        float[] units,
        float[] biasLeast,
        float biasStep,
        boolean biased) {

    /** The greatest level of a group. */
    public static final int BIAS_LEVELS = CodeBook.CENTRES - 1;

    /** How many groups hold the bias beside so many of codes: as many at least, and as many more as make groups four by four. */
    public static int biasGroups(int groups) {
        return CodeKernels.LEAST_BIAS_GROUPS + (-(groups + CodeKernels.LEAST_BIAS_GROUPS) & 3);
    }

    public int lists() {
        return firstBlock.length - 1;
    }

    /** Bytes of a row's code. */
    public int groups() {
        return book.groups() + (biased ? biasGroups(book.groups()) : 0);
    }

    public int blocks() {
        return firstBlock[lists()];
    }

    public int mostBlocks() {
        int most = 0;
        for (int list = 0; list < lists(); list++) {
            most = Math.max(most, firstBlock[list + 1] - firstBlock[list]);
        }
        return most;
    }
}
