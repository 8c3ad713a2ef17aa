package io.ocellus.vector.index;

/**
 * What one query gathers from the lists of a {@link Partition}: begun, given lists nearest first (or picked places), then
 * asked for its best rows. Confined to one search at a time, used again for the next query.
 */
interface ListScan {

    /** How one query is searched. */
    record Query(long address, int k, SearchParameters parameters, Acceptance accepted, boolean sparse) {}

    /**
     * @param nearest distance to the nearest centre
     */
    void begin(Query query, float nearest, TopK found);

    /** Looks at a list whose centre has that distance from the query. */
    void scan(int list, float centreDistance);

    /** Whether single places can be measured. */
    boolean picks();

    /** Looks at these places, all of them accepted. */
    void scanPicked(int[] places, int count);

    /** The best rows are in what {@link #begin} was given. */
    void finish();
}
