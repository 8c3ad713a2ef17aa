package io.ocellus.vector.storage.expressions;

import io.ocellus.vector.storage.columns.ArrayValue;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/** Stored arrays as values of the language. */
final class ArrayValues {
    private ArrayValues() {}

    static Value element(ArrayValue array, int index) {
        return switch (array) {
            case ArrayValue.Booleans booleans -> new Value.Bool(booleans.values()[index]);
            case ArrayValue.Longs longs -> new Value.Int(longs.values()[index]);
            case ArrayValue.Doubles doubles -> new Value.Real(doubles.values()[index]);
            case ArrayValue.Texts texts -> new Value.Text(texts.values().get(index));
        };
    }

    static Value whole(ArrayValue array) {
        List<Value> elements = new ArrayList<>(new AbstractList<Value>() {
            @Override
            public Value get(int index) {
                return element(array, index);
            }

            @Override
            public int size() {
                return array.length();
            }
        });
        return new Value.Items(elements);
    }
}
