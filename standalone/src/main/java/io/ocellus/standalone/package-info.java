/** Everything in one process. */
@NullMarked
package io.ocellus.standalone;

import org.jspecify.annotations.NullMarked;
