/** Reading and writing numbers at addresses, and blocks of memory that are not on the heap. */
@NullMarked
package io.ocellus.vector.index.memory;

import org.jspecify.annotations.NullMarked;
