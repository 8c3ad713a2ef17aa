package io.ocellus.standalone;

import io.ocellus.embedded.ServerStartFailure;
import java.io.PrintStream;
import java.util.List;

/** {@code ./ocellus up}: the whole platform in one process. Ends with 1 and one clear line when it cannot start. */
public final class StandaloneMain {
    private StandaloneMain() {}

    public static void main(String[] args) {
        long begin = System.nanoTime();
        PrintStream out = new PrintStream(System.out, true, java.nio.charset.StandardCharsets.UTF_8);
        try {
            Options options = Options.parse(List.of(args));
            options.requireFreePorts();
            DataDirectory data = DataDirectory.open(options.data());
            // Before the first logger is made, whose file stands in the data folder; after it is known that one can be.
            System.setProperty(
                    "ocellus.log", options.data().resolve("logs/ocellus.log").toString());
            Standalone standalone = Standalone.start(options, data, new Progress(out, begin));
            Runtime.getRuntime().addShutdownHook(new Thread(standalone::close, "stop"));
            // The run that makes the class archive ends where others begin to serve.
            if (System.getenv("OCELLUS_TRAINING") != null) {
                standalone.close();
                return;
            }
            standalone.awaitClose();
        } catch (UsageFailure | ServerStartFailure e) {
            System.err.println("ocellus: " + e.getMessage());
            System.exit(1);
        }
    }
}
