package io.ocellus.vector.storage.node;

import io.ocellus.vector.storage.query.Reader;
import java.time.Clock;

/** What a node does while it is active: each role behind its interface, and the proxy's own parts over these. */
record Roles(Active active, CoordinatorRole coordinator, StreamingRole streams, Writer writer, Reads reads) {
    static Roles of(Active active, CoordinatorRole coordinator, Reader reader, Clock clock) {
        StreamingRole streams = new LocalStreams(active);
        return new Roles(
                active,
                coordinator,
                streams,
                new Writer(coordinator, streams),
                new Reads(coordinator, new LocalQueries(active, reader), clock));
    }
}
