package io.ocellus.vector.service.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Our committed table: which privilege each RPC takes. An RPC that is not in it takes one that nobody can be granted. */
public final class Privileges {
    /** The privilege of calls that need none. */
    static final String NONE = "-";

    private static final Privilege UNKNOWN = new Privilege("Unknown", false);

    /**
     * @param name Milvus' name of the privilege
     * @param reads whether the call changes nothing, so that a read-only token may make it
     */
    record Privilege(String name, boolean reads) {}

    private final Map<String, Privilege> byCall;

    private Privileges(Map<String, Privilege> byCall) {
        this.byCall = Map.copyOf(byCall);
    }

    static Privileges committed() {
        Map<String, Privilege> byCall = new LinkedHashMap<>();
        try (InputStream in = Privileges.class.getResourceAsStream("privileges.tsv")) {
            if (in == null) {
                throw new IllegalStateException("privileges.tsv is missing");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .forEach(cells -> byCall.put(cells[0], new Privilege(cells[1], cells[2].equals("reads"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Privileges(byCall);
    }

    Privilege of(String call) {
        return byCall.getOrDefault(call, UNKNOWN);
    }

    Map<String, Privilege> all() {
        return byCall;
    }
}
