/** REST v2: JSON bodies translated to and from the calls of the gRPC edge. */
@NullMarked
package io.ocellus.vector.service.rest;

import org.jspecify.annotations.NullMarked;
