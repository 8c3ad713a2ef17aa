/** Follows the revisions of jobs and keeps a vector for each frame and each object. */
@NullMarked
package io.ocellus.worker.embeddings;

import org.jspecify.annotations.NullMarked;
