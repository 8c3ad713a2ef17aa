/** Rows: the protocol's field data as columns and back; insert, upsert, delete, flush. */
@NullMarked
package io.ocellus.vector.service.entities;

import org.jspecify.annotations.NullMarked;
