package io.ocellus.vector.storage.shards;

/** Something the owner of a log partition does in its turn, on its thread; or not at all, when the partition closes before. */
interface Step {
    void run();

    /** Tells whoever waits that it will not happen. */
    void abandon(RuntimeException cause);
}
