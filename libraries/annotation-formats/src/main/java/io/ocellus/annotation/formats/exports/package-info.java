/** What is exported: frames, annotations frame by frame, and the archive they go into. */
@NullMarked
package io.ocellus.annotation.formats.exports;

import org.jspecify.annotations.NullMarked;
