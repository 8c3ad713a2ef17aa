/** Dataset formats, streamed both ways. */
@NullMarked
package io.ocellus.annotation.formats;

import org.jspecify.annotations.NullMarked;
