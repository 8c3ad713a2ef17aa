/** Pictures and video as frames, chunks and previews. */
@NullMarked
package io.ocellus.media;

import org.jspecify.annotations.NullMarked;
