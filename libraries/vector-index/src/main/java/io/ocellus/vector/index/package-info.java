/**
 * Vector indexes: parameters, building to one file, opening by memory map, searching. Row numbers are the only ids: whoever
 * keeps the rows maps them to keys.
 */
@NullMarked
package io.ocellus.vector.index;

import org.jspecify.annotations.NullMarked;
