@org.jspecify.annotations.NullMarked
package io.ocellus.annotation.uploads;
