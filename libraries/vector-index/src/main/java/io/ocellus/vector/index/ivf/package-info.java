/** Inverted files: FLAT, SQ8, PQ, RABITQ and SCANN lists, built and searched. */
@NullMarked
package io.ocellus.vector.index.ivf;

import org.jspecify.annotations.NullMarked;
