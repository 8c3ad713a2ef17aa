package io.ocellus.annotation.model;

import java.util.Locale;
import java.util.Optional;

/** Geometry of a shape; the ordinal is what the tables store, so constants are only ever appended. */
public enum ShapeType {
    RECTANGLE,
    POLYGON,
    POLYLINE,
    POINTS,
    ELLIPSE,
    CUBOID,
    MASK,
    SKELETON;

    /** CVAT's word for it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that the tables store as this number. */
    @SuppressWarnings("EnumOrdinal") // the number is the position, see above
    public static ShapeType ofStored(int number) {
        return values()[number];
    }

    public static Optional<ShapeType> ofWireName(String name) {
        for (ShapeType type : values()) {
            if (type.wireName().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
