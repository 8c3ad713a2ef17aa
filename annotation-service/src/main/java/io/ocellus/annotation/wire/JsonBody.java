package io.ocellus.annotation.wire;

import io.ocellus.annotation.model.Failure;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads small JSON bodies, such as those of projects, tasks and labels (annotations have a streaming reader of their own). At most
 * {@value #LIMIT} bytes and {@value #DEPTH} levels; anything else is a {@link Failure} in CVAT's form. HTML form fields are taken as text
 * values, as CVAT does.
 */
public final class JsonBody {
    /** Bytes; the largest label sets known have a few thousand labels, far below. */
    public static final int LIMIT = 16 << 20;

    public static final int DEPTH = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxStringLength(LIMIT)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /** The fields of the body; an absent body is an object without fields. */
    public static Fields fields(HttpServletRequest request) {
        JsonNode body = read(request);
        if (body instanceof ObjectNode object) {
            return new Fields(object);
        }
        throw Failure.Invalid.field(
                "non_field_errors", "Invalid data. Expected a dictionary, but got " + Fields.kind(body) + ".");
    }

    public static JsonNode read(HttpServletRequest request) {
        String type = mediaType(request.getContentType());
        if (type.equals("application/x-www-form-urlencoded") || type.equals("multipart/form-data")) {
            return form(request);
        }
        if (request.getContentLengthLong() > LIMIT) {
            throw tooLarge();
        }
        try (InputStream in = request.getInputStream()) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw tooLarge();
            }
            if (bytes.length == 0) {
                return JsonNodeFactory.instance.objectNode();
            }
            if (!type.isEmpty() && !type.equals("application/json") && !type.endsWith("+json")) {
                throw new Failure.UnsupportedMedia("Unsupported media type \"" + type + "\" in request.");
            }
            return parse(bytes);
        } catch (IOException e) {
            throw new Failure.Malformed("The body ended early.", e);
        }
    }

    /** Parses with the same bounds, for JSON that stands in a query or in a form field. */
    public static JsonNode parse(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw JsonFault.of(e);
        }
    }

    private static JsonNode form(HttpServletRequest request) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length > 0) {
                object.put(name, values[values.length - 1]);
            }
        });
        return object;
    }

    private static Failure tooLarge() {
        return new Failure.TooLarge("The body has more than " + LIMIT + " bytes.");
    }

    private static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .trim()
                .toLowerCase(Locale.ROOT);
    }
}
