/** Personal access tokens: made by their owner, shown once, read-only or not, with an end. */
@NullMarked
package io.ocellus.annotation.accesstokens;

import org.jspecify.annotations.NullMarked;
