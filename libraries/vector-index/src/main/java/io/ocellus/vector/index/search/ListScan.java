package io.ocellus.vector.index.search;

import io.ocellus.vector.index.model.Acceptance;
import io.ocellus.vector.index.model.SearchParameters;

/**
 * What one query gathers from lists of rows: begun, given lists nearest first (or picked places), then
 * asked for its best rows. Confined to one search at a time, used again for the next query.
 */
public interface ListScan {

    /**
     * How one query is searched.
     *
     * @param part of all rows, those that are accepted
     */
    record Query(long address, int k, SearchParameters parameters, Acceptance accepted, double part) {}

    /** What a row of a list costs where that part is accepted, in nanoseconds about. */
    double listCost(double part);

    /** What a picked row costs. */
    double pickCost();

    void begin(Query query, TopK found);

    /** Looks at a list whose centre has that distance from the query. */
    void scan(int list, float centreDistance);

    /** How many rows of the lists might have been among the best, accepted or not. */
    int seen();

    /** How many of these were accepted. */
    int near();

    /**
     * Looks at these places, all of them accepted, and forgets what lists held.
     *
     * @param centreDistances from the query to every centre
     */
    void scanPicked(int[] places, float[] centreDistances);

    /** The best rows are in what {@link #begin} was given. */
    void finish();
}
