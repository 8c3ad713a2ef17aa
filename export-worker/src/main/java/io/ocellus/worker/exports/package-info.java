/** Writes datasets to object storage. */
@NullMarked
package io.ocellus.worker.exports;

import org.jspecify.annotations.NullMarked;
