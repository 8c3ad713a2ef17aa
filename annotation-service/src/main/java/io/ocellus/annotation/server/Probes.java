package io.ocellus.annotation.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Probes that speak each server's own protocol as far as needed to know that it serves, without credentials but for the database. */
final class Probes {
    private static final int API_VERSIONS = 18;

    private Probes() {}

    static Probe postgres(DataSource dataSource) {
        return within -> {
            try (Connection connection = dataSource.getConnection()) {
                if (!connection.isValid(Math.max(1, Math.toIntExact(within.toSeconds())))) {
                    throw new IOException("the connection is dead");
                }
            } catch (SQLException e) {
                throw new IOException(e.getMessage(), e);
            }
        };
    }

    /** Any reply to PING will do: a server that wants a password first is alive too. */
    static Probe redis(URI url) {
        return within -> {
            try (Socket socket = connect(url.getHost(), url.getPort() < 0 ? 6379 : url.getPort(), within)) {
                socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                byte[] answer = socket.getInputStream().readNBytes(5);
                String text = new String(answer, StandardCharsets.US_ASCII);
                if (!text.startsWith("+PONG") && !text.startsWith("-NOAU")) {
                    throw new IOException("answered " + text.strip());
                }
            }
        };
    }

    /** One of the brokers answers a request for its API versions. */
    static Probe kafka(String bootstrapServers) {
        return within -> {
            IOException last = new IOException("no broker is configured");
            for (String broker : bootstrapServers.split(",")) {
                InetSocketAddress address = address(broker);
                try (Socket socket = connect(address.getHostString(), address.getPort(), within)) {
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeInt(10);
                    out.writeShort(API_VERSIONS);
                    out.writeShort(0);
                    out.writeInt(1);
                    out.writeShort(-1);
                    out.flush();
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    int length = in.readInt();
                    if (length >= 6 && in.readInt() == 1) {
                        return;
                    }
                    last = new IOException("answered " + length + " odd bytes");
                } catch (IOException e) {
                    last = e;
                }
            }
            throw last;
        };
    }

    /** Any HTTP answer but a server error: without credentials it is a refusal. */
    static Probe http(URI endpoint) {
        return within -> {
            HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
            try {
                connection.setConnectTimeout(millis(within));
                connection.setReadTimeout(millis(within));
                int status = connection.getResponseCode();
                if (status >= 500) {
                    throw new IOException("answered " + status);
                }
            } finally {
                connection.disconnect();
            }
        };
    }

    private static Socket connect(String host, int port, Duration within) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), millis(within));
            socket.setSoTimeout(millis(within));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static InetSocketAddress address(String hostAndPort) throws IOException {
        int colon = hostAndPort.lastIndexOf(':');
        try {
            return InetSocketAddress.createUnresolved(
                    hostAndPort.substring(0, colon).strip(),
                    Integer.parseInt(hostAndPort.substring(colon + 1).strip()));
        } catch (RuntimeException e) {
            throw new IOException("not host:port: " + hostAndPort, e);
        }
    }

    private static int millis(Duration within) {
        return Math.max(1, Math.toIntExact(within.toMillis()));
    }
}
