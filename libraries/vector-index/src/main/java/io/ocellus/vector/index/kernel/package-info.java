/** Inner loops over rows, codes and tables, each on the Vector API and as scalar code: chosen once at start. Stateless, and they know nothing of indexes. */
@NullMarked
package io.ocellus.vector.index.kernel;

import org.jspecify.annotations.NullMarked;
