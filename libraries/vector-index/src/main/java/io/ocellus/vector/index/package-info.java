/**
 * Vector indexes: building to one file, opening by memory map, searching. Row numbers are the only ids: whoever keeps the rows
 * maps them to keys. Callers see this package and {@code model}; the others are its insides, each built only on those before it:
 *
 * <ul>
 *   <li>{@code memory}: numbers at addresses
 *   <li>{@code model}: metrics, parameters, filters, sources, failures
 *   <li>{@code kernel}: inner loops, on the Vector API and scalar
 *   <li>{@code file}: the one file of an index and its memory map
 *   <li>{@code build}: building on several threads
 *   <li>{@code search}: the best so far, candidates, scorers
 *   <li>{@code row}: rows as they are kept and compared
 *   <li>{@code training}: k-means
 *   <li>{@code partition}: rows by their nearest centre
 *   <li>{@code quantizer}: codes and estimates of distances
 *   <li>{@code exact}: scans of all rows and of the growing block
 *   <li>{@code ivf}: inverted files
 *   <li>{@code graph}: HNSW and the graph of AUTOINDEX
 *   <li>{@code auto}: AUTOINDEX' measuring of itself
 * </ul>
 */
@NullMarked
package io.ocellus.vector.index;

import org.jspecify.annotations.NullMarked;
