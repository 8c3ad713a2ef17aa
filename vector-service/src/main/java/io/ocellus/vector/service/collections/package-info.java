/** Collections: schemas both ways, create, describe, load, release, statistics. */
@NullMarked
package io.ocellus.vector.service.collections;

import org.jspecify.annotations.NullMarked;
