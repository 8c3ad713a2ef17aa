package io.ocellus.annotation.formats.imports;

import io.ocellus.annotation.formats.exports.DatasetFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds the frame that a dataset means. Names win: whole, then without extension, then by their last folders where only one frame fits.
 * A number alone decides only in a video, whose frames have no names of their own. Immutable.
 */
public final class FrameNames {
    private static final int AMBIGUOUS = -1;

    private final Map<Integer, DatasetFrame> frames = new HashMap<>();
    private final Map<String, Integer> byName = new HashMap<>();
    private final Map<String, Integer> byStem = new HashMap<>();
    private final Map<String, List<DatasetFrame>> byBase = new HashMap<>();
    private final boolean video;
    private final int firstNumber;
    private final int step;
    private final int lastIndex;

    /** @param frames those of the task or job, deleted ones too */
    public FrameNames(List<DatasetFrame> frames, boolean video, int firstNumber, int step) {
        this.video = video;
        this.firstNumber = firstNumber;
        this.step = Math.max(1, step);
        int last = 0;
        for (DatasetFrame frame : frames) {
            this.frames.put(frame.index(), frame);
            byName.putIfAbsent(frame.name(), frame.index());
            byStem.merge(frame.stem(), frame.index(), (a, b) -> AMBIGUOUS);
            byBase.computeIfAbsent(base(frame.stem()), name -> new ArrayList<>(1))
                    .add(frame);
            last = Math.max(last, frame.index());
        }
        this.lastIndex = last;
    }

    private static String base(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public boolean video() {
        return video;
    }

    public int lastIndex() {
        return lastIndex;
    }

    public Optional<DatasetFrame> frame(int index) {
        return Optional.ofNullable(frames.get(index));
    }

    /** @param path of the picture, with its extension or without */
    public Optional<DatasetFrame> find(String path) {
        String name = path.replace('\\', '/');
        Integer exact = byName.get(name);
        if (exact != null) {
            return frame(exact);
        }
        Optional<DatasetFrame> found = byStem(name).or(() -> byStem(DatasetFrame.stem(name)));
        return found.or(() -> video ? byVideoNumber(base(DatasetFrame.stem(name))) : Optional.empty());
    }

    private Optional<DatasetFrame> byStem(String stem) {
        Integer index = byStem.get(stem);
        if (index != null) {
            return index == AMBIGUOUS ? Optional.empty() : frame(index);
        }
        List<DatasetFrame> same = byBase.getOrDefault(base(stem), List.of()).stream()
                .filter(frame -> frame.stem().endsWith("/" + stem))
                .toList();
        return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
    }

    /** {@code frame_5} or {@code 5} that is no name of a frame is the fifth frame of the task. */
    private Optional<DatasetFrame> byVideoNumber(String name) {
        String digits = name.startsWith("frame_") ? name.substring("frame_".length()) : name;
        return number(digits).isPresent() ? frame(number(digits).getAsInt()) : Optional.empty();
    }

    /** The frame of a number in the source. */
    public Optional<DatasetFrame> ofNumber(long number) {
        long distance = number - firstNumber;
        return distance < 0 || distance % step != 0 || distance / step > Integer.MAX_VALUE
                ? Optional.empty()
                : frame((int) (distance / step));
    }

    static OptionalInt number(String digits) {
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(digits));
    }
}
