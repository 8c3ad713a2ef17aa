/** What a collection consists of: fields, their types and limits. */
@NullMarked
package io.ocellus.vector.storage.schema;

import org.jspecify.annotations.NullMarked;
