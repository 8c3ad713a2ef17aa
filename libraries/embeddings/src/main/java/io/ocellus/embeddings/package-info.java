/** Pictures as vectors: the ONNX model that makes them and the collections that keep them. */
@NullMarked
package io.ocellus.embeddings;

import org.jspecify.annotations.NullMarked;
