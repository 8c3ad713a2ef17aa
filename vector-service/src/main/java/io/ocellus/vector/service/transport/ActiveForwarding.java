package io.ocellus.vector.service.transport;

import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.ClientRequestContextCaptor;
import com.linecorp.armeria.client.Clients;
import com.linecorp.armeria.client.UnprocessedRequestException;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * While another process is the active one, hands calls on to it as they are, credentials included: that one decides. A call is handed on
 * once only. One that never reached it is answered as UNAVAILABLE, which clients try again; so is a read that it left open. An insert that
 * it left open may have been done: DEADLINE_EXCEEDED, which clients do not repeat by themselves. Thread-safe.
 */
public final class ActiveForwarding {
    private static final String HANDED_ON = "x-ocellus-handed-on";
    private static final String UNAVAILABLE = "14";
    private static final String DEADLINE_EXCEEDED = "4";

    private final Supplier<Optional<String>> elsewhere;
    private final Map<String, WebClient> clients = new ConcurrentHashMap<>();
    private final Set<ClientRequestContext> open = ConcurrentHashMap.newKeySet();

    /** @param elsewhere {@code host:port} of the active process, while this one is not */
    public ActiveForwarding(Supplier<Optional<String>> elsewhere) {
        this.elsewhere = elsewhere;
    }

    /** Whether calls are answered by somebody else now. */
    boolean forwards() {
        return elsewhere.get().isPresent();
    }

    /** Who is active changed: what is still open there gets no answer that counts. */
    public void abandon() {
        open.forEach(ClientRequestContext::cancel);
    }

    HttpService over(HttpService own) {
        return new SimpleDecoratingHttpService(own) {
            @Override
            public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
                Optional<String> address = elsewhere.get();
                if (address.isEmpty() || request.headers().contains(HANDED_ON)) {
                    return unwrap().serve(context, request);
                }
                return handOn(address.get(), request);
            }
        };
    }

    private HttpResponse handOn(String address, HttpRequest request) {
        WebClient client = clients.computeIfAbsent(
                address,
                to -> WebClient.builder("h2c://" + to)
                        .responseTimeoutMillis(0)
                        .writeTimeoutMillis(0)
                        .maxResponseLength(0)
                        .build());
        HttpRequest handed = request.withHeaders(request.headers().toBuilder().set(HANDED_ON, "1"));
        HttpResponse answer;
        try (ClientRequestContextCaptor captor = Clients.newContextCaptor()) {
            answer = client.execute(handed);
            ClientRequestContext call = captor.get();
            open.add(call);
            var _ = answer.whenComplete().handle((done, failure) -> open.remove(call));
        }
        return answer.recover(failure -> refusal(request, failure));
    }

    private static HttpResponse refusal(HttpRequest request, Throwable failure) {
        boolean reached = !(failure instanceof UnprocessedRequestException);
        String told = reached ? "the active vector node gave no answer" : "the active vector node cannot be reached";
        MediaType type = request.contentType();
        if (type == null || !type.subtype().startsWith("grpc")) {
            return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, "{\"code\":1,\"message\":\"" + told + "\"}");
        }
        boolean unrepeatable = reached && request.path().endsWith("/Insert");
        return HttpResponse.of(ResponseHeaders.builder(HttpStatus.OK)
                .contentType(type)
                .add("grpc-status", unrepeatable ? DEADLINE_EXCEEDED : UNAVAILABLE)
                .add("grpc-message", told)
                .endOfStream(true)
                .build());
    }
}
