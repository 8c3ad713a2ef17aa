/** One port for gRPC and REST. */
@NullMarked
package io.ocellus.vector.service.transport;

import org.jspecify.annotations.NullMarked;
