/** Shards in the hands of their log partition's owner: writes in order, views for readers, seals and swaps. */
@NullMarked
package io.ocellus.vector.storage.shards;

import org.jspecify.annotations.NullMarked;
