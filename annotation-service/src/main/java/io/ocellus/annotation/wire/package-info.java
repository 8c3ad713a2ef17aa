/** Forms that several resources share on the wire: bodies, dates, links, users. */
@NullMarked
package io.ocellus.annotation.wire;

import org.jspecify.annotations.NullMarked;
