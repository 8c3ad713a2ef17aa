package io.ocellus.vector.service;

import java.nio.file.Path;
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
        @DefaultValue("4") int logPartitions,
        @DefaultValue("1") short logReplicas) {
    public VectorServiceSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("ocellus.vector.port is " + port + ", must be 0 to 65535");
        }
        if (node.isBlank()) {
            throw new IllegalArgumentException("ocellus.vector.node is empty");
        }
    }
}
