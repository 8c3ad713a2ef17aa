/** Run lengths, and outlines to and from pixels. */
@NullMarked
package io.ocellus.annotation.formats.geometry;

import org.jspecify.annotations.NullMarked;
