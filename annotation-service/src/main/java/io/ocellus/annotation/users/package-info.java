/** Users as others see them, and as they see and change themselves. */
@NullMarked
package io.ocellus.annotation.users;

import org.jspecify.annotations.NullMarked;
