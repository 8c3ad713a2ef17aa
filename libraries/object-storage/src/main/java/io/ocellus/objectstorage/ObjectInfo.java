package io.ocellus.objectstorage;

/**
 * What the store knows about an object.
 *
 * @param size bytes
 * @param etag the store's mark of this content, without quotes; empty where a listing does not carry it
 */
public record ObjectInfo(String key, long size, String etag) {}
