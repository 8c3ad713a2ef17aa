package io.ocellus.annotation.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Items ordered by frame, given frame by frame. Not thread-safe. */
final class FrameGroups<T> implements Iterator<FrameGroups.Group<T>> {
    private final Iterator<T> items;
    private final ToIntFunction<T> frameOf;
    private @Nullable T ahead;

    FrameGroups(Iterator<T> items, ToIntFunction<T> frameOf) {
        this.items = items;
        this.frameOf = frameOf;
    }

    /** What one frame holds; at least one item. */
    record Group<T>(int frame, List<T> items) {}

    @Override
    public boolean hasNext() {
        return peek() != null;
    }

    /** The frame that {@link #next} will give. */
    int frame() {
        T item = peek();
        if (item == null) {
            throw new NoSuchElementException();
        }
        return frameOf.applyAsInt(item);
    }

    private @Nullable T peek() {
        if (ahead == null && items.hasNext()) {
            ahead = items.next();
        }
        return ahead;
    }

    @Override
    public Group<T> next() {
        int frame = frame();
        List<T> group = new ArrayList<>();
        for (T item = peek(); item != null && frameOf.applyAsInt(item) == frame; item = peek()) {
            group.add(item);
            ahead = null;
        }
        return new Group<>(frame, group);
    }
}
