/** What is asked of the server as a whole: version, health, databases, segments. */
@NullMarked
package io.ocellus.vector.service.system;

import org.jspecify.annotations.NullMarked;
