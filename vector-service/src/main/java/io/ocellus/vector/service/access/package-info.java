/** Who calls, and what they may: credentials, Milvus' own root user, the privilege of each RPC. */
@NullMarked
package io.ocellus.vector.service.access;

import org.jspecify.annotations.NullMarked;
