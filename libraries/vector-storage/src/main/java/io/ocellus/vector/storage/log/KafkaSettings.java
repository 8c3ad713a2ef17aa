package io.ocellus.vector.storage.log;

import java.util.HashMap;
import java.util.Map;

/** Which topic on which brokers, and in how many log partitions: fixed once the topic is made. */
public record KafkaSettings(String bootstrapServers, String topic, int partitions, short replicas) {
    public static final String TOPIC = "ocellus-vector-log";

    public KafkaSettings {
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("ocellus.kafka.bootstrap-servers is empty");
        }
        if (partitions < 1 || partitions > 256) {
            throw new IllegalArgumentException("log partitions are " + partitions + ", must be 1 to 256");
        }
    }

    public static KafkaSettings standalone(String bootstrapServers) {
        return new KafkaSettings(bootstrapServers, TOPIC, 4, (short) 1);
    }

    Map<String, Object> client() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("request.timeout.ms", 5000);
        settings.put("default.api.timeout.ms", 10_000);
        settings.put("reconnect.backoff.max.ms", 500);
        settings.put("enable.metrics.push", false);
        return settings;
    }

    Map<String, Object> producer() {
        Map<String, Object> settings = client();
        settings.remove("default.api.timeout.ms");
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("linger.ms", 0);
        settings.put("request.timeout.ms", 4000);
        settings.put("delivery.timeout.ms", 8000);
        settings.put("max.block.ms", 8000);
        settings.put("batch.size", 64 << 10);
        settings.put("buffer.memory", 24 << 20);
        settings.put("max.request.size", 2 * WriteAheadLog.MAX_RECORD_BYTES);
        return settings;
    }

    Map<String, Object> consumer() {
        Map<String, Object> settings = client();
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "none");
        settings.put("allow.auto.create.topics", false);
        settings.put("max.poll.records", 2000);
        settings.put("fetch.max.wait.ms", 100);
        settings.put("max.partition.fetch.bytes", 8 << 20);
        settings.put("fetch.max.bytes", 8 << 20);
        return settings;
    }
}
