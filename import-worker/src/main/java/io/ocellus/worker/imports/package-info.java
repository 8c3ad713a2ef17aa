/** Creates tasks from uploads and imports datasets. */
@NullMarked
package io.ocellus.worker.imports;

import org.jspecify.annotations.NullMarked;
