package io.ocellus.standalone;

import java.util.Map;
import java.util.TreeMap;

/**
 * What this server itself decides in both contexts: the embedded servers' addresses, which elsewhere an operator gives, ports and
 * folders.
 */
record Settings(Options options, DataDirectory data, EmbeddedServers servers, int servicesPort) {
    /** How long a stop waits for requests in hand; a client that keeps one open must not keep the server from stopping. */
    private static final String PATIENCE = "4s";

    Map<String, Object> services() {
        Map<String, Object> settings = shared();
        settings.put("server.address", "127.0.0.1");
        settings.put("spring.lifecycle.timeout-per-shutdown-phase", PATIENCE);
        settings.put("server.port", servicesPort);
        settings.put("ocellus.embeddings.vector-service", "http://127.0.0.1:" + options.vectorPort());
        settings.put("server.max-http-request-header-size", "64KB");
        settings.put("ocellus.data-directory", data.folder().toString());
        settings.put(
                "ocellus.identity.admin-password-file", data.adminPasswordFile().toString());
        settings.put(
                "ocellus.annotations.spool-directory",
                data.folder().resolve("spool").toString());
        // One process a data folder: what an earlier one held is its own.
        settings.put("ocellus.requests.worker", "standalone");
        settings.put("ocellus.kafka.member", "standalone");
        settings.put("ocellus.vector.listen-address", options.listen());
        settings.put("ocellus.vector.port", options.vectorPort());
        settings.put("ocellus.vector.authentication", options.vectorAuthentication());
        settings.put(
                "ocellus.vector.cache-directory",
                data.folder().resolve("segments").toString());
        return settings;
    }

    Map<String, Object> gateway() {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("server.address", options.listen());
        settings.put("spring.lifecycle.timeout-per-shutdown-phase", PATIENCE);
        settings.put("server.port", options.port());
        settings.put("ocellus.gateway.annotation-service", "http://127.0.0.1:" + servicesPort);
        settings.put("ocellus.gateway.vector-service", "http://" + options.listen() + ":" + options.vectorPort());
        return settings;
    }

    private Map<String, Object> shared() {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("ocellus.database.url", servers.postgres().jdbcUrl());
        settings.put("ocellus.database.user", servers.postgres().user());
        settings.put("ocellus.database.password", servers.postgres().password());
        settings.put("ocellus.redis.url", servers.redis().url());
        settings.put("ocellus.kafka.bootstrap-servers", servers.kafka().bootstrapServers());
        settings.put("ocellus.object-storage.endpoint", servers.objectStorage().endpoint());
        settings.put(
                "ocellus.object-storage.access-key", servers.objectStorage().accessKey());
        settings.put(
                "ocellus.object-storage.secret-key", servers.objectStorage().secretKey());
        settings.put("ocellus.object-storage.bucket", "ocellus");
        settings.put(
                "ocellus.object-storage.local-root",
                servers.objectStorage().root().toString());
        return settings;
    }
}
