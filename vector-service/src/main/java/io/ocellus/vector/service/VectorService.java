package io.ocellus.vector.service;

import io.ocellus.authorization.PolicyEngine;
import io.ocellus.objectstorage.ObjectStore;
import io.ocellus.vector.service.access.AccessInterceptor;
import io.ocellus.vector.service.access.Authentication;
import io.ocellus.vector.service.access.Authorization;
import io.ocellus.vector.service.access.HttpCredentialExchange;
import io.ocellus.vector.service.access.PlatformKeys;
import io.ocellus.vector.service.access.RootPassword;
import io.ocellus.vector.service.access.StoredMilvusUsers;
import io.ocellus.vector.service.rest.RestService;
import io.ocellus.vector.service.search.Filters;
import io.ocellus.vector.service.transport.ActiveForwarding;
import io.ocellus.vector.service.transport.CallTraces;
import io.ocellus.vector.service.transport.MilvusCalls;
import io.ocellus.vector.service.transport.MilvusGrpc;
import io.ocellus.vector.service.transport.VectorServer;
import io.ocellus.vector.storage.VectorDatabase;
import io.ocellus.vector.storage.expressions.Expressions;
import io.ocellus.vector.storage.log.KafkaSettings;
import io.ocellus.vector.storage.node.VectorNode;
import io.ocellus.vector.storage.node.VectorStorageSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The vector service whole: pool, migrations, engine, port. Made of parts that know nothing of Spring; started and closed once. The port
 * opens before the engine serves: until then calls answer that it cannot serve yet, and {@code /healthz} answers 503.
 */
final class VectorService implements AutoCloseable {
    private final VectorDatabasePool pool;
    private final VectorNode node;
    private final VectorServer server;

    private VectorService(VectorDatabasePool pool, VectorNode node, VectorServer server) {
        this.pool = pool;
        this.node = node;
        this.server = server;
    }

    static VectorService start(
            VectorServiceSettings settings,
            VectorDatabasePool pool,
            String kafka,
            ObjectStore store,
            PolicyEngine policies,
            RootPassword rootPassword,
            URI identity,
            Clock clock) {
        VectorStorageSettings standard = VectorStorageSettings.standard(
                new KafkaSettings(kafka, settings.logTopic(), settings.logPartitions(), settings.logReplicas()),
                settings.cacheDirectory(),
                settings.node());
        VectorStorageSettings storage = new VectorStorageSettings(
                standard.kafka(),
                standard.cacheFolder(),
                settings.cacheBytes(),
                standard.node(),
                settings.lease(),
                standard.partitions(),
                standard.buildThreads(),
                standard.concurrentReads());
        VectorNode node = VectorNode.create(storage, pool.source(), store, clock);
        ActiveForwarding forwarding = new ActiveForwarding(node::elsewhere);
        SecureRandom random = new SecureRandom();
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
        Authentication authentication = new Authentication(
                !settings.authentication(),
                new HttpCredentialExchange(http, identity, new PlatformKeys(http, identity, clock), clock),
                rootPassword.over(new StoredMilvusUsers(JdbcClient.create(pool.source()))),
                clock,
                random);
        Authorization authorization = new Authorization(policies);
        CallTraces traces = new CallTraces(random);
        MilvusCalls calls = MilvusCalls.over(node, new Filters(new Expressions(random)));
        VectorServer server = VectorServer.start(
                new InetSocketAddress(settings.listenAddress(), settings.port()),
                new MilvusGrpc(calls),
                new AccessInterceptor(authentication, authorization),
                traces,
                new RestService(calls, authentication, authorization, traces),
                forwarding,
                node::ready);
        node.begin(settings.addressFor(server.port()), forwarding::abandon);
        return new VectorService(pool, node, server);
    }

    VectorDatabase database() {
        return node;
    }

    /** Whether calls are handed on to another process, which is the active one. */
    boolean handsOn() {
        return node.elsewhere().isPresent();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
        node.close();
        pool.close();
    }
}
