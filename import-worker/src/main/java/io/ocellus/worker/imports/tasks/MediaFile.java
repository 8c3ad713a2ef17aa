package io.ocellus.worker.imports.tasks;

/**
 * A picture among what was uploaded: a whole object, or a range of an archive.
 *
 * @param length bytes of the range
 * @param unpacked bytes of the picture
 * @param compression ZIP method of the range: 0 stored, 8 deflated
 */
record MediaFile(String name, String objectKey, long offset, long length, long unpacked, int compression) {}
