@NullMarked
package io.ocellus.vector.service;

import org.jspecify.annotations.NullMarked;
