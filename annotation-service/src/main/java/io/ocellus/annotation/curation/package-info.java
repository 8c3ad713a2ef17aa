/** Where labels and vectors meet: what resembles a frame, an object or a picture, among what the caller may see. */
@NullMarked
package io.ocellus.annotation.curation;

import org.jspecify.annotations.NullMarked;
