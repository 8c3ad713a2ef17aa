package io.ocellus.vector.storage.schema;

/** One scalar value: the default of a field. */
public sealed interface Scalar {
    record Bool(boolean value) implements Scalar {}

    /** A value of any integer type. */
    record Int(long value) implements Scalar {}

    /** A value of FLOAT or DOUBLE. */
    record Real(double value) implements Scalar {}

    record Text(String value) implements Scalar {}

    /** A JSON document as UTF-8. */
    record Json(byte[] value) implements Scalar {}
}
