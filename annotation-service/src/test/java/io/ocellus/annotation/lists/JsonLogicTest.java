package io.ocellus.annotation.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.annotation.model.Failure;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLogicTest {
    private static final Map<String, Column> columns = ListDefinition.rows("t", "t.id")
            .text("name", "t.name")
            .number("project_id", "t.project_id")
            .moment("updated_date", "t.updated")
            .columns();

    private static Condition parse(String filter) {
        return JsonLogic.parse(filter, columns);
    }

    @Test
    void aComparisonBindsItsValue() {
        Condition condition = parse("{\"==\":[{\"var\":\"name\"},\"x' OR 1=1 --\"]}");
        assertThat(condition.sql()).isEqualTo("t.name IS NOT NULL AND t.name = ?");
        assertThat(condition.parameters()).containsExactly("x' OR 1=1 --");
    }

    @Test
    void idsMayComeAsText() {
        assertThat(parse("{\"==\":[{\"var\":\"id\"},\"17\"]}").parameters()).containsExactly(17L);
    }

    @Test
    void groupsKeepTheirBrackets() {
        Condition condition =
                parse("{\"and\":[{\"or\":[{\"==\":[{\"var\":\"name\"},\"a\"]},{\"==\":[{\"var\":\"name\"},\"b\"]}]},"
                        + "{\"!\":{\"in\":[{\"var\":\"project_id\"},[1,2]]}}]}");
        assertThat(condition.sql())
                .isEqualTo("((t.name IS NOT NULL AND t.name = ?) OR (t.name IS NOT NULL AND t.name = ?))"
                        + " AND (NOT (t.project_id IS NOT NULL AND t.project_id IN (?, ?)))");
        assertThat(condition.parameters()).containsExactly("a", "b", 1L, 2L);
    }

    @Test
    void theFormsOfCvatsPageAreUnderstood() {
        assertThat(parse("{\"<=\":[\"2024-01-01\",{\"var\":\"updated_date\"},\"2024-02-01T00:00:00Z\"]}")
                        .parameters())
                .hasSize(2);
        assertThat(parse("{\"in\":[\"part\",{\"var\":\"name\"}]}").sql()).contains("position(");
        assertThat(parse("{\"!!\":{\"var\":\"project_id\"}}").sql()).isEqualTo("t.project_id IS NOT NULL");
        assertThat(parse("{\"==\":[{\"var\":\"project_id\"},null]}").sql()).isEqualTo("t.project_id IS NULL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\"",
                "{}",
                "[]",
                "5",
                "null",
                "{\"x\":1}",
                "{\"==\":[{\"var\":\"secret\"},1]}",
                "{\"==\":[1]}",
                "{\"==\":[{\"var\":\"id\"},\"many\"]}",
                "{\"==\":[{\"var\":\"id\"},99999999999999999999]}",
                "{\"and\":[]}",
                "{\"and\":{}}",
                "{\"in\":[{\"var\":\"id\"},5]}",
                "{\"<=\":[1,{\"var\":\"updated_date\"},2]}",
                "{\"==\":[{\"var\":\"name\"},\"\\u0000\"]}",
                "{\"var\":5}",
                "{\"==\":[{\"var\":\"id\"},1],\"!\":1}",
            })
    void whatCannotBeReadIsRefused(String filter) {
        assertThatThrownBy(() -> parse(filter)).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void deepAndLongFiltersAreRefused() {
        assertThatThrownBy(() -> parse("{\"!\":".repeat(30) + "{\"var\":\"id\"}" + "}".repeat(30)))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> parse("[".repeat(100_000))).isInstanceOf(Failure.Invalid.class);
        String term = "{\"==\":[{\"var\":\"id\"},1]},";
        assertThatThrownBy(() -> parse("{\"or\":[" + term.repeat(250) + "{\"var\":\"id\"}]}"))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefusedAndNeverEntersTheSql(@ForAll @StringLength(max = 60) String text) {
        String filter = "{\"==\":[{\"var\":\"name\"},"
                + tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(text) + "]}";
        try {
            assertThat(parse(filter).sql()).isEqualTo("t.name IS NOT NULL AND t.name = ?");
        } catch (Failure.Invalid e) {
            assertThat(text).contains("\0");
        }
    }
}
