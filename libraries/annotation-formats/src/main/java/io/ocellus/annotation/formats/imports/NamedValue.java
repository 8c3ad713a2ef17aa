package io.ocellus.annotation.formats.imports;

/** An attribute as the file has it. */
public record NamedValue(String name, String value) {}
