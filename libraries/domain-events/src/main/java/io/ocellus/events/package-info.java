/** Committed revisions, relayed to Kafka. */
@NullMarked
package io.ocellus.events;

import org.jspecify.annotations.NullMarked;
