/** Reading pinned views: search, query and count. */
@NullMarked
package io.ocellus.vector.storage.query;

import org.jspecify.annotations.NullMarked;
