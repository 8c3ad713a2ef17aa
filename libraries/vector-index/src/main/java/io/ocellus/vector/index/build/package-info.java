/** Building on several threads: who does what, what is reported, how it is cancelled. */
@NullMarked
package io.ocellus.vector.index.build;

import org.jspecify.annotations.NullMarked;
