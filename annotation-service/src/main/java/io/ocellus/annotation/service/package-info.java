/** Wiring of the annotation service. */
@NullMarked
package io.ocellus.annotation.service;

import org.jspecify.annotations.NullMarked;
