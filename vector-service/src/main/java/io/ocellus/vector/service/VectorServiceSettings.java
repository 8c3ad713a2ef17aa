package io.ocellus.vector.service;

import io.ocellus.vector.storage.log.KafkaSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code ocellus.vector.*}.
 *
 * @param listenAddress loopback unless told otherwise: there is no TLS here
 * @param port of gRPC and REST; 0 takes a free one
 * @param authentication false lets everybody in as {@code root}, as Milvus does by default
 * @param rootPassword of {@code root} at the first start; else {@code OCELLUS_ROOT_PASSWORD}, else the administrator's first password
 * @param identityUrl of annotation-service; empty: this process
 * @param cacheDirectory for copies of sealed segments and files under construction
 * @param cacheBytes the most that copies may take
 * @param node the name that leases are held under: the same after a restart, different on each node
 * @param lease how long a silent node stays the active one; renewed four times as often
 * @param advertisedAddress {@code host:port} or {@code host} where other nodes reach this one; empty: the address it listens on
 * @param logTopic of the log in Kafka: another one for each installation that shares the brokers
 * @param logPartitions fixed once the log is made
 * @param logReplicas of the log in Kafka
 */
@ConfigurationProperties("ocellus.vector")
public record VectorServiceSettings(
        @DefaultValue("127.0.0.1") String listenAddress,
        @DefaultValue("19530") int port,
        @DefaultValue("true") boolean authentication,
        @DefaultValue("") String rootPassword,
        @DefaultValue("") String identityUrl,
        @DefaultValue("./data/segments") Path cacheDirectory,
        @DefaultValue("8589934592") long cacheBytes,
        @DefaultValue("vector-1") String node,
        @DefaultValue("6s") Duration lease,
        @DefaultValue("") String advertisedAddress,
        @DefaultValue(KafkaSettings.TOPIC) String logTopic,
        @DefaultValue("4") int logPartitions,
        @DefaultValue("1") short logReplicas) {
    public VectorServiceSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("ocellus.vector.port is " + port + ", must be 0 to 65535");
        }
        if (node.isBlank()) {
            throw new IllegalArgumentException("ocellus.vector.node is empty");
        }
        if (lease.toMillis() < 1000) {
            throw new IllegalArgumentException("ocellus.vector.lease is " + lease + ", at least 1 s is needed");
        }
    }

    /** Where nodes that stand by hand calls on to. */
    String addressFor(int actualPort) {
        String host = advertisedAddress;
        if (host.isEmpty()) {
            host = Set.of("0.0.0.0", "::").contains(listenAddress) ? hostName() : listenAddress;
        }
        boolean withPort = host.matches("[^:]+:[0-9]+|\\[.+]:[0-9]+");
        if (!withPort && host.contains(":") && !host.startsWith("[")) {
            host = "[" + host + "]";
        }
        return withPort ? host : host + ":" + actualPort;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "this machine has no name: set ocellus.vector.advertised-address to where others reach it", e);
        }
    }
}
