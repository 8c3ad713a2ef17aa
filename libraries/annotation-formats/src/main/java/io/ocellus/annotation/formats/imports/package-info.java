/** What is imported: files, frames they are matched with, and annotations bound to labels. */
@NullMarked
package io.ocellus.annotation.formats.imports;

import org.jspecify.annotations.NullMarked;
