/** What AUTOINDEX measures of itself while it is built, and how it chooses a search by that. */
@NullMarked
package io.ocellus.vector.index.auto;

import org.jspecify.annotations.NullMarked;
