package io.ocellus.vector.index.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import jdk.incubator.vector.ByteVector;

/** Whether the Vector API can be used; one warning at start when it cannot. */
public final class Simd {

    /** False when the process was started without {@code --add-modules jdk.incubator.vector}. */
    public static final boolean AVAILABLE = available();

    /** Whether a register holds 64 bytes as well, as looking up codes wants. */
    public static final boolean WIDE = AVAILABLE && Registers.BYTES == 64;

    private Simd() {}

    /** Apart: without its module the class of registers must not be met. */
    private static final class Registers {
        static final int BYTES = ByteVector.SPECIES_PREFERRED.length();
    }

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
