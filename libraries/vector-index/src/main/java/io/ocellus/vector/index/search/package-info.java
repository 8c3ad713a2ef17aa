/** What every search has in common: the best so far, candidates, scorers of rows, what a filter accepts. */
@NullMarked
package io.ocellus.vector.index.search;

import org.jspecify.annotations.NullMarked;
