package io.ocellus.embeddings;

/** Proves to the vector service that a service of the platform calls: a signed identity, fresh at each call. */
@FunctionalInterface
public interface ServiceToken {
    String current();
}
