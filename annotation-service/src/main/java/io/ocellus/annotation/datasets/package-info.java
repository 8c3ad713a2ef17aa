/** Datasets in and out: exports and their files, imports of annotations and of whole datasets. The workers do the work. */
@NullMarked
package io.ocellus.annotation.datasets;

import org.jspecify.annotations.NullMarked;
