package io.ocellus.objectstorage;

/** A part of a multipart upload that the store has acknowledged; numbers count from 1. */
public record UploadedPart(int number, String etag, long size) {}
