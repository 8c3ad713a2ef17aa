package io.ocellus.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries unpublished rows of {@code job_revision} to Kafka, each at least once. A batch is locked with SKIP LOCKED, sent, and marked in the
 * same transaction: what commits late is found late, and several relays share the work. A job's revisions go to one Kafka partition, oldest
 * first. While Kafka or the database is away rows wait in the table, and the relay tries again with growing pauses.
 */
public final class RevisionRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RevisionRelay.class);
    private static final int BATCH = 500;
    private static final long IDLE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final int SEND_SECONDS = 20;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Properties producerSettings;
    private final String topic;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private @Nullable KafkaProducer<String, byte[]> producer;

    public RevisionRelay(
            DataSource database, PlatformTransactionManager transactions, String bootstrapServers, String topic) {
        this.jdbc = JdbcClient.create(database);
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setTimeout(3 * SEND_SECONDS);
        this.topic = topic;
        this.producerSettings = new Properties();
        producerSettings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        producerSettings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producerSettings.put(ProducerConfig.ACKS_CONFIG, "all");
        producerSettings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        producerSettings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        producerSettings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        producerSettings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20);
        this.thread = Thread.ofPlatform().daemon().name("revision-relay").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** There is something to carry: do not wait for the next look. */
    public void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    private void run() {
        long pause = IDLE_MILLIS;
        while (!closed) {
            try {
                int sent = relay();
                pause = IDLE_MILLIS;
                if (sent == BATCH) {
                    continue;
                }
            } catch (RuntimeException e) {
                LOG.warn("Revisions wait in the database: {}", e.toString());
                dropProducer();
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            }
            try {
                if (wakeUps.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
                    wakeUps.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Carries one batch; gives how many there were. */
    int relay() {
        Integer sent = transaction.execute(status -> {
            List<JobRevision> batch = jdbc.sql(
                            "SELECT r.job_id, coalesce(j.task_id, r.purged_task), r.revision, r.action, r.at, r.user_id, r.trace_id"
                                    + " FROM annotation.job_revision r LEFT JOIN annotation.job j ON j.id = r.job_id"
                                    + " WHERE NOT r.published ORDER BY r.at, r.job_id, r.revision LIMIT " + BATCH
                                    + " FOR UPDATE OF r SKIP LOCKED")
                    .query((row, number) -> {
                        long user = row.getLong(6);
                        boolean nobody = row.wasNull();
                        return new JobRevision(
                                row.getLong(2),
                                row.getLong(1),
                                row.getLong(3),
                                row.getString(4),
                                row.getObject(5, java.time.OffsetDateTime.class).toInstant(),
                                nobody ? null : user,
                                row.getString(7));
                    })
                    .list();
            if (!batch.isEmpty()) {
                send(batch);
                mark(batch);
            }
            return batch.size();
        });
        return sent == null ? 0 : sent;
    }

    private void send(List<JobRevision> batch) {
        KafkaProducer<String, byte[]> to = producer();
        List<Future<RecordMetadata>> sending = new ArrayList<>(batch.size());
        for (JobRevision revision : batch) {
            sending.add(to.send(
                    new ProducerRecord<>(topic, Long.toString(revision.jobId()), RevisionJson.write(revision))));
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SEND_SECONDS);
        try {
            for (Future<RecordMetadata> one : sending) {
                one.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while sending", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not take a revision: " + e.getMessage(), e);
        }
    }

    private void mark(List<JobRevision> batch) {
        jdbc.sql("UPDATE annotation.job_revision r SET published = true"
                        + " FROM unnest(CAST(? AS bigint[]), CAST(? AS bigint[])) AS sent(job_id, revision)"
                        + " WHERE r.job_id = sent.job_id AND r.revision = sent.revision")
                .param(batch.stream().map(JobRevision::jobId).toArray(Long[]::new))
                .param(batch.stream().map(JobRevision::revision).toArray(Long[]::new))
                .update();
        List<JobRevision> last = batch.stream().filter(JobRevision::purge).toList();
        if (!last.isEmpty()) {
            jdbc.sql("DELETE FROM annotation.job_revision WHERE job_id = ANY(?) AND action = '" + JobRevision.PURGE
                            + "'")
                    .param(last.stream().map(JobRevision::jobId).toArray(Long[]::new))
                    .update();
        }
    }

    private KafkaProducer<String, byte[]> producer() {
        KafkaProducer<String, byte[]> present = producer;
        if (present == null) {
            RevisionTopic.ensure(producerSettings.getProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG), topic);
            present = new KafkaProducer<>(producerSettings, new StringSerializer(), new ByteArraySerializer());
            producer = present;
        }
        return present;
    }

    private void dropProducer() {
        KafkaProducer<String, byte[]> present = producer;
        producer = null;
        if (present != null) {
            present.close(java.time.Duration.ZERO);
        }
    }

    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(java.time.Duration.ofSeconds(SEND_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dropProducer();
    }
}
