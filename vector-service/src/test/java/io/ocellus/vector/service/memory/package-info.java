/** A vector database of plain collections in memory: what the engine does, slowly and simply, for tests of the edge. */
@NullMarked
package io.ocellus.vector.service.memory;

import org.jspecify.annotations.NullMarked;
