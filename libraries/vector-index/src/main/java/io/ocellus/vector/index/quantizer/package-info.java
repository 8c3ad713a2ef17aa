/** Codes of rows and the estimates of distances made from them: products, RaBitQ, signs, scalars. */
@NullMarked
package io.ocellus.vector.index.quantizer;

import org.jspecify.annotations.NullMarked;
