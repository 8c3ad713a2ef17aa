package io.ocellus.standalone;

import io.ocellus.embedded.Ports;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks of {@code up}.
 *
 * @param data the one folder that everything is kept in
 * @param port of the web page and the annotation API
 * @param vectorPort of Milvus' gRPC and REST API
 * @param listen the address both are bound to
 * @param fsync flush the log to the disk at each batch, so that a loss of power loses nothing either
 * @param vectorAuthentication false: Milvus' open default, for a laptop
 */
public record Options(Path data, int port, int vectorPort, String listen, boolean fsync, boolean vectorAuthentication) {
    private static final Options DEFAULTS = new Options(Path.of("data"), 8080, 19530, "127.0.0.1", false, true);

    public Options {
        data = data.toAbsolutePath().normalize();
        if (port == vectorPort) {
            throw new UsageFailure("--port and --vector-port are both " + port + ": give two different ports");
        }
    }

    public static Options parse(List<String> words) {
        Options options = DEFAULTS;
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            Iterator<String> values =
                    equals < 0 ? rest : List.of(word.substring(equals + 1)).iterator();
            options = switch (name) {
                case "--data" -> options.withData(Path.of(value(name, values)));
                case "--port" -> options.withPort(port(name, value(name, values)));
                case "--vector-port" -> options.withVectorPort(port(name, value(name, values)));
                case "--listen" -> options.withListen(value(name, values));
                case "--fsync" -> options.withFsync();
                case "--no-vector-auth" -> options.withoutVectorAuthentication();
                default ->
                    throw new UsageFailure(
                            "unknown option " + word
                                    + "; known are --data DIR, --port N, --vector-port N, --listen ADDRESS, --fsync, --no-vector-auth, --detach");
            };
        }
        return options;
    }

    /** Refuses a busy port, before anything is made. */
    void requireFreePorts() {
        requireFree(port, "--port");
        requireFree(vectorPort, "--vector-port");
    }

    private static void requireFree(int port, String option) {
        if (!Ports.isFree(port)) {
            throw new UsageFailure("port " + port + " is busy: stop what uses it, or give another " + option);
        }
    }

    private Options withData(Path value) {
        return new Options(value, port, vectorPort, listen, fsync, vectorAuthentication);
    }

    private Options withPort(int value) {
        // A later --vector-port may still move away from it, so equality is judged on a copy that cannot clash.
        return new Options(
                data, value, vectorPort == value ? value + 1 : vectorPort, listen, fsync, vectorAuthentication);
    }

    private Options withVectorPort(int value) {
        return new Options(data, port, value, listen, fsync, vectorAuthentication);
    }

    private Options withListen(String value) {
        return new Options(data, port, vectorPort, value, fsync, vectorAuthentication);
    }

    private Options withFsync() {
        return new Options(data, port, vectorPort, listen, true, vectorAuthentication);
    }

    private Options withoutVectorAuthentication() {
        return new Options(data, port, vectorPort, listen, fsync, false);
    }

    private static String value(String name, Iterator<String> values) {
        if (!values.hasNext()) {
            throw new UsageFailure(name + " needs a value");
        }
        return values.next();
    }

    private static int port(String name, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new UsageFailure(name + " takes a port number from 1 to 65535, not " + text, e);
        }
        throw new UsageFailure(name + " takes a port number from 1 to 65535, not " + text);
    }
}
