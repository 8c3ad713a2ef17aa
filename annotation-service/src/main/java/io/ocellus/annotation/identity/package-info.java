/** Accounts, how they sign in, and the signed identity that every service believes instead of a header. */
@NullMarked
package io.ocellus.annotation.identity;

import org.jspecify.annotations.NullMarked;
