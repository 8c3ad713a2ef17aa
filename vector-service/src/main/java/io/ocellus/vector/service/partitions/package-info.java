/** Partitions of a collection. */
@NullMarked
package io.ocellus.vector.service.partitions;

import org.jspecify.annotations.NullMarked;
