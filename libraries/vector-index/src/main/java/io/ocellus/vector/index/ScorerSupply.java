package io.ocellus.vector.index;

/** A scorer for each thread. */
interface ScorerSupply {

    Scorer scorer();
}
