package io.ocellus.annotation.store;

import io.ocellus.annotation.model.Shape;
import java.util.Arrays;

/** Comparison of what shapes cover, whatever they are called. */
public final class Geometry {
    private Geometry() {}

    /** Whether both cover the same pixels of the same frame, to the last bit; elements in their order. */
    public static boolean same(Shape a, Shape b) {
        if (a.frame() != b.frame()
                || a.type() != b.type()
                || a.rotation() != b.rotation()
                || !Arrays.equals(a.points(), b.points())
                || a.elements().size() != b.elements().size()) {
            return false;
        }
        for (int i = 0; i < a.elements().size(); i++) {
            if (!same(a.elements().get(i), b.elements().get(i))) {
                return false;
            }
        }
        return true;
    }
}
