package io.ocellus.embeddings;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The vectors in a collection of the reserved database {@code _ocellus}, over Milvus' REST API v2. The collection is made at the first use.
 * Requests carry at most {@value #ROWS} rows.
 */
public final class VectorServiceStore implements EmbeddingStore {
    private static final String DATABASE = "_ocellus";
    private static final int ROWS = 500;
    private static final List<String> SCALARS = List.of("task", "job", "frame", "label", "revision", "geometry");
    private static final JsonMapper json = JsonMapper.builder().build();

    private final URI base;
    private final java.time.Duration timeout;
    private final ServiceToken token;
    private final HttpClient http;
    private final String collection;
    private final int dimension;
    private volatile boolean made;

    public VectorServiceStore(
            EmbeddingSettings settings, ServiceToken token, HttpClient http, EmbeddingUnit unit, EmbeddingModel model) {
        this.base = settings.vectorService();
        this.timeout = settings.timeout();
        this.token = token;
        this.http = http;
        this.collection = unit.collection(model.id());
        this.dimension = model.dimension();
    }

    @Override
    public void put(List<Embedding> embeddings) {
        for (List<Embedding> some : slices(embeddings)) {
            ObjectNode body = body();
            ArrayNode rows = body.putArray("data");
            for (Embedding e : some) {
                ObjectNode row = rows.addObject();
                row.put("id", e.id())
                        .put("task", e.task())
                        .put("job", e.job())
                        .put("frame", e.frame())
                        .put("label", e.label())
                        .put("revision", e.revision())
                        .put("geometry", e.geometry());
                ArrayNode vector = row.putArray("vector");
                for (float value : e.vector()) {
                    vector.add(value);
                }
            }
            call("entities/upsert", body);
        }
    }

    @Override
    public void remove(Collection<Long> ids) {
        for (List<Long> some : slices(List.copyOf(ids))) {
            call("entities/delete", body().put("filter", "id in " + list(some)));
        }
    }

    @Override
    public void removeTask(long task) {
        call("entities/delete", body().put("filter", "task == " + task));
    }

    @Override
    public void removeJob(long job) {
        call("entities/delete", body().put("filter", "job == " + job));
    }

    @Override
    public Map<Long, Facts> facts(Collection<Long> ids) {
        Map<Long, Facts> found = new HashMap<>();
        for (JsonNode row : byId(ids, List.of("label", "geometry"))) {
            found.put(
                    row.path("id").asLong(),
                    new Facts(row.path("label").asLong(), row.path("geometry").asLong()));
        }
        return found;
    }

    @Override
    public Map<Long, float[]> vectors(Collection<Long> ids) {
        Map<Long, float[]> found = new HashMap<>();
        for (JsonNode row : byId(ids, List.of("vector"))) {
            JsonNode values = row.path("vector");
            float[] vector = new float[values.size()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) values.get(i).asDouble();
            }
            found.put(row.path("id").asLong(), vector);
        }
        return found;
    }

    @Override
    public Map<Long, Long> idsByGeometry(long task, Collection<Long> fingerprints) {
        Map<Long, Long> found = new HashMap<>();
        for (List<Long> some : slices(List.copyOf(fingerprints))) {
            ObjectNode body = body().put("filter", "task == " + task + " and geometry in " + list(some))
                    .put("limit", 16_000);
            body.putArray("outputFields").add("id").add("geometry");
            for (JsonNode row : call("entities/query", body)) {
                found.put(row.path("geometry").asLong(), row.path("id").asLong());
            }
        }
        return found;
    }

    @Override
    public List<Hit> search(float[] vector, Filter filter, int limit) {
        if (isEmpty(filter.tasks()) || isEmpty(filter.labels())) {
            return List.of();
        }
        ObjectNode body = body().put("annsField", "vector").put("limit", limit);
        ArrayNode query = body.putArray("data").addArray();
        for (float value : vector) {
            query.add(value);
        }
        List<String> conditions = new ArrayList<>();
        if (filter.tasks() != null) {
            conditions.add("task in " + list(filter.tasks()));
        }
        if (filter.labels() != null) {
            conditions.add("label in " + list(filter.labels()));
        }
        body.put("filter", String.join(" and ", conditions));
        body.putArray("outputFields").add("task").add("frame").add("geometry");
        List<Hit> hits = new ArrayList<>();
        for (JsonNode row : call("entities/search", body)) {
            hits.add(new Hit(
                    row.path("id").asLong(),
                    row.path("task").asLong(),
                    row.path("frame").asInt(),
                    row.path("geometry").asLong(),
                    Math.min(1, row.path("distance").asDouble())));
        }
        return hits;
    }

    private List<JsonNode> byId(Collection<Long> ids, List<String> fields) {
        List<JsonNode> rows = new ArrayList<>();
        for (List<Long> some : slices(List.copyOf(ids))) {
            ObjectNode body = body().put("filter", "id in " + list(some)).put("limit", some.size());
            ArrayNode output = body.putArray("outputFields").add("id");
            fields.forEach(output::add);
            call("entities/query", body).forEach(rows::add);
        }
        return rows;
    }

    private ObjectNode body() {
        return json.createObjectNode()
                .put("dbName", DATABASE)
                .put("collectionName", collection)
                .put("consistencyLevel", "Strong");
    }

    private JsonNode call(String path, ObjectNode body) {
        ensureCollection();
        return post(path, body);
    }

    private void ensureCollection() {
        if (made) {
            return;
        }
        synchronized (this) {
            if (made) {
                return;
            }
            ObjectNode name = json.createObjectNode().put("dbName", DATABASE).put("collectionName", collection);
            if (!post("collections/has", name.deepCopy()).path("has").asBoolean()) {
                post("collections/create", definition(name));
            }
            made = true;
        }
    }

    private ObjectNode definition(ObjectNode body) {
        ObjectNode schema = body.putObject("schema").put("autoId", false).put("enabledDynamicField", false);
        ArrayNode fields = schema.putArray("fields");
        fields.addObject().put("fieldName", "id").put("dataType", "Int64").put("isPrimary", true);
        for (String scalar : SCALARS) {
            fields.addObject().put("fieldName", scalar).put("dataType", "Int64");
        }
        fields.addObject()
                .put("fieldName", "vector")
                .put("dataType", "FloatVector")
                .putObject("elementTypeParams")
                .put("dim", dimension);
        body.putArray("indexParams")
                .addObject()
                .put("fieldName", "vector")
                .put("indexName", "vector")
                .put("metricType", "COSINE")
                .putObject("params")
                .put("index_type", "AUTOINDEX");
        body.putObject("params").put("consistencyLevel", "Strong");
        return body;
    }

    private JsonNode post(String path, ObjectNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/v2/vectordb/" + path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + token.current())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
        String trace = MDC.get("traceId");
        if (trace != null && trace.length() == 32) {
            request.header("traceparent", "00-" + trace + "-" + trace.substring(16) + "-01");
        }
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = json.readTree(response.body());
            if (response.statusCode() != 200 || answer.path("code").asInt(-1) != 0) {
                throw new EmbeddingsUnavailable("the vector service refused " + path + " of " + collection + ": "
                        + response.statusCode() + " " + answer.path("message").asString());
            }
            return answer.path("data");
        } catch (IOException | JacksonException e) {
            throw new EmbeddingsUnavailable("the vector service does not answer at " + base + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddingsUnavailable("interrupted while waiting for the vector service", e);
        }
    }

    private static boolean isEmpty(@Nullable List<Long> list) {
        return list != null && list.isEmpty();
    }

    private static String list(List<Long> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    private static <T> List<List<T>> slices(List<T> all) {
        List<List<T>> slices = new ArrayList<>();
        for (int first = 0; first < all.size(); first += ROWS) {
            slices.add(all.subList(first, Math.min(all.size(), first + ROWS)));
        }
        return slices;
    }
}
