@NullMarked
package io.ocellus.vector.service.indexes;

import org.jspecify.annotations.NullMarked;
