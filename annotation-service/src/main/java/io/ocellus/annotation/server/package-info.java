/** What the server says of itself: version, health, formats, plugins; and the parts of CVAT's API that are not built. */
@NullMarked
package io.ocellus.annotation.server;

import org.jspecify.annotations.NullMarked;
