package io.ocellus.vector.service.transport;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.ocellus.vector.storage.log.TraceId;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gives each call the trace that its {@code traceparent} names, or a fresh one: for its log lines and its records. Thread-safe. */
public final class CallTraces implements ServerInterceptor {
    public static final String HEADER = "traceparent";
    private static final Metadata.Key<String> KEY = Metadata.Key.of(HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private final RandomGenerator random;

    /** @param random thread-safe */
    public CallTraces(RandomGenerator random) {
        this.random = random;
    }

    public TraceId of(@Nullable String header) {
        return Optional.ofNullable(header).flatMap(TraceId::parse).orElseGet(() -> TraceId.fresh(random));
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        TraceId trace = of(headers.get(KEY));
        try (TraceId.Lines _ = trace.lines()) {
            return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
                @Override
                public void onMessage(Q message) {
                    try (TraceId.Lines _ = trace.lines()) {
                        super.onMessage(message);
                    }
                }

                @Override
                public void onHalfClose() {
                    try (TraceId.Lines _ = trace.lines()) {
                        super.onHalfClose();
                    }
                }
            };
        }
    }
}
