/**
 * Tags, shapes and tracks: saved through COPY in one short transaction, read in pages at a pinned revision, kept in revisions.
 *
 * <p>{@link io.ocellus.annotation.store.AnnotationWriter} is the only way in, {@link io.ocellus.annotation.store.AnnotationReader} the way
 * out, {@link io.ocellus.annotation.store.RevisionDeltas} tells what one save changed.
 */
@NullMarked
package io.ocellus.annotation.store;

import org.jspecify.annotations.NullMarked;
