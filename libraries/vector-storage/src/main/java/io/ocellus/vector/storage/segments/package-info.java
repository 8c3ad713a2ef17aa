/** Segments: rows that share a file set or a growing block, with their timestamps and deletes. */
@NullMarked
package io.ocellus.vector.storage.segments;

import org.jspecify.annotations.NullMarked;
