package io.ocellus.vector.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.milvus.grpc.MilvusServiceGrpc;
import io.ocellus.authorization.CompiledPolicies;
import io.ocellus.authorization.Credential;
import io.ocellus.authorization.Identity;
import io.ocellus.authorization.SignedIdentity;
import io.ocellus.policies.PolicyModule;
import io.ocellus.vector.service.memory.MemoryDatabase;
import io.ocellus.vector.service.rest.RestService;
import io.ocellus.vector.service.search.Filters;
import io.ocellus.vector.service.transport.ActiveForwarding;
import io.ocellus.vector.service.transport.CallTraces;
import io.ocellus.vector.service.transport.MilvusCalls;
import io.ocellus.vector.service.transport.MilvusGrpc;
import io.ocellus.vector.service.transport.VectorServer;
import io.ocellus.vector.storage.expressions.Expressions;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each of the 117 calls × who asks, through the port. */
class EveryCallTest {
    private static final AtomicInteger exchanges = new AtomicInteger();
    private static final Privileges privileges = Privileges.committed();
    private static final MilvusUsers users = new RootPassword(Optional.of("secret"), Optional.empty())
            .over(new MilvusUsers() {
                private final java.util.Map<String, String> hashes = new java.util.concurrent.ConcurrentHashMap<>();

                @Override
                public Optional<String> passwordHash(String user) {
                    return Optional.ofNullable(hashes.get(user));
                }

                @Override
                public void addIfAbsent(String user, String passwordHash) {
                    hashes.putIfAbsent(user, passwordHash);
                }
            });
    private static VectorServer server;
    private static Channel channel;

    /** Knows {@code admin:right}, {@code user:right} and the access token {@code reads}. */
    private static final CredentialExchange PLATFORM = new CredentialExchange() {
        @Override
        public Optional<SignedIdentity> exchange(Credential credential) {
            exchanges.incrementAndGet();
            if (credential.equals(Credential.ofPassword("admin", "right"))) {
                return signed("admin", Set.of("admin"), Identity.Credential.BASIC);
            }
            if (credential.equals(Credential.ofPassword("user", "right"))) {
                return signed("user", Set.of("user"), Identity.Credential.BASIC);
            }
            return credential.equals(new Credential(Credential.Kind.ACCESS_TOKEN, "reads"))
                    ? signed("admin", Set.of("admin"), Identity.Credential.ACCESS_TOKEN)
                    : Optional.empty();
        }

        @Override
        public Optional<SignedIdentity> verify(String token) {
            return Optional.empty();
        }
    };

    private static Optional<SignedIdentity> signed(String name, Set<String> groups, Identity.Credential credential) {
        return Optional.of(new SignedIdentity(
                new Identity(7, name, groups, credential, credential == Identity.Credential.ACCESS_TOKEN),
                0,
                Clock.systemUTC().instant().plusSeconds(60)));
    }

    @BeforeAll
    static void start() {
        CallTraces traces = new CallTraces(new SecureRandom());
        MilvusCalls calls = MilvusCalls.over(new MemoryDatabase(), new Filters(new Expressions(new Random(1))));
        Authentication authentication =
                new Authentication(false, PLATFORM, users, Clock.systemUTC(), new SecureRandom());
        Authorization authorization =
                new Authorization(new CompiledPolicies(PolicyModule.bytes(), 4, Duration.ofSeconds(10)));
        server = VectorServer.start(
                new InetSocketAddress("127.0.0.1", 0),
                new MilvusGrpc(calls),
                new AccessInterceptor(authentication, authorization),
                traces,
                new RestService(calls, authentication, authorization, traces),
                new ActiveForwarding(Optional::empty),
                () -> true);
        channel = GrpcClients.newClient(
                        "gproto+http://127.0.0.1:" + server.port() + "/",
                        MilvusServiceGrpc.MilvusServiceBlockingStub.class)
                .getChannel();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<MethodDescriptor<?, ?>> unaryCalls() {
        return MilvusServiceGrpc.getServiceDescriptor().getMethods().stream()
                .filter(method -> method.getType() == MethodDescriptor.MethodType.UNARY)
                .<MethodDescriptor<?, ?>>map(method -> method)
                .toList();
    }

    private static Status.Code call(MethodDescriptor<?, ?> method, String credential, String database) {
        Metadata headers = new Metadata();
        if (!credential.isEmpty()) {
            headers.put(
                    Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                    Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8)));
        }
        Channel with = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        try {
            invoke(with, method, database);
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    @SuppressWarnings("unchecked") // The stub's own request type, empty but for the database.
    private static <Q, R> R invoke(Channel with, MethodDescriptor<Q, R> method, String database) {
        MethodDescriptor.PrototypeMarshaller<Q> marshaller =
                (MethodDescriptor.PrototypeMarshaller<Q>) method.getRequestMarshaller();
        Message request = (Message) marshaller.getMessagePrototype();
        FieldDescriptor field = request.getDescriptorForType().findFieldByName("db_name");
        if (field != null) {
            request = request.toBuilder().setField(field, database).build();
        }
        return ClientCalls.blockingUnaryCall(with, method, CallOptions.DEFAULT, (Q) request);
    }

    @Test
    void theTableNamesEachCallOnceAndNothingElse() {
        List<String> calls = MilvusServiceGrpc.getServiceDescriptor().getMethods().stream()
                .map(MethodDescriptor::getBareMethodName)
                .toList();
        assertThat(privileges.all().keySet())
                .containsExactlyInAnyOrderElementsOf(calls)
                .hasSize(117);
    }

    @Test
    void nobodyGetsPastTheDoor() {
        for (MethodDescriptor<?, ?> method : unaryCalls()) {
            for (String credential : List.of("", "admin:wrong", "nonsense", ":")) {
                assertThat(call(method, credential, ""))
                        .as(method.getBareMethodName() + " with " + credential)
                        .isEqualTo(Status.Code.UNAUTHENTICATED);
            }
        }
    }

    @Test
    void aWrongRootIsNobody() {
        for (String credential : List.of("root:wrong", "root:", "root", "eyJ.eyJ.x")) {
            assertThat(call(MilvusServiceGrpc.getListDatabasesMethod(), credential, ""))
                    .isEqualTo(Status.Code.UNAUTHENTICATED);
        }
    }

    @Test
    void aUserWithoutGrantsIsRefusedWhatTakesAPrivilege() {
        for (MethodDescriptor<?, ?> method : unaryCalls()) {
            boolean free = privileges
                    .of(String.valueOf(method.getBareMethodName()))
                    .name()
                    .equals(Privileges.NONE);
            Status.Code code = call(method, "user:right", "");
            if (free) {
                assertThat(code).as(method.getBareMethodName()).isNotEqualTo(Status.Code.PERMISSION_DENIED);
            } else {
                assertThat(code).as(method.getBareMethodName()).isEqualTo(Status.Code.PERMISSION_DENIED);
            }
        }
    }

    @Test
    void administratorsAndRootMayCallAllAndWhatIsNotBuiltSaysSo() {
        for (MethodDescriptor<?, ?> method : unaryCalls()) {
            for (String credential : List.of("admin:right", "root:secret")) {
                assertThat(call(method, credential, ""))
                        .as(method.getBareMethodName() + " as " + credential)
                        .isIn(Status.Code.OK, Status.Code.UNIMPLEMENTED);
            }
        }
    }

    @Test
    void theReservedDatabaseIsClosedAlsoToAdministrators() {
        for (MethodDescriptor<?, ?> method : unaryCalls()) {
            Message prototype = (Message)
                    ((MethodDescriptor.PrototypeMarshaller<?>) method.getRequestMarshaller()).getMessagePrototype();
            if (prototype.getDescriptorForType().findFieldByName("db_name") == null) {
                continue;
            }
            for (String credential : List.of("admin:right", "root:secret", "user:right")) {
                assertThat(call(method, credential, "_ocellus"))
                        .as(method.getBareMethodName() + " as " + credential)
                        .isEqualTo(Status.Code.PERMISSION_DENIED);
            }
        }
    }

    @Test
    void aReadingTokenReadsOnly() {
        assertThat(call(MilvusServiceGrpc.getShowCollectionsMethod(), "reads", ""))
                .isEqualTo(Status.Code.OK);
        assertThat(call(MilvusServiceGrpc.getDropCollectionMethod(), "reads", ""))
                .isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aCredentialIsAskedAboutOnceNotAtEachCall() {
        call(MilvusServiceGrpc.getGetVersionMethod(), "admin:right", "");
        int before = exchanges.get();
        for (int i = 0; i < 50; i++) {
            call(MilvusServiceGrpc.getGetVersionMethod(), "admin:right", "");
        }
        assertThat(exchanges.get()).isEqualTo(before);
    }

    @Test
    void aHashIsNotThePassword() {
        String hash = PasswordHash.of("secret", new SecureRandom());
        assertThat(hash).doesNotContain("secret");
        assertThat(PasswordHash.matches("secret", hash)).isTrue();
        assertThat(PasswordHash.matches("Secret", hash)).isFalse();
        assertThat(PasswordHash.matches("secret", "plain")).isFalse();
        assertThatThrownBy(() -> new Authentication(false, PLATFORM, users, Clock.systemUTC(), new SecureRandom())
                        .authenticate("x".repeat(9000)))
                .isInstanceOf(Unauthenticated.class);
    }
}
