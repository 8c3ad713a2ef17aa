/** Annotations of jobs and tasks over REST: bodies are read and answers written as streams. */
@NullMarked
package io.ocellus.annotation.annotations;

import org.jspecify.annotations.NullMarked;
