/** The media of tasks and jobs: how it is sent in, described, and shown frame by frame. */
@NullMarked
package io.ocellus.annotation.data;

import org.jspecify.annotations.NullMarked;
