/** The media of a task: its frames and where their bytes lie. */
@NullMarked
package io.ocellus.annotation.frames;

import org.jspecify.annotations.NullMarked;
