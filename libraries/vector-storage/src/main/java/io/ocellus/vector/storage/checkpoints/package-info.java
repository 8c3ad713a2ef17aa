/** One object per log partition with everything that is not sealed: where replay begins. */
@NullMarked
package io.ocellus.vector.storage.checkpoints;

import org.jspecify.annotations.NullMarked;
