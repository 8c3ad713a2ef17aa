package io.ocellus.objectstorage;

/** An upload in parts that was started and neither finished nor forgotten. */
public record UnfinishedUpload(String key, String uploadId) {}
