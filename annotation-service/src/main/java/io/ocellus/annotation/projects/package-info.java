/** Projects: their endpoints and rules. */
@NullMarked
package io.ocellus.annotation.projects;

import org.jspecify.annotations.NullMarked;
