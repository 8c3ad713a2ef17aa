/** COCO 1.0. */
@NullMarked
package io.ocellus.annotation.formats.coco;

import org.jspecify.annotations.NullMarked;
