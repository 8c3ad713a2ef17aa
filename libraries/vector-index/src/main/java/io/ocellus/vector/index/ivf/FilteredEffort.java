package io.ocellus.vector.index.ivf;

import io.ocellus.vector.index.quantizer.InvertedLists;

/**
 * How hard {@link InvertedLists} are searched where a filter accepts part of the rows: neighbours that are accepted lie in more
 * lists, and fewer candidates are put before them. With all accepted it changes nothing. Immutable.
 *
 * @param groups bytes of a row's code
 */
record FilteredEffort(int rows, int lists, int groups, int stride) {

    /** Growth of the lists read with the rows refused: measured. */
    private static final double REFUSED = 0.25;

    /** How candidates shrink with what is accepted, of which fewer are put before a neighbour: measured. */
    private static final double THINNED = 0.2;

    /** So many candidates for each row wanted are left at least, if so many are asked for. */
    private static final int FEW = 4;

    /** What a query costs that may return that part of the rows, in nanoseconds about. */
    double cost(InvertedSearcher.Effort effort, int k, double part) {
        double listRows = rows / (double) lists;
        double scanned = probes(effort, k, part) * (60 + listRows * groups / 40);
        return 0.2 * lists * stride + 2.6 * (scanned + 45.0 * reorder(effort, k, part));
    }

    /** So many candidates are told apart. */
    static int reorder(InvertedSearcher.Effort effort, int k, double part) {
        int least = (int) Math.min(effort.reorder(), (long) FEW * k);
        return Math.max(least, (int) Math.ceil(effort.reorder() * Math.pow(part, THINNED)));
    }

    /** So many lists are read. */
    int probes(InvertedSearcher.Effort effort, int k, double part) {
        double probes = effort.probes();
        if (part < 1) {
            // So many neighbours, refused ones among them, do not lie in fewer lists.
            double least = 5 * k / part * lists / rows;
            probes = Math.max(least, probes / Math.pow(part, REFUSED));
        }
        return (int) Math.min(lists, Math.ceil(probes));
    }

    /**
     * More lists where less is accepted near the query than elsewhere.
     *
     * @param near how many of the rows seen were accepted, one at least
     */
    static int probes(int probes, double part, int seen, int near) {
        return near < part * seen ? (int) Math.ceil(probes * Math.pow(part * seen / near, REFUSED)) : probes;
    }
}
