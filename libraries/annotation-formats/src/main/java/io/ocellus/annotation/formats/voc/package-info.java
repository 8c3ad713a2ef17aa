/** PASCAL VOC 1.1. */
@NullMarked
package io.ocellus.annotation.formats.voc;

import org.jspecify.annotations.NullMarked;
