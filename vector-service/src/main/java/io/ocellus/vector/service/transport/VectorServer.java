package io.ocellus.vector.service.transport;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.ocellus.vector.service.access.AccessInterceptor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The port: gRPC and REST v2 beside each other over HTTP/1.1 and HTTP/2 without TLS. Requests are read by Netty and served by a bounded pool;
 * what exceeds Milvus' sizes is refused before it is read.
 */
public final class VectorServer implements AutoCloseable {
    /** Milvus' limits of one message. */
    private static final int LARGEST_REQUEST = 64 * 1024 * 1024;

    private static final int LARGEST_ANSWER = 256 * 1024 * 1024;
    private static final int THREADS = 64;

    private final Server server;
    private final BlockingTaskExecutor executor;

    private VectorServer(Server server, BlockingTaskExecutor executor) {
        this.server = server;
        this.executor = executor;
    }

    /** Starts serving; returns once the port is bound. Port 0 takes a free one. */
    public static VectorServer start(
            InetSocketAddress address,
            MilvusGrpc grpc,
            AccessInterceptor access,
            CallTraces traces,
            HttpService rest,
            ActiveForwarding forwarding,
            BooleanSupplier ready) {
        BlockingTaskExecutor executor = BlockingTaskExecutor.builder()
                .threadNamePrefix("vector-call")
                .numThreads(THREADS)
                .keepAliveTime(Duration.ofSeconds(30))
                .build();
        GrpcService calls = GrpcService.builder()
                .addService(grpc)
                .intercept(access, traces)
                // Of the other forms JSON alone would cost a second of CPU at start: a codec is compiled for each
                // message type.
                .supportedSerializationFormats(GrpcSerializationFormats.PROTO)
                .maxRequestMessageLength(LARGEST_REQUEST)
                .maxResponseMessageLength(LARGEST_ANSWER)
                .useBlockingTaskExecutor(true)
                .build();
        Server server = Server.builder()
                .http(address)
                .blockingTaskExecutor(executor, true)
                .maxRequestLength(LARGEST_REQUEST + 1024L * 1024)
                // A call's own deadline comes with it; the sizes and the pool bound the rest.
                .requestTimeout(Duration.ofMinutes(10))
                .idleTimeout(Duration.ofMinutes(5))
                .gracefulShutdownTimeout(Duration.ofMillis(200), Duration.ofSeconds(5))
                .service(calls, forwarding::over)
                .serviceUnder("/v2/vectordb", forwarding.over(rest))
                .service(
                        "/healthz",
                        (context, request) -> HttpResponse.of(
                                ready.getAsBoolean() || forwarding.forwards()
                                        ? HttpStatus.OK
                                        : HttpStatus.SERVICE_UNAVAILABLE))
                .build();
        server.start().join();
        return new VectorServer(server, executor);
    }

    public int port() {
        return server.activeLocalPort();
    }

    @Override
    public void close() {
        server.stop().join();
        executor.shutdown();
    }
}
