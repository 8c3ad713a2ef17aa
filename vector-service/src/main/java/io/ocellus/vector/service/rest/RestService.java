package io.ocellus.vector.service.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.ocellus.vector.service.access.Authentication;
import io.ocellus.vector.service.access.Authorization;
import io.ocellus.vector.service.access.Denied;
import io.ocellus.vector.service.access.Principal;
import io.ocellus.vector.service.access.Unauthenticated;
import io.ocellus.vector.service.errors.Refusal;
import io.ocellus.vector.service.errors.Statuses;
import io.ocellus.vector.service.transport.CallTraces;
import io.ocellus.vector.service.transport.MilvusCalls;
import io.ocellus.vector.storage.Failure;
import io.ocellus.vector.storage.log.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Milvus' REST v2. Each request is answered with HTTP 200 and a code in the body, but for a missing sign-in (401), a refused privilege (403),
 * an unknown path (404) and what is not built (501).
 */
public final class RestService implements HttpService {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(128)
                            .maxStringLength(16 * 1024 * 1024)
                            .build())
                    .build())
            .build();

    private final Authentication authentication;
    private final Authorization authorization;
    private final CallTraces traces;
    private final Map<String, Function<RestCall, ObjectNode>> routes = new HashMap<>();

    public RestService(
            MilvusCalls calls, Authentication authentication, Authorization authorization, CallTraces traces) {
        this.authentication = authentication;
        this.authorization = authorization;
        this.traces = traces;
        new CollectionRoutes(calls).addTo(routes);
        new PartitionRoutes(calls.partitions()).addTo(routes);
        new IndexRoutes(calls.indexes()).addTo(routes);
        new EntityRoutes(calls).addTo(routes);
        new AliasRoutes(calls.aliases()).addTo(routes);
        new PropertyRoutes(calls.alterations(), calls.indexes()).addTo(routes);
        new DatabaseRoutes(calls.system()).addTo(routes);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        String path = context.mappedPath();
        if (request.method() != HttpMethod.POST) {
            return HttpResponse.of(HttpStatus.NOT_FOUND);
        }
        return HttpResponse.of(
                request.aggregate().thenApplyAsync(body -> answer(path, body), context.blockingTaskExecutor()));
    }

    private HttpResponse answer(String path, AggregatedHttpRequest request) {
        try (TraceId.Lines _ =
                traces.of(request.headers().get(CallTraces.HEADER)).lines()) {
            return answerTraced(path, request);
        }
    }

    private HttpResponse answerTraced(String path, AggregatedHttpRequest request) {
        try {
            Principal caller = authentication.authenticate(credential(request.headers()));
            Function<RestCall, ObjectNode> route = routes.get(path);
            if (route == null) {
                return UnbuiltRoutes.contains(path)
                        ? send(HttpStatus.NOT_IMPLEMENTED, RestAnswer.error(10, path + " is not available yet"))
                        : send(HttpStatus.NOT_FOUND, RestAnswer.error(404, "there is no " + path));
            }
            return send(HttpStatus.OK, route.apply(call(request, caller)));
        } catch (Unauthenticated e) {
            return send(HttpStatus.UNAUTHORIZED, RestAnswer.error(1800, "user hasn't authenticated"));
        } catch (Denied e) {
            return send(HttpStatus.FORBIDDEN, RestAnswer.error(65535, e.text()));
        } catch (Failure.Absent e) {
            return send(HttpStatus.NOT_IMPLEMENTED, RestAnswer.error(e.code(), e.text()));
        } catch (RuntimeException e) {
            io.milvus.grpc.Status status = Statuses.of(e);
            return send(HttpStatus.OK, RestAnswer.error(status.getCode(), status.getReason()));
        }
    }

    private static HttpResponse send(HttpStatus status, ObjectNode body) {
        return HttpResponse.of(status, MediaType.JSON_UTF_8, JSON.writeValueAsBytes(body));
    }

    private RestCall call(AggregatedHttpRequest request, Principal caller) {
        byte[] bytes = request.content().array();
        if (bytes.length == 0) {
            throw new Refusal(
                    1801, "can only accept json format request, the request body should be nil, however {} is valid");
        }
        JsonNode body;
        try {
            body = JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw RestCall.malformed(e.getOriginalMessage());
        }
        if (body.isNull()) {
            // What clients that have nothing to say send: as good as an empty object.
            body = RestAnswer.NODES.objectNode();
        }
        if (!body.isObject()) {
            throw RestCall.malformed("the body is no object");
        }
        RequestHeaders headers = request.headers();
        return new RestCall(
                body,
                caller,
                authorization,
                headers.get("DB-Name", ""),
                !headers.get("Accept-Type-Allow-Int64", "true").equalsIgnoreCase("false"));
    }

    private static String credential(RequestHeaders headers) {
        String value = headers.get("authorization", "").strip();
        if (value.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return value.substring(7).strip();
        }
        if (value.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                return new String(Base64.getDecoder().decode(value.substring(6).strip()), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
        return "";
    }
}
