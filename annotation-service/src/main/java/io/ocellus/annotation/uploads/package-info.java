/** How files come in: multipart bodies and resumable uploads (TUS), as CVAT's clients send them. */
@NullMarked
package io.ocellus.annotation.uploads;

import org.jspecify.annotations.NullMarked;
