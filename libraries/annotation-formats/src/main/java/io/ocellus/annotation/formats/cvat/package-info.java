/** CVAT for images, CVAT for video and CVAT 1.1: XML. */
@NullMarked
package io.ocellus.annotation.formats.cvat;

import org.jspecify.annotations.NullMarked;
