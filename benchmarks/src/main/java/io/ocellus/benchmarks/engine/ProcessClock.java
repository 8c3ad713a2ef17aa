package io.ocellus.benchmarks.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * CPU time of this whole process, all its threads and what the kernel did for them, in nanoseconds: {@code clock_gettime} of
 * the C library, because the management bean counts in steps of 10 ms on Linux. For one thread.
 */
final class ProcessClock {

    private static final int PROCESS_CPU = System.getProperty("os.name").startsWith("Mac") ? 12 : 2;
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

    private final MethodHandle clock;
    private final MemorySegment time;

    @SuppressWarnings("restricted")
    ProcessClock() {
        Linker linker = Linker.nativeLinker();
        clock = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("clock_gettime"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        time = Arena.ofAuto().allocate(16, 8);
    }

    long nanos() {
        int failed;
        try {
            failed = (int) clock.invokeExact(PROCESS_CPU, time);
        } catch (Throwable e) {
            throw new IllegalStateException("clock_gettime cannot be called", e);
        }
        if (failed != 0) {
            // No such clock here: coarse, but right.
            return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        }
        return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + time.get(ValueLayout.JAVA_LONG, 8);
    }

    /** Milliseconds that the JIT compiler worked in compilations that are finished. */
    static long compilerMillis() {
        return COMPILER == null ? 0 : COMPILER.getTotalCompilationTime();
    }
}
