package io.ocellus.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback ports of the embedded servers, kept in the data folder so that a start finds its old ones; a port that somebody else took
 * meanwhile is replaced. Not for concurrent use by two processes: the data folder's lock sees to that.
 */
public final class Ports {
    private static final int LOWEST = 20_000;
    private static final int FIRST_OF_CONNECTIONS = 32_768;

    private final Path file;
    private final Properties known = new Properties();

    public Ports(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                known.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
    }

    /** The port kept for this name when it is free, else a new one. */
    public synchronized int of(String name) {
        int port = Integer.parseInt(known.getProperty(name, "0"));
        if (port == 0 || !isFree(port)) {
            port = free();
            known.setProperty(name, Integer.toString(port));
            save();
        }
        return port;
    }

    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A port that nobody listens on. Not one that the system gives to connections by itself (from 32768 on): between the end of a server and its
     * next start a client's connection could take it, even one that is meant for that server and finds itself.
     */
    public static int free() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, FIRST_OF_CONNECTIONS);
            if (isFree(port)) {
                return port;
            }
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free loopback port", e);
        }
    }

    private void save() {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            try (Writer writer = Files.newBufferedWriter(next)) {
                known.store(writer, null);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
