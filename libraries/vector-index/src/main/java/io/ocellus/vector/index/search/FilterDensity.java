package io.ocellus.vector.index.search;

/** Whether a filter accepts far fewer rows near a query than elsewhere, told by those that a search came by. */
public final class FilterDensity {

    /** Of what is expected, always too little. */
    private static final double LITTLE = 0.25;

    /** Too little where chance does not explain it. */
    private static final double HALF = 0.5;

    private static final double DEVIATIONS = 5;

    /** So many accepted rows are expected before their absence means anything. */
    private static final int EXPECTED = 8;

    private FilterDensity() {}

    /**
     * @param near how many of the rows seen were accepted
     * @param part of all rows, those that are accepted
     */
    public static boolean isSparse(int near, int seen, double part) {
        double expected = part * seen;
        double unlikely = Math.min(HALF * expected, expected - DEVIATIONS * Math.sqrt(expected));
        return expected >= EXPECTED && near < Math.max(LITTLE * expected, unlikely);
    }
}
