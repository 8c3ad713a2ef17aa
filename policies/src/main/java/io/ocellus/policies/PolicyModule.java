package io.ocellus.policies;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The compiled policy of this build: a WebAssembly module with the entry points {@code <package>/allow} and, for packages with lists,
 * {@code <package>/filter}. It is committed beside the hash of its sources; {@code policies/compile} makes both anew.
 */
public final class PolicyModule {
    private PolicyModule() {}

    /** The module's bytes, read anew at each call. */
    public static byte[] bytes() {
        return read("policy.wasm");
    }

    /** SHA-256 in hex of all {@code *.rego} files, concatenated in the order of their names. */
    public static String hashOfSources() {
        return new String(read("policy.sources.sha256"), StandardCharsets.US_ASCII).strip();
    }

    private static byte[] read(String name) {
        try (InputStream in = PolicyModule.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing: run policies/compile");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
