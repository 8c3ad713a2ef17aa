/** Who belongs to which organization, in which role. */
@NullMarked
package io.ocellus.annotation.memberships;

import org.jspecify.annotations.NullMarked;
