package io.ocellus.benchmarks.engine;

/** Searches some queries that lie one after another; called by several threads at once. */
@FunctionalInterface
interface BatchSearch {

    /**
     * Finds the best rows of each query.
     *
     * @param queries all queries
     * @param first the first one to search, of {@code count}
     * @param ids takes k row numbers a query at {@code k * query}, -1 where there are no more
     */
    void search(float[] queries, int first, int count, int k, long[] ids);
}
