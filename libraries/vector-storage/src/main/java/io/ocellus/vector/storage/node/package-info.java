/** The roles together in one process: lease, definitions, writes and reads behind {@code VectorDatabase}. */
@NullMarked
package io.ocellus.vector.storage.node;

import org.jspecify.annotations.NullMarked;
