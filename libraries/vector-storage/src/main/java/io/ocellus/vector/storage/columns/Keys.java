package io.ocellus.vector.storage.columns;

import java.util.List;

/** Primary keys in the order given. */
public sealed interface Keys {
    int size();

    record Longs(long[] values) implements Keys {
        @Override
        public int size() {
            return values.length;
        }
    }

    record Texts(List<String> values) implements Keys {
        public Texts {
            values = List.copyOf(values);
        }

        @Override
        public int size() {
            return values.size();
        }
    }
}
