/** The HTTP door. */
@NullMarked
package io.ocellus.gateway;

import org.jspecify.annotations.NullMarked;
