/** Measures the vector index alone: one index on anybody's data, in one process whose CPU time is counted. */
@NullMarked
package io.ocellus.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
