/** Further names of collections. */
@NullMarked
package io.ocellus.vector.service.aliases;

import org.jspecify.annotations.NullMarked;
