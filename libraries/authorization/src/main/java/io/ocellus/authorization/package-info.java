/** Who is asking (the signed identity) and whether they may (the policy decision). */
@NullMarked
package io.ocellus.authorization;

import org.jspecify.annotations.NullMarked;
