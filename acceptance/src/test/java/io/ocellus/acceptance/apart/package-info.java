/** The deployables as processes of their own, killed one by one under load. */
@org.jspecify.annotations.NullMarked
package io.ocellus.acceptance.apart;
