package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.quantizer.InvertedLists;
import io.ocellus.vector.index.row.RowLayout;

/**
 * What a search of lists costs a query alone that may return all rows, in nanoseconds about: fitted to searches as measured
 * (ADR 0034); only the proportions matter.
 */
public record ListCost(RowLayout layout, int rows, int lists, int groups) {

    private static final double LOADED = 1.45;

    public static ListCost of(RowLayout layout, int rows, InvertedLists lists) {
        return new ListCost(layout, rows, lists.lists(), lists.groups());
    }

    /** With so many times the lists. */
    public ListCost finer(int times) {
        return new ListCost(layout, rows, times * lists, groups);
    }

    public double of(InvertedSearcher.Effort effort) {
        double start = 2_000 + 0.04 * lists * layout.stride() + 30.0 * groups;
        double listRows = rows / (double) lists;
        double scanned = effort.probes() * (120 + listRows * groups / 45);
        return LOADED * (start + scanned + effort.reorder() * (50 + 0.25 * layout.stride()));
    }
}
