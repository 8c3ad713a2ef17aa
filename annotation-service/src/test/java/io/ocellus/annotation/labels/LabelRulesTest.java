package io.ocellus.annotation.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.wire.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LabelRulesTest {
    private static List<LabelSpec> read(String labels) {
        Fields fields =
                new Fields((ObjectNode) JsonMapper.shared().readTree("{\"labels\":" + labels.replace('\'', '"') + "}"));
        List<LabelSpec> specs = LabelSpec.list(fields, "labels").orElse(List.of());
        fields.check();
        return specs;
    }

    @Property(tries = 50)
    void colorsOfASetAreDistinct(@ForAll @Size(max = 400) List<String> names) {
        List<String> colors = new ArrayList<>();
        for (String name : names) {
            String color = LabelColors.choose(name, colors);
            assertThat(color).matches("#[0-9a-f]{6}");
            colors.add(color);
        }
        assertThat(new HashSet<>(colors)).hasSameSizeAs(colors);
    }

    @Test
    void theSameNameHasTheSameColorInEverySet() {
        assertThat(LabelColors.choose("Car", List.of())).isEqualTo(LabelColors.choose(" car", List.of("#123456")));
    }

    @Test
    void jointsOfADrawingAreNamedByTheirIds() {
        String svg =
                "<circle data-label-name=\"head\"/><circle data-label-name=\"a &amp; b\"/><circle data-label-name=\"x\"/>";
        assertThat(SkeletonDrawing.withIds(svg, Map.of("head", 5L, "a & b", 6L)))
                .isEqualTo("<circle data-label-id=\"5\"/><circle data-label-id=\"6\"/><circle data-label-name=\"x\"/>");
    }

    @Test
    void aNewLabelNeedsAName() {
        assertThatThrownBy(() -> read("[{}]"))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        e -> assertThat(e.fields())
                                .isEqualTo(Map.of("labels", List.of("[0].name: This field is required."))));
        assertThat(read("[{'name':'car'}]").getFirst().name()).isEqualTo("car");
    }

    @Test
    void scriptsInADrawingAreRefused() {
        for (String svg : List.of("<script>1</script>", "<circle onload=1>", "<a href='javascript:x'>")) {
            assertThatThrownBy(() -> read("[{'name':'b','type':'skeleton','svg':'" + svg.replace('\'', ' ') + "'}]"))
                    .isInstanceOf(Failure.Invalid.class);
        }
    }

    @Test
    void wrongPartsOfALabelAreNamed() {
        assertThatThrownBy(() -> read("[{'name':'a','type':'blob','attributes':[{'name':'x','input_type':'knob'}]}]"))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        e -> assertThat(e.fields().get("labels"))
                                .anyMatch(text -> text.contains("blob"))
                                .anyMatch(text -> text.contains("attributes[0].input_type")));
    }
}
