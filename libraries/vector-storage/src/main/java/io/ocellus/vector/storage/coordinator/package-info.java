/** Who coordinates, and the metadata that only the coordinator changes. */
@NullMarked
package io.ocellus.vector.storage.coordinator;

import org.jspecify.annotations.NullMarked;
