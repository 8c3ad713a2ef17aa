/** The Rego policies of both faces, and what they compile to. */
@NullMarked
package io.ocellus.policies;

import org.jspecify.annotations.NullMarked;
