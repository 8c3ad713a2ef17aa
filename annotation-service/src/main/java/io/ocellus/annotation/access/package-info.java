/** Who asks, in which organization, and what they may: every route asks its policy here. */
@NullMarked
package io.ocellus.annotation.access;

import org.jspecify.annotations.NullMarked;
