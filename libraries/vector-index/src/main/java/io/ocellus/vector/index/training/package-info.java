/** K-means and the rows it learns from. */
@NullMarked
package io.ocellus.vector.index.training;

import org.jspecify.annotations.NullMarked;
