package io.ocellus.vector.index.search;

/** The rows that an exact scan of many queries goes over, whatever their numbers are, and its queries against them. */
public interface BatchRows {

    /** Writes rows as floats, one after another without a gap but for what pads them. */
    void read(int first, int count, float[] target);

    /** The squared lengths of rows. */
    void squares(int first, int count, float[] out);

    /** The distance of a query from a row as a search of that query alone finds it. */
    float distance(int query, int row);

    /** The same of rows one after another. */
    void distances(int query, int first, int count, float[] out);
}
