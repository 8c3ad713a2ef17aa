/** Background requests: the row is the truth, Redis only a hint. */
@NullMarked
package io.ocellus.requests;

import org.jspecify.annotations.NullMarked;
