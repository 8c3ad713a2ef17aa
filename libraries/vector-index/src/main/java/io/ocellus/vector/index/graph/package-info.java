/** HNSW graphs, over rows or codes, and the graph whose nodes hold their neighbours' codes. */
@NullMarked
package io.ocellus.vector.index.graph;

import org.jspecify.annotations.NullMarked;
