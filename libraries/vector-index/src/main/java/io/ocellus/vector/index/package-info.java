/** Vector index algorithms. */
@NullMarked
package io.ocellus.vector.index;

import org.jspecify.annotations.NullMarked;
