package io.ocellus.vector.storage.coordinator;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The coordinator's lease: one holder, known by an epoch that rises with each change of hands. Expiry goes by the database's clock alone. A
 * holder that comes back under its own name takes it at once, with a new epoch.
 */
public final class Lease {
    private final JdbcClient jdbc;
    private final String holder;
    private final Duration duration;

    public Lease(JdbcClient jdbc, String holder, Duration duration) {
        this.jdbc = jdbc;
        this.holder = holder;
        this.duration = duration;
    }

    /** Where somebody else answers calls now. */
    public Optional<String> elsewhere() {
        return jdbc.sql("""
                        SELECT address FROM vector.coordinator_lease
                        WHERE id = 1 AND expires_at >= now() AND holder <> :holder AND address <> ''""").param("holder", holder).query(String.class).optional();
    }

    /**
     * The new epoch, or empty while somebody else holds it.
     *
     * @param address where the holder answers calls, for those that stand by; empty where it answers none
     */
    public OptionalLong acquire(String address) {
        return jdbc.sql("""
                        UPDATE vector.coordinator_lease
                        SET holder = :holder, address = :address, epoch = epoch + 1, expires_at = now() + make_interval(secs => :seconds)
                        WHERE id = 1 AND (expires_at < now() OR holder = :holder)
                        RETURNING epoch""")
                .param("holder", holder)
                .param("address", address)
                .param("seconds", duration.toMillis() / 1000.0)
                .query(Long.class)
                .optional()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** False when somebody else took it; one that expired untaken is simply prolonged. */
    public boolean renew(long epoch) {
        return jdbc.sql("""
                        UPDATE vector.coordinator_lease SET expires_at = now() + make_interval(secs => :seconds)
                        WHERE id = 1 AND epoch = :epoch""")
                        .param("seconds", duration.toMillis() / 1000.0)
                        .param("epoch", epoch)
                        .update()
                == 1;
    }

    /** Gives it up, so that a standby need not wait. */
    public void release(long epoch) {
        jdbc.sql(
                        "UPDATE vector.coordinator_lease SET expires_at = 'epoch', holder = '', address = '' WHERE id = 1 AND epoch = :epoch")
                .param("epoch", epoch)
                .update();
    }
}
