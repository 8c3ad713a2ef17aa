package io.ocellus.acceptance.apart;

import io.ocellus.embedded.EmbeddedKafka;
import io.ocellus.embedded.EmbeddedObjectStorage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Kafka or the object store as a process of its own, until it is killed or its input ends: {@code kafka FOLDER PORT
 * CONTROLLER-PORT}, {@code s3 FOLDER PORT KEY SECRET}.
 */
final class ServerMain {
    private ServerMain() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        switch (arguments[0]) {
            case "kafka" -> EmbeddedKafka.start(folder, port, Integer.parseInt(arguments[3]), false);
            case "s3" -> EmbeddedObjectStorage.start(folder, port, arguments[3], arguments[4]);
            default -> throw new IllegalArgumentException("no server " + arguments[0]);
        }
        // The end of the input is the end of whoever started it.
        while (System.in.read() >= 0) {}
        System.exit(0);
    }
}
