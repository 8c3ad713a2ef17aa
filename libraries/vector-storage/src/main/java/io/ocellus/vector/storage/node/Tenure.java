package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.coordinator.Lease;
import io.ocellus.vector.storage.coordinator.Metadata;
import io.ocellus.vector.storage.log.KafkaWriteAheadLog;
import io.ocellus.vector.storage.log.WriteAheadLog;
import io.ocellus.vector.storage.query.Reader;
import io.ocellus.vector.storage.segments.LocalFiles;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tries for the coordinator's lease, renews it, and takes up or gives up the roles with it; knows where the holder answers while somebody
 * else holds it. One thread does all that; any may ask.
 */
final class Tenure implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tenure.class);

    private final VectorStorageSettings settings;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LocalFiles files;
    private final Clock clock;
    private final LongSupplier timestamps;
    private final Reader reader;
    private final Lease lease;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("vector-lease").factory());
    private @Nullable WriteAheadLog wal;
    private volatile @Nullable Roles roles;
    private volatile Optional<String> elsewhere = Optional.empty();
    private volatile String address = "";
    private volatile Runnable onChange = () -> {};
    private long nextRenewal;

    Tenure(
            VectorStorageSettings settings,
            DataSource database,
            LocalFiles files,
            Clock clock,
            LongSupplier timestamps) {
        this.settings = settings;
        this.jdbc = JdbcClient.create(database);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(database));
        this.transactions.setTimeout(10);
        this.files = files;
        this.clock = clock;
        this.timestamps = timestamps;
        this.reader = new Reader(settings.concurrentReads());
        this.lease = new Lease(jdbc, settings.node(), settings.lease());
    }

    /**
     * @param address where this process answers calls; empty where it answers none
     * @param onChange told, on the lease's thread, when this node takes or gives up its roles or another address holds them
     */
    void begin(String address, Runnable onChange) {
        this.address = address;
        this.onChange = onChange;
        var _ = heart.scheduleWithFixedDelay(this::beat, 0, 250, TimeUnit.MILLISECONDS);
    }

    Optional<Roles> present() {
        return Optional.ofNullable(roles);
    }

    /** Where another node answers calls; empty while this one is active or nobody is. */
    Optional<String> elsewhere() {
        return elsewhere;
    }

    /** What was logged already: the heart meets the same trouble four times a second. */
    private String told = "";

    private void beat() {
        try {
            Roles present = roles;
            if (present == null) {
                tryActivate();
            } else if (present.active().isLost()) {
                log.warn("A log partition has another owner: this node stands by");
                stepDown(present);
            } else {
                renew(present);
                present.active().reopen();
            }
        } catch (Failure.Broken e) {
            if (!e.text().equals(told)) {
                told = e.text();
                log.warn("The vector node cannot serve", e);
            }
        } catch (DataAccessException | Failure e) {
            log.debug("The vector node waits for its servers: {}", e.getMessage());
        } catch (RuntimeException e) {
            log.warn("The vector node waits for its servers", e);
        }
    }

    private void renew(Roles present) {
        if (clock.millis() < nextRenewal) {
            return;
        }
        if (!lease.renew(present.active().metadata().epoch())) {
            log.warn("The coordinator's lease went to another node: this one stands by");
            stepDown(present);
            return;
        }
        nextRenewal = clock.millis() + settings.lease().toMillis() / 4;
    }

    private void tryActivate() {
        OptionalLong epoch = lease.acquire(address);
        if (epoch.isEmpty()) {
            moved(lease.elsewhere());
            return;
        }
        nextRenewal = clock.millis() + settings.lease().toMillis() / 4;
        WriteAheadLog opened = wal;
        if (opened == null) {
            opened = KafkaWriteAheadLog.open(settings.kafka());
            wal = opened;
        }
        Active active = new Active(new Metadata(jdbc, transactions, epoch.getAsLong()), opened, files, settings, clock);
        Coordinator coordinator = new Coordinator(active);
        active.start();
        roles = Roles.of(active, LocalCoordinator.of(active, coordinator, timestamps), reader, clock);
        elsewhere = Optional.empty();
        onChange.run();
        // Beside the heart: it waits for the partitions, and the lease must be renewed meanwhile.
        Thread.ofVirtual().name("vector-pending-definitions").start(() -> finishPending(coordinator));
        log.info("This node coordinates vectors with epoch {}", epoch.getAsLong());
    }

    private void finishPending(Coordinator coordinator) {
        try {
            coordinator.finishPending();
        } catch (Failure e) {
            log.warn("Pending definitions wait for the next start: {}", e.text());
        }
    }

    private void stepDown(Roles present) {
        roles = null;
        onChange.run();
        present.active().close();
    }

    private void moved(Optional<String> address) {
        if (!address.equals(elsewhere)) {
            elsewhere = address;
            onChange.run();
        }
    }

    /** Gives up the lease and every partition. */
    @Override
    public void close() {
        heart.shutdownNow();
        try {
            if (!heart.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("The lease keeper did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Roles present = roles;
        if (present != null) {
            stepDown(present);
            try {
                lease.release(present.active().metadata().epoch());
            } catch (DataAccessException e) {
                log.debug("The lease could not be given up: {}", e.getMessage());
            }
        }
        WriteAheadLog opened = wal;
        if (opened != null) {
            opened.close();
        }
    }
}
