package io.ocellus.vector.index.search;

/** A scorer for each thread. */
public interface ScorerSupply {

    Scorer scorer();
}
