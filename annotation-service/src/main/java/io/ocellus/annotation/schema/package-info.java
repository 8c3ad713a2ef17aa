/** The OpenAPI document: made from our controllers, with CVAT's paths, operation ids and component names. */
@NullMarked
package io.ocellus.annotation.schema;

import org.jspecify.annotations.NullMarked;
