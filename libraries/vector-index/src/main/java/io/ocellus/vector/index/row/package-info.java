/** Rows as they are kept and compared: floats, halves, bytes, bits, and candidates refined by them. */
@NullMarked
package io.ocellus.vector.index.row;

import org.jspecify.annotations.NullMarked;
