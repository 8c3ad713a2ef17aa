package io.ocellus.vector.service.access;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.ocellus.vector.storage.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Stands before every RPC, built or not: who calls, by the metadata; may they, by the message. */
public final class AccessInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> DATABASE = Metadata.Key.of("dbname", Metadata.ASCII_STRING_MARSHALLER);

    private final Authentication authentication;
    private final Authorization authorization;

    public AccessInterceptor(Authentication authentication, Authorization authorization) {
        this.authentication = authentication;
        this.authorization = authorization;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Principal caller;
        try {
            caller = authentication.authenticate(credential(headers));
        } catch (Unauthenticated e) {
            return refuse(
                    call,
                    Status.UNAUTHENTICATED.withDescription(
                            "auth check failure, please check username and password are correct"));
        } catch (Failure e) {
            return refuse(call, Status.UNAVAILABLE.withDescription(e.text()));
        }
        String database = headers.containsKey(DATABASE) ? String.valueOf(headers.get(DATABASE)) : "";
        String name = call.getMethodDescriptor().getBareMethodName();
        ServerCall.Listener<Q> listener = Contexts.interceptCall(Context.current(), call, headers, next);
        return new SimpleForwardingServerCallListener<>(listener) {
            private boolean refused;

            @Override
            public void onMessage(Q message) {
                if (refused) {
                    return;
                }
                try {
                    @SuppressWarnings("unchecked") // permit answers the type that it was given.
                    Q permitted = (Q) authorization.permit(caller, String.valueOf(name), (Message) message, database);
                    super.onMessage(permitted);
                } catch (Denied e) {
                    refused = true;
                    call.close(Status.PERMISSION_DENIED.withDescription(e.text()), new Metadata());
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }

    private static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    /** Milvus' clients send it in base64, without a scheme; the gateway and services send {@code Bearer}. */
    private static String credential(Metadata headers) {
        String value = headers.get(AUTHORIZATION);
        if (value == null) {
            return "";
        }
        if (value.startsWith("Bearer ")) {
            return value.substring("Bearer ".length()).strip();
        }
        try {
            return new String(Base64.getDecoder().decode(value.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
