package io.ocellus.annotation.labels;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The drawing of a skeleton label: clients name its joints by label, the stored form by id. */
final class SkeletonDrawing {
    private static final Pattern NAME = Pattern.compile("data-label-name=\"([^\"]*)\"");

    private SkeletonDrawing() {}

    /** {@code data-label-name="head"} becomes {@code data-label-id="5"}; names without a sublabel stay as they are. */
    static String withIds(String svg, Map<String, Long> ids) {
        return NAME.matcher(svg).replaceAll(match -> {
            Long id = ids.get(unescaped(match.group(1)));
            return Matcher.quoteReplacement(id == null ? match.group() : "data-label-id=\"" + id + "\"");
        });
    }

    private static String unescaped(String text) {
        return text.replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
