package io.ocellus.annotation.schema;

import io.ocellus.annotation.server.ServerConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** {@code /api/schema}: YAML, or JSON for {@code ?scheme=json}. Made at the first request and kept. Thread-safe. */
@RestController
class SchemaController {
    private static final MediaType JSON = MediaType.parseMediaType("application/vnd.oai.openapi+json");
    private static final MediaType YAML = MediaType.parseMediaType("application/vnd.oai.openapi;charset=utf-8");
    private final ObjectProvider<RequestMappingHandlerMapping> mappings;
    private byte @Nullable [] json;
    private byte @Nullable [] yaml;

    SchemaController(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    @GetMapping("/api/schema")
    ResponseEntity<byte[]> schema(
            @RequestParam(name = "scheme", defaultValue = "") String scheme,
            @RequestHeader(name = "Accept", defaultValue = "") String accept) {
        boolean asJson = scheme.equals("json") || (scheme.isEmpty() && accept.contains("json"));
        return ResponseEntity.ok().contentType(asJson ? JSON : YAML).body(asJson ? json() : yaml());
    }

    private synchronized byte[] json() {
        byte[] made = json;
        if (made == null) {
            made = JsonMapper.shared().writeValueAsBytes(document());
            json = made;
        }
        return made;
    }

    private synchronized byte[] yaml() {
        byte[] made = yaml;
        if (made == null) {
            DumperOptions options = new DumperOptions();
            options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
            made = new Yaml(options)
                    .dump(JsonMapper.shared().readValue(json(), Map.class))
                    .getBytes(StandardCharsets.UTF_8);
            yaml = made;
        }
        return made;
    }

    private Map<String, Object> document() {
        Map<String, HandlerMethod> built = new HashMap<>();
        mappings.orderedStream()
                .forEach(mapping -> mapping.getHandlerMethods().forEach((info, method) -> {
                    for (String path : info.getPatternValues()) {
                        Set<RequestMethod> verbs = info.getMethodsCondition().getMethods();
                        (verbs.isEmpty() ? EnumSet.allOf(RequestMethod.class) : verbs)
                                .forEach(verb -> built.put(verb + " " + Operation.shape(path), method));
                    }
                }));
        return new ApiDocument(built, ServerConfiguration.absentOperations()).document(ServerConfiguration.VERSION);
    }
}
