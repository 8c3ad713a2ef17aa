package io.ocellus.annotation.frames;

import io.ocellus.annotation.model.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CVAT's frame filter, whose one form is {@code step=N}. */
public final class FrameFilter {
    private static final Pattern STEP = Pattern.compile("step\\s*=\\s*([1-9]\\d{0,8})");

    private FrameFilter() {}

    /** The step; 1 for an empty filter. */
    public static int step(String filter) {
        if (filter.isBlank()) {
            return 1;
        }
        Matcher matcher = STEP.matcher(filter.strip());
        if (!matcher.matches()) {
            throw Failure.Invalid.field("frame_filter", "Not a frame filter: '" + filter + "'. Write step=N.");
        }
        return Integer.parseInt(matcher.group(1));
    }
}
