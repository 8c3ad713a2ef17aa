package io.ocellus.vector.index.partition;

import io.ocellus.vector.index.model.Acceptance;

/**
 * Where the rows of a {@link Partition} lie: made by the first search that asks, kept from then on, four bytes a row. Safe for
 * many threads.
 */
public final class RowPlaces {

    private final Partition partition;
    private volatile int[] places = {};

    public RowPlaces(Partition partition) {
        this.partition = partition;
    }

    /** The places of the accepted rows, of which there are so many. */
    public int[] of(Acceptance accepted, int left) {
        int[] all = all();
        int[] picked = new int[left];
        int row = -1;
        for (int i = 0; i < left; i++) {
            row = accepted.next(row + 1, all.length);
            picked[i] = all[row];
        }
        return picked;
    }

    private int[] all() {
        int[] known = places;
        if (known.length != partition.rows()) {
            // Two threads may both make it: the same.
            known = new int[partition.rows()];
            for (int place = 0; place < known.length; place++) {
                known[partition.row(place)] = place;
            }
            places = known;
        }
        return known;
    }
}
