/**
 * Milvus' boolean expression language: text → syntax → predicates bound to a schema → bitmaps over columns. {@link
 * io.ocellus.vector.storage.expressions.Expressions} is the way in.
 */
@NullMarked
package io.ocellus.vector.storage.expressions;

import org.jspecify.annotations.NullMarked;
