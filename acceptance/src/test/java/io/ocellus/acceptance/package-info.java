/** Tests of the house as a whole. */
@org.jspecify.annotations.NullMarked
package io.ocellus.acceptance;
