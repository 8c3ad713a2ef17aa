/** The write-ahead log: versioned records on a fixed number of Kafka partitions, owned by fence. */
@NullMarked
package io.ocellus.vector.storage.log;

import org.jspecify.annotations.NullMarked;
