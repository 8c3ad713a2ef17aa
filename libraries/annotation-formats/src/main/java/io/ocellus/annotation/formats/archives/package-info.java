/** ZIP archives read by their directory and written as a stream, hostile ones refused. */
@NullMarked
package io.ocellus.annotation.formats.archives;

import org.jspecify.annotations.NullMarked;
