/** Refusals with Milvus' codes and texts, and their one translation into a status. */
@NullMarked
package io.ocellus.vector.service.errors;

import org.jspecify.annotations.NullMarked;
