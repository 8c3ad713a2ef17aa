/** What happened to annotations, told to other processes: job revisions, relayed from their table to Kafka. */
@NullMarked
package io.ocellus.events;

import org.jspecify.annotations.NullMarked;
