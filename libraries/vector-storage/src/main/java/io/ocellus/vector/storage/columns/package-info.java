/** Values of one field for many rows, in memory or memory-mapped, behind one reading interface. */
@NullMarked
package io.ocellus.vector.storage.columns;

import org.jspecify.annotations.NullMarked;
