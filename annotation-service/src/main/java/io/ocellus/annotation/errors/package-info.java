/** The one place that turns failures into CVAT's answers: its JSON bodies and status codes. */
@NullMarked
package io.ocellus.annotation.errors;

import org.jspecify.annotations.NullMarked;
