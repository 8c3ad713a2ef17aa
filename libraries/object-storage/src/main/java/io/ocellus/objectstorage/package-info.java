/** Objects in S3 and, where an object lies on this machine, as a local file. */
@NullMarked
package io.ocellus.objectstorage;

import org.jspecify.annotations.NullMarked;
