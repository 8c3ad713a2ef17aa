/** Segments, columns, expressions and the log. */
@NullMarked
package io.ocellus.vector.storage;

import org.jspecify.annotations.NullMarked;
