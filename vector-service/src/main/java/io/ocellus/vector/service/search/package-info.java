/** Search and query. */
@NullMarked
package io.ocellus.vector.service.search;

import org.jspecify.annotations.NullMarked;
