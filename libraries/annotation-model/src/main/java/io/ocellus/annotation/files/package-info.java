/** Files that users have sent and that wait to be made into something. */
@NullMarked
package io.ocellus.annotation.files;

import org.jspecify.annotations.NullMarked;
