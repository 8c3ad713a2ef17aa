package io.ocellus.annotation.store;

import java.util.Set;

/**
 * Which frames to show, and how tracks are continued over them.
 *
 * @param first first frame
 * @param last last frame, inclusive: open tracks are continued up to here
 * @param deleted frames that are left out; keyframes on them do not count
 * @param includeOutside whether positions outside of the picture come too; without it only keyframes do
 */
public record FrameSelection(int first, int last, Set<Integer> deleted, boolean includeOutside) {
    public FrameSelection {
        deleted = Set.copyOf(deleted);
    }

    public static FrameSelection range(int first, int last) {
        return new FrameSelection(first, last, Set.of(), false);
    }
}
