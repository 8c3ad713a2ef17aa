package io.ocellus.acceptance.apart;

/** What the deployables stand on. */
enum Server {
    POSTGRES,
    REDIS,
    KAFKA,
    OBJECT_STORAGE
}
