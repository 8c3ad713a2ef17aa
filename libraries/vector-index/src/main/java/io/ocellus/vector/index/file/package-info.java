/** The one file of an index: header, parts with checksums, memory map. */
@NullMarked
package io.ocellus.vector.index.file;

import org.jspecify.annotations.NullMarked;
