/** YOLO 1.1. */
@NullMarked
package io.ocellus.annotation.formats.yolo;

import org.jspecify.annotations.NullMarked;
