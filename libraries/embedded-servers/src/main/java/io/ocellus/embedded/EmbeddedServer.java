package io.ocellus.embedded;

/** One embedded server. Started once, closed once; {@link #isAlive()} may be asked from any thread. */
public interface EmbeddedServer extends AutoCloseable {
    /** Name for progress lines and logs. */
    String name();

    /** The loopback port it serves on; the same after a restart within this process. */
    int port();

    boolean isAlive();

    /** Stops it in an orderly way, by force after a deadline. */
    @Override
    void close();
}
