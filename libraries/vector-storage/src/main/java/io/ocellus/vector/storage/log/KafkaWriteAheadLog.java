package io.ocellus.vector.storage.log;

import io.ocellus.vector.storage.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The log on one Kafka topic: idempotent producer, acks=all, manual assignment, no consumer group and no transaction. Retention is ours
 * alone ({@link #truncate}). Threads: the producer's, and one that asks for the ends.
 */
public final class KafkaWriteAheadLog implements WriteAheadLog {
    private static final Duration CALL = Duration.ofSeconds(10);

    private final KafkaSettings settings;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread ends;
    private final Map<Integer, List<CompletableFuture<Long>>> askedEnds = new HashMap<>();
    private boolean closed;

    private KafkaWriteAheadLog(KafkaSettings settings) {
        this.settings = settings;
        this.producer = new KafkaProducer<>(settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
        this.ends = Thread.ofPlatform().daemon().name("vector-log-ends").unstarted(this::answerEnds);
    }

    /** Connects, and makes the topic where it is missing. */
    public static KafkaWriteAheadLog open(KafkaSettings settings) {
        makeTopic(settings);
        KafkaWriteAheadLog log = new KafkaWriteAheadLog(settings);
        log.ends.start();
        return log;
    }

    private static void makeTopic(KafkaSettings settings) {
        try (Admin admin = Admin.create(settings.client())) {
            NewTopic topic = new NewTopic(settings.topic(), settings.partitions(), settings.replicas())
                    .configs(Map.of(
                            "retention.ms", "-1",
                            "retention.bytes", "-1",
                            "cleanup.policy", "delete",
                            "segment.bytes", "67108864",
                            "message.timestamp.type", "LogAppendTime",
                            "max.message.bytes", Integer.toString(2 * MAX_RECORD_BYTES)));
            admin.createTopics(List.of(topic)).all().get(CALL.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new Failure.Unavailable("the log topic " + settings.topic() + " cannot be made", e);
            }
        } catch (TimeoutException | KafkaException e) {
            throw new Failure.Unavailable("Kafka does not answer", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public int partitions() {
        return settings.partitions();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells what the future would
    public CompletableFuture<Long> append(int partition, byte[] record) {
        CompletableFuture<Long> done = new CompletableFuture<>();
        if (record.length > MAX_RECORD_BYTES) {
            done.completeExceptionally(new IllegalArgumentException("a record of " + record.length + " bytes"));
            return done;
        }
        try {
            producer.send(new ProducerRecord<>(settings.topic(), partition, null, record), (metadata, failure) -> {
                if (failure == null) {
                    done.complete(metadata.offset());
                } else {
                    done.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    @Override
    public Reader read(int partition, long from) {
        KafkaConsumer<byte[], byte[]> consumer = consumer();
        TopicPartition tp = new TopicPartition(settings.topic(), partition);
        consumer.assign(List.of(tp));
        consumer.seek(tp, from);
        return new Reader() {
            @Override
            public List<Entry> next() {
                List<Entry> entries = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    entries.add(new Entry(record.offset(), record.value()));
                }
                return entries;
            }

            @Override
            public void close() {
                consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
            }
        };
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public CompletableFuture<Long> end(int partition) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        synchronized (askedEnds) {
            if (closed) {
                answer.completeExceptionally(new Failure.Unavailable("the log is closed"));
                return answer;
            }
            askedEnds.computeIfAbsent(partition, p -> new ArrayList<>()).add(answer);
            askedEnds.notifyAll();
        }
        return answer;
    }

    private void answerEnds() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            while (true) {
                Map<Integer, List<CompletableFuture<Long>>> asked = takeAsked();
                if (asked.isEmpty()) {
                    return;
                }
                answer(consumer, asked);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<Integer, List<CompletableFuture<Long>>> takeAsked() throws InterruptedException {
        synchronized (askedEnds) {
            while (askedEnds.isEmpty() && !closed) {
                askedEnds.wait();
            }
            Map<Integer, List<CompletableFuture<Long>>> asked = new LinkedHashMap<>(askedEnds);
            askedEnds.clear();
            return asked;
        }
    }

    private void answer(KafkaConsumer<byte[], byte[]> consumer, Map<Integer, List<CompletableFuture<Long>>> asked) {
        try {
            List<TopicPartition> partitions = asked.keySet().stream()
                    .map(p -> new TopicPartition(settings.topic(), p))
                    .toList();
            Map<TopicPartition, Long> offsets = consumer.endOffsets(partitions, Duration.ofSeconds(5));
            asked.forEach((partition, waiting) -> {
                Long offset = offsets.get(new TopicPartition(settings.topic(), partition));
                waiting.forEach(answer -> {
                    if (offset == null) {
                        answer.completeExceptionally(new Failure.Unavailable("Kafka gave no end of the log"));
                    } else {
                        answer.complete(offset);
                    }
                });
            });
        } catch (KafkaException e) {
            Failure.Unavailable failure = new Failure.Unavailable("the log does not answer", e);
            asked.values().forEach(waiting -> waiting.forEach(answer -> answer.completeExceptionally(failure)));
        }
    }

    @Override
    public long start(int partition) {
        TopicPartition tp = new TopicPartition(settings.topic(), partition);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Long offset = consumer.beginningOffsets(List.of(tp), CALL).get(tp);
            return offset == null ? 0 : offset;
        } catch (KafkaException e) {
            throw new Failure.Unavailable("the log does not answer", e);
        }
    }

    @Override
    public void truncate(int partition, long before) {
        TopicPartition tp = new TopicPartition(settings.topic(), partition);
        try (Admin admin = Admin.create(settings.client())) {
            admin.deleteRecords(Map.of(tp, RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get(CALL.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new Failure.Unavailable("the log could not be truncated", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Failure.Unavailable interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Failure.Unavailable("interrupted", e);
    }

    @Override
    public void close() {
        List<CompletableFuture<Long>> waiting = new ArrayList<>();
        synchronized (askedEnds) {
            closed = true;
            askedEnds.values().forEach(waiting::addAll);
            askedEnds.clear();
            askedEnds.notifyAll();
        }
        waiting.forEach(answer -> answer.completeExceptionally(new Failure.Unavailable("the log is closed")));
        producer.close(Duration.ofSeconds(2));
    }
}
