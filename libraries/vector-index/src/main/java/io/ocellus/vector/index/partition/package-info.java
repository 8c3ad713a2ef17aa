/** Rows by their nearest centre, and scanning them list by list. */
@NullMarked
package io.ocellus.vector.index.partition;

import org.jspecify.annotations.NullMarked;
