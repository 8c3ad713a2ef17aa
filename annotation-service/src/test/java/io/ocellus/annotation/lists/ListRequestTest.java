package io.ocellus.annotation.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.annotation.model.Failure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListRequestTest {
    private static final String URL = "http://127.0.0.1:8080/api/tasks";
    private static final ListDefinition definition = ListDefinition.rows("t", "t.id")
            .search("name", "t.name")
            .number("project_id", "t.project_id")
            .simple("name", "project_id")
            .sort("-id");

    private static ListRequest request(Map<String, String> parameters) {
        return ListRequest.of(URL, parameters);
    }

    @Test
    void pagesPointToTheirNeighboursWithTheSameQuery() {
        ListRequest request = request(Map.of("page", "2", "page_size", "5", "name", "a b"));
        Page<String> page = request.answer(12, 2, List.of());
        assertThat(page.next()).isEqualTo(URL + "?name=a+b&page=3&page_size=5");
        assertThat(page.previous()).isEqualTo(URL + "?name=a+b&page_size=5");
    }

    @Test
    void aPageBeyondTheLastIsNotFound() {
        for (String page : List.of("x", "0", "-1", "3", "99999999", "99999999999999999999")) {
            assertThatThrownBy(() -> request(Map.of("page", page)).page(20))
                    .as(page)
                    .isInstanceOf(Failure.NotFound.class)
                    .hasMessage("Invalid page.");
        }
        assertThat(request(Map.of("page", "last")).page(21)).isEqualTo(3);
        assertThat(request(Map.of()).page(0)).isEqualTo(1);
    }

    @Test
    void aPageHoldsTenRowsUnlessToldOtherwiseAndNeverMoreThanFiveHundred() {
        assertThat(request(Map.of()).size()).isEqualTo(10);
        assertThat(request(Map.of("page_size", "x")).size()).isEqualTo(10);
        assertThat(request(Map.of("page_size", "-5")).size()).isEqualTo(10);
        assertThat(request(Map.of("page_size", "100000000000")).size()).isEqualTo(500);
        assertThat(request(Map.of("page_size", "all")).size()).isEqualTo(500);
    }

    @Test
    void theOrderIsTotalAndKnowsOnlyItsOwnFields() {
        assertThat(request(Map.of("sort", "name,-project_id")).order(definition))
                .isEqualTo("t.name ASC, t.project_id DESC, t.id ASC");
        assertThat(request(Map.of("sort", "password; DROP TABLE t")).order(definition))
                .isEqualTo("t.id DESC");
    }

    @Test
    void everyWordOfASearchMustBeFound() {
        Condition condition = request(Map.of("search", "50% a_b")).condition(definition);
        assertThat(condition.sql()).isEqualTo("(t.name ILIKE ?) AND (t.name ILIKE ?)");
        assertThat(condition.parameters()).containsExactly("%50\\%%", "%a\\_b%");
    }

    @Test
    void simpleFiltersCompareWholeValues() {
        assertThat(request(Map.of("project_id", "5", "name", "")).condition(definition))
                .isEqualTo(Condition.of("t.project_id = ?", 5L));
        assertThatThrownBy(() -> request(Map.of("project_id", "five")).condition(definition))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class, e -> assertThat(e.fields()).containsKey("project_id"));
    }
}
