package io.ocellus.annotation.model;

/** A value of the attribute {@code specId}, as text whatever the input type (CVAT's {@code AttributeVal}). */
public record AttributeValue(long specId, String value) {}
