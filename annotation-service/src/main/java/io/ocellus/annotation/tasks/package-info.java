/** Tasks: their endpoints and rules. Media and annotations of a task have packages of their own. */
@NullMarked
package io.ocellus.annotation.tasks;

import org.jspecify.annotations.NullMarked;
