/** Turns frames and objects into vectors. */
@NullMarked
package io.ocellus.worker.embeddings;

import org.jspecify.annotations.NullMarked;
