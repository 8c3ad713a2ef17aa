package io.ocellus.annotation.formats.voc;

import io.ocellus.annotation.formats.LabelBook;
import io.ocellus.annotation.formats.geometry.Palette;
import io.ocellus.annotation.model.Failure;
import io.ocellus.annotation.model.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The label map: {@code background} first, then the labels, each with its colour. Immutable. */
final class VocLabels {
    static final String BACKGROUND = "background";

    private final Map<String, Integer> colors;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Long, Integer> numbers;

    private VocLabels(Map<String, Integer> colors, Map<Long, Integer> numbers) {
        this.colors = colors;
        this.numbers = numbers;
        colors.forEach((name, color) -> names.putIfAbsent(color, name));
    }

    static VocLabels of(LabelBook labels) {
        Map<String, Integer> colors = new LinkedHashMap<>();
        Map<Long, Integer> numbers = new HashMap<>();
        colors.put(BACKGROUND, 0);
        for (Label label : labels.all()) {
            int number = label.name().equals(BACKGROUND) ? 0 : colors.size();
            numbers.put(label.id(), number);
            colors.putIfAbsent(label.name(), Palette.color(number));
        }
        return new VocLabels(colors, numbers);
    }

    /** Of the lines of a {@code labelmap.txt}; labels without a colour get one by their place. */
    static VocLabels parse(String text) {
        Map<String, Integer> colors = new LinkedHashMap<>();
        List<String> plain = new ArrayList<>();
        for (String line : text.replace("\uFEFF", "").split("\\R")) {
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            String[] fields = line.strip().split(":", -1);
            String[] rgb = fields.length > 1 && !fields[1].isBlank() ? fields[1].split(",") : new String[0];
            if (rgb.length == 3) {
                colors.put(
                        fields[0],
                        component(rgb[0], line) << 16 | component(rgb[1], line) << 8 | component(rgb[2], line));
            } else {
                plain.add(fields[0]);
            }
        }
        for (String name : plain) {
            colors.putIfAbsent(name, Palette.color(name.equals(BACKGROUND) ? 0 : colors.size() + 1));
        }
        return new VocLabels(colors, Map.of());
    }

    private static int component(String text, String line) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= 0 && value <= 255) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new Failure.Invalid("labelmap.txt: '" + line + "' has no colour such as 128,0,0", e);
        }
        throw new Failure.Invalid("labelmap.txt: '" + line + "' has a colour outside 0 to 255");
    }

    List<String> all() {
        return List.copyOf(colors.keySet());
    }

    boolean has(String name) {
        return colors.containsKey(name);
    }

    /** The number of its colour. */
    int number(long labelId) {
        return numbers.getOrDefault(labelId, 0);
    }

    /** The label of a colour. */
    Optional<String> ofColor(int rgb) {
        return Optional.ofNullable(names.get(rgb));
    }

    String text() {
        StringBuilder text = new StringBuilder("# label:color_rgb:parts:actions\n");
        colors.forEach((name, color) -> text.append(name)
                .append(':')
                .append(color >> 16)
                .append(',')
                .append(color >> 8 & 255)
                .append(',')
                .append(color & 255)
                .append("::\n"));
        return text.toString();
    }
}
