package io.ocellus.annotation.curation;

import java.util.List;

/**
 * Best first.
 *
 * @param pending what was asked about has no vector yet; it will have one
 */
record Neighbours(List<Neighbour> results, boolean pending) {
    static final Neighbours PENDING = new Neighbours(List.of(), true);
}
