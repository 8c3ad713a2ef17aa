package io.ocellus.annotation.store;

import java.util.Map;

/**
 * New ids for old ones; what is not named stays.
 *
 * @param labels of labels, joints of skeletons included
 * @param attributes of attributes
 */
public record Relabelling(Map<Long, Long> labels, Map<Long, Long> attributes) {
    public Relabelling {
        labels = Map.copyOf(labels);
        attributes = Map.copyOf(attributes);
    }
}
