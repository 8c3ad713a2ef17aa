package io.ocellus.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revisions from Kafka. Each subscription has one thread and one consumer; a batch's position is committed after its handler returned, so
 * a crash brings it again. A handler that fails, or a Kafka that does not answer, is tried again from the last committed position with
 * growing pauses. Thread-safe.
 */
public final class KafkaRevisionFeed implements RevisionFeed {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaRevisionFeed.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration ENOUGH = Duration.ofSeconds(30);
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final int BATCH = 200;
    private final String bootstrapServers;
    private final String topic;
    private final String member;

    /** @param member as {@link DomainEventsSettings#member} */
    public KafkaRevisionFeed(String bootstrapServers, String topic, String member) {
        this.member = member;
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    @Override
    public Subscription subscribe(String group, Handler handler) {
        Member member = new Member(group, handler);
        member.thread.start();
        return member;
    }

    private Properties settings(String group) {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 30 * 60_000);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 15_000);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 5_000);
        if (!member.isEmpty()) {
            settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, member);
        }
        return settings;
    }

    private final class Member implements Subscription {
        private final String group;
        private final Handler handler;
        private final Thread thread;
        private volatile boolean closed;
        private volatile @Nullable KafkaConsumer<String, byte[]> consumer;

        Member(String group, Handler handler) {
            this.group = group;
            this.handler = handler;
            this.thread =
                    Thread.ofPlatform().daemon().name("revisions-" + group).unstarted(this::run);
        }

        private void run() {
            long pause = 250;
            boolean topicIsThere = false;
            while (!closed) {
                try (KafkaConsumer<String, byte[]> own =
                        new KafkaConsumer<>(settings(group), new StringDeserializer(), new ByteArrayDeserializer())) {
                    if (!topicIsThere) {
                        // Before the first revision nobody has made it, and a consumer would ask for it again and
                        // again.
                        RevisionTopic.ensure(bootstrapServers, topic);
                        topicIsThere = true;
                    }
                    consumer = own;
                    own.subscribe(List.of(topic));
                    while (!closed) {
                        ConsumerRecords<String, byte[]> records = own.poll(POLL);
                        if (!records.isEmpty()) {
                            handler.handle(revisions(records));
                            own.commitSync(ENOUGH);
                            pause = 250;
                        }
                    }
                } catch (WakeupException e) {
                    LOG.debug("Woken to end");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (Exception e) {
                    if (closed) {
                        return;
                    }
                    LOG.warn("Revisions come again to {} in {} ms", group, pause, e);
                    if (!rest(pause)) {
                        return;
                    }
                    pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
                } finally {
                    consumer = null;
                }
            }
        }

        private static boolean rest(long millis) {
            try {
                java.util.concurrent.TimeUnit.MILLISECONDS.sleep(millis);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private static List<JobRevision> revisions(ConsumerRecords<String, byte[]> records) {
            List<JobRevision> batch = new ArrayList<>(records.count());
            for (ConsumerRecord<String, byte[]> item : records) {
                batch.add(RevisionJson.read(item.value()));
            }
            return batch;
        }

        @Override
        public void close() {
            closed = true;
            KafkaConsumer<String, byte[]> present = consumer;
            if (present != null) {
                present.wakeup();
            }
            try {
                thread.join(ENOUGH);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
