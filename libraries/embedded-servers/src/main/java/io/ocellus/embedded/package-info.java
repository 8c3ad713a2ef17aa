/** PostgreSQL, Redis, Kafka and S3 on loopback, from published artifacts. */
@NullMarked
package io.ocellus.embedded;

import org.jspecify.annotations.NullMarked;
