/** The words of an index: metrics, types of elements and of indexes, parameters, filters, sources of rows, failures. What callers and all algorithms share. */
@NullMarked
package io.ocellus.vector.index.model;

import org.jspecify.annotations.NullMarked;
