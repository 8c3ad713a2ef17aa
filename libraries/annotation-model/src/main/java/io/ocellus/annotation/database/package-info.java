/** The connection of the annotation side to its database; whoever needs it imports the one configuration. */
@NullMarked
package io.ocellus.annotation.database;

import org.jspecify.annotations.NullMarked;
