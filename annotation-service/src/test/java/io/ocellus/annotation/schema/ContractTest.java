package io.ocellus.annotation.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ocellus.annotation.identity.RunningService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Our OpenAPI document beside CVAT's, where that lies beside the clone. */
class ContractTest {
    private static RunningService service;
    private static JsonNode ours;

    @BeforeAll
    static void start() throws Exception {
        service = RunningService.start();
        ours = service.call("GET", "/api/schema/?scheme=json", "").body();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode contract() throws IOException {
        Path found = List.of("../../shared", "../../../shared").stream()
                .map(folder -> Path.of(folder, "compat/cvat/schema.yml"))
                .filter(Files::exists)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, "no contract beside the clone");
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(20 << 20);
        return JsonMapper.shared().valueToTree(new Yaml(options).load(Files.readString(found)));
    }

    /** Operation ids by method and path. */
    private static Map<String, String> operations(JsonNode document) {
        Map<String, String> ids = new TreeMap<>();
        document.get("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .filter(operation -> operation.getValue().has("operationId"))
                        .forEach(operation -> ids.put(
                                operation.getKey() + " " + path.getKey(),
                                operation.getValue().get("operationId").asString())));
        return ids;
    }

    @Test
    void everyOperationThatWeMapHasTheIdOfTheContract() throws IOException {
        Map<String, String> contract = operations(contract());
        Map<String, String> mapped = operations(ours);
        assertThat(contract).containsAllEntriesOf(mapped);
        Set<String> missing = new TreeSet<>(contract.keySet());
        missing.removeAll(mapped.keySet());
        System.out.println(mapped.size() + " of " + contract.size() + " operations are mapped; missing: " + missing);
    }

    @Test
    void theFieldsOfOurRecordsAreThoseOfTheContract() throws IOException {
        JsonNode contract = contract().get("components").get("schemas");
        JsonNode schemas = ours.get("components").get("schemas");
        for (String name :
                List.of("TaskRead", "ProjectRead", "JobRead", "Label", "About", "Plugins", "DatasetFormats")) {
            Set<String> wanted =
                    new HashSet<>(contract.get(name).get("properties").propertyNames());
            assertThat(schemas.get(name)).as(name).isNotNull();
            assertThat(new HashSet<>(schemas.get(name).get("properties").propertyNames()))
                    .as(name)
                    .isEqualTo(wanted);
        }
    }

    @Test
    void thePathsThatCvatsPageLooksForAreThere() {
        assertThat(ours.get("paths").propertyNames()).contains("/api/auth/login", "/api/auth/register", "/api/tasks");
        assertThat(ours.get("openapi").asString()).startsWith("3.0");
    }

    @Test
    void theSchemaIsYamlUnlessAskedForJson() throws Exception {
        assertThat(service.call("GET", "/api/schema", "").raw().body()).contains("openapi: 3.0.3");
    }
}
