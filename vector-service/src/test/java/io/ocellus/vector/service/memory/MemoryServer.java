package io.ocellus.vector.service.memory;

import io.ocellus.authorization.CompiledPolicies;
import io.ocellus.authorization.Credential;
import io.ocellus.authorization.SignedIdentity;
import io.ocellus.policies.PolicyModule;
import io.ocellus.vector.service.access.AccessInterceptor;
import io.ocellus.vector.service.access.Authentication;
import io.ocellus.vector.service.access.Authorization;
import io.ocellus.vector.service.access.CredentialExchange;
import io.ocellus.vector.service.access.MilvusUsers;
import io.ocellus.vector.service.rest.RestService;
import io.ocellus.vector.service.search.Filters;
import io.ocellus.vector.service.transport.ActiveForwarding;
import io.ocellus.vector.service.transport.CallTraces;
import io.ocellus.vector.service.transport.MilvusCalls;
import io.ocellus.vector.service.transport.MilvusGrpc;
import io.ocellus.vector.service.transport.VectorServer;
import io.ocellus.vector.storage.expressions.Expressions;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** The edge over the database in memory, open to everybody: to try clients by hand. Argument: the port. */
public final class MemoryServer {
    private MemoryServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        MemoryDatabase database = new MemoryDatabase();
        CallTraces traces = new CallTraces(new SecureRandom());
        MilvusCalls calls = MilvusCalls.over(database, new Filters(new Expressions(new Random())));
        CredentialExchange nobody = new CredentialExchange() {
            @Override
            public Optional<SignedIdentity> exchange(Credential credential) {
                return Optional.empty();
            }

            @Override
            public Optional<SignedIdentity> verify(String token) {
                return Optional.empty();
            }
        };
        MilvusUsers none = new MilvusUsers() {
            @Override
            public Optional<String> passwordHash(String user) {
                return Optional.empty();
            }

            @Override
            public void addIfAbsent(String user, String passwordHash) {}
        };
        Authentication open = new Authentication(true, nobody, none, Clock.systemUTC(), new SecureRandom());
        Authorization authorization =
                new Authorization(new CompiledPolicies(PolicyModule.bytes(), 4, Duration.ofSeconds(1)));
        try (VectorServer server = VectorServer.start(
                new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])),
                new MilvusGrpc(calls),
                new AccessInterceptor(open, authorization),
                traces,
                new RestService(calls, open, authorization, traces),
                new ActiveForwarding(Optional::empty),
                database::ready)) {
            System.out.println("serving on " + server.port());
            Thread.currentThread().join();
        }
    }
}
