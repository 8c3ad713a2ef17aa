/** Background requests as their owners see them. */
@NullMarked
package io.ocellus.annotation.requests;

import org.jspecify.annotations.NullMarked;
