/** Labels: what they are made of, how sets of them change, and their endpoints. */
@NullMarked
package io.ocellus.annotation.labels;

import org.jspecify.annotations.NullMarked;
