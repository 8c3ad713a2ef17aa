package io.ocellus.vector.index;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Whether the Vector API can be used; one warning at start when it cannot. */
public final class Simd {

    /** False when the process was started without {@code --add-modules jdk.incubator.vector}. */
    public static final boolean AVAILABLE = available();

    private Simd() {}

    private static boolean available() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            return true;
        }
        Logger logger = System.getLogger(Simd.class.getName());
        logger.log(
                Level.WARNING,
                "The module jdk.incubator.vector is missing: vectors are compared by scalar code, many times slower."
                        + " Start Java with --add-modules jdk.incubator.vector");
        return false;
    }
}
