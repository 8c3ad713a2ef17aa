/** Shapes, tracks and tags: written by COPY, read as streams, kept by revision. */
@NullMarked
package io.ocellus.annotation.store;

import org.jspecify.annotations.NullMarked;
