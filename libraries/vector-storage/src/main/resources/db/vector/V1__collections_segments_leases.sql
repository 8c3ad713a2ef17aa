-- Who coordinates: one row. Every metadata transaction holds it FOR SHARE with its own epoch; expiry goes by this server's clock.
CREATE TABLE coordinator_lease (
    id         integer PRIMARY KEY CHECK (id = 1),
    holder     text        NOT NULL,
    -- Where the holder answers calls: host:port, empty where it answers none.
    address    text        NOT NULL,
    epoch      bigint      NOT NULL,
    expires_at timestamptz NOT NULL
);
INSERT INTO coordinator_lease VALUES (1, '', '', 0, 'epoch');

-- Ids of collections, partitions, indexes and segments, handed out in blocks; rising, so that a later growing segment has a larger id.
CREATE SEQUENCE object_id START 1000 INCREMENT 1000;
-- Generated primary keys, handed out in blocks.
CREATE SEQUENCE row_id START 1000000 INCREMENT 1000000;

CREATE TABLE log_partition (
    id                integer PRIMARY KEY,
    owner             text   NOT NULL,
    epoch             bigint NOT NULL,
    checkpoint_offset bigint NOT NULL DEFAULT 0,
    checkpoint_key    text
);

CREATE TABLE collection (
    id            bigint PRIMARY KEY,
    database_name text    NOT NULL,
    name          text    NOT NULL,
    description   text    NOT NULL,
    fields        jsonb   NOT NULL,
    consistency   integer NOT NULL,
    properties    jsonb   NOT NULL,
    created       bigint  NOT NULL,
    updated       bigint  NOT NULL,
    -- Partitions that serve reads, and whether those created later do so at once.
    loaded        bigint[] NOT NULL DEFAULT '{}',
    loads_new     boolean NOT NULL DEFAULT false,
    state         text    NOT NULL CHECK (state IN ('creating', 'ready', 'dropping'))
);
CREATE UNIQUE INDEX collection_name ON collection (database_name, name) WHERE state <> 'dropping';

CREATE TABLE shard (
    collection_id bigint  NOT NULL REFERENCES collection ON DELETE CASCADE,
    number        integer NOT NULL,
    log_partition integer NOT NULL REFERENCES log_partition,
    view_version  bigint  NOT NULL DEFAULT 0,
    PRIMARY KEY (collection_id, number)
);
CREATE INDEX shard_log_partition ON shard (log_partition);

CREATE TABLE collection_partition (
    id            bigint PRIMARY KEY,
    collection_id bigint NOT NULL REFERENCES collection ON DELETE CASCADE,
    name          text   NOT NULL,
    created       bigint NOT NULL,
    UNIQUE (collection_id, name)
);

-- Further names of a collection. No collection of the database has the name of an alias; the coordinator sees to it.
CREATE TABLE collection_alias (
    database_name text   NOT NULL,
    name          text   NOT NULL,
    collection_id bigint NOT NULL REFERENCES collection ON DELETE CASCADE,
    PRIMARY KEY (database_name, name)
);
CREATE INDEX collection_alias_collection ON collection_alias (collection_id);

CREATE TABLE field_index (
    id            bigint PRIMARY KEY,
    collection_id bigint  NOT NULL REFERENCES collection ON DELETE CASCADE,
    field_id      integer NOT NULL,
    name          text    NOT NULL,
    parameters    jsonb   NOT NULL,
    created       bigint  NOT NULL,
    UNIQUE (collection_id, name)
);

-- Sealed segments. A dropped one stays until its files are deleted.
CREATE TABLE segment (
    id            bigint PRIMARY KEY,
    collection_id bigint  NOT NULL,
    shard         integer NOT NULL,
    partition_id  bigint  NOT NULL,
    row_count     integer NOT NULL,
    min_timestamp bigint  NOT NULL,
    max_timestamp bigint  NOT NULL,
    bytes         bigint  NOT NULL,
    marked_rows   integer NOT NULL,
    last_field    integer NOT NULL, -- fields with a greater id came later: no file here
    dropped_at    timestamptz
);
CREATE INDEX segment_collection ON segment (collection_id, shard) WHERE dropped_at IS NULL;
CREATE INDEX segment_dropped ON segment (dropped_at) WHERE dropped_at IS NOT NULL;

-- Up to where the rows of a partition of a shard lie in sealed segments: replay skips inserts below the offset, and growing segments of a
-- checkpoint with an id up to growing_id.
CREATE TABLE sealed_through (
    collection_id bigint  NOT NULL REFERENCES collection ON DELETE CASCADE,
    shard         integer NOT NULL,
    partition_id  bigint  NOT NULL,
    log_offset    bigint  NOT NULL,
    growing_id    bigint  NOT NULL,
    PRIMARY KEY (collection_id, shard, partition_id)
);

CREATE TABLE segment_index (
    segment_id bigint NOT NULL REFERENCES segment ON DELETE CASCADE,
    index_id   bigint NOT NULL REFERENCES field_index ON DELETE CASCADE,
    PRIMARY KEY (segment_id, index_id)
);

-- Changes of definition that are committed but perhaps not yet in the log: sent again by id after a crash.
CREATE TABLE pending_ddl (
    id            bigint PRIMARY KEY,
    collection_id bigint      NOT NULL,
    kind          text        NOT NULL,
    body          jsonb       NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);
