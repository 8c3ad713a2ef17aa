@NullMarked
package io.ocellus.vector.service.access;

import org.jspecify.annotations.NullMarked;
