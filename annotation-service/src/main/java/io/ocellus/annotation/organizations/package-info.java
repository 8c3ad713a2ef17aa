/** Organizations; invitations to them, which are not built yet. */
@NullMarked
package io.ocellus.annotation.organizations;

import org.jspecify.annotations.NullMarked;
