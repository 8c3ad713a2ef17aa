-- Written by SQL, never as entities: 100,000 shapes in a job is normal. No foreign keys: label ids are checked against the
-- label set, which the writer locks FOR KEY SHARE. `attributes` is {"<spec id>": "<value>"}; null when there are none.
CREATE SEQUENCE shape_id;
CREATE SEQUENCE track_id;
CREATE SEQUENCE track_shape_id;
CREATE SEQUENCE tag_id;

-- The first of `count` ids in a row. Whoever takes ids goes through here, so blocks are never torn by another taker.
CREATE FUNCTION take_ids(sequence regclass, count bigint) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    first bigint;
BEGIN
    PERFORM pg_advisory_lock(7201, sequence::oid::integer);  -- not until commit: others would wait for the whole save
    first := nextval(sequence);
    IF count > 1 THEN
        PERFORM setval(sequence, first + count - 1);
    END IF;
    PERFORM pg_advisory_unlock(7201, sequence::oid::integer);
    RETURN first;
END $$;

CREATE TABLE shape (
    job_id     bigint NOT NULL,
    id         bigint PRIMARY KEY,
    revision   bigint NOT NULL,          -- that gave it its present form
    frame      integer NOT NULL,
    label_id   bigint NOT NULL,
    type       smallint NOT NULL,
    occluded   boolean NOT NULL,
    outside    boolean NOT NULL,
    z_order    integer NOT NULL,
    rotation   double precision NOT NULL,
    parent_id  bigint,                   -- the skeleton that it is an element of
    group_id   bigint,
    score      double precision,
    source     varchar(64) NOT NULL,
    points     double precision[] NOT NULL,
    attributes jsonb
);
CREATE INDEX shape_frame ON shape (job_id, frame, id);
CREATE INDEX shape_revision ON shape (job_id, revision);
CREATE INDEX shape_parent ON shape (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE tag (
    job_id     bigint NOT NULL,
    id         bigint PRIMARY KEY,
    revision   bigint NOT NULL,
    frame      integer NOT NULL,
    label_id   bigint NOT NULL,
    group_id   bigint,
    score      double precision,
    source     varchar(64) NOT NULL,
    attributes jsonb
);
CREATE INDEX tag_frame ON tag (job_id, frame, id);

CREATE TABLE track (
    job_id     bigint NOT NULL,
    id         bigint PRIMARY KEY,
    revision   bigint NOT NULL,
    frame      integer NOT NULL,
    label_id   bigint NOT NULL,
    parent_id  bigint,
    group_id   bigint,
    source     varchar(64) NOT NULL,
    attributes jsonb
);
CREATE INDEX track_job ON track (job_id, id);
CREATE INDEX track_parent ON track (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE track_shape (
    job_id     bigint NOT NULL,
    id         bigint NOT NULL,
    revision   bigint NOT NULL,
    track_id   bigint NOT NULL,
    frame      integer NOT NULL,
    type       smallint NOT NULL,
    occluded   boolean NOT NULL,
    outside    boolean NOT NULL,
    z_order    integer NOT NULL,
    rotation   double precision NOT NULL,
    points     double precision[] NOT NULL,
    attributes jsonb,
    PRIMARY KEY (track_id, frame)
);
CREATE UNIQUE INDEX track_shape_id_only ON track_shape (id);
CREATE INDEX track_shape_job ON track_shape (job_id);

-- Pre-images only: creating costs nothing extra. The state of a job after revision r is what has `revision <= r` and no
-- `removed_in <= r`, here and in the tables above together.
CREATE TABLE shape_history (LIKE shape, removed_in bigint NOT NULL);
CREATE TABLE tag_history (LIKE tag, removed_in bigint NOT NULL);
CREATE TABLE track_history (LIKE track, removed_in bigint NOT NULL);
CREATE TABLE track_shape_history (LIKE track_shape, removed_in bigint NOT NULL);
CREATE INDEX shape_history_revision ON shape_history (job_id, removed_in);
CREATE INDEX tag_history_revision ON tag_history (job_id, removed_in);
CREATE INDEX track_history_revision ON track_history (job_id, removed_in);
CREATE INDEX track_shape_history_revision ON track_shape_history (job_id, removed_in);

-- One row per save: history, restore, lost-update protection and the feed (the outbox) in one.
CREATE TABLE job_revision (
    job_id       bigint NOT NULL,
    revision     bigint NOT NULL,
    at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    user_id      bigint,
    action       varchar(16) NOT NULL,
    counts       jsonb NOT NULL,
    request_key  varchar(128),
    request_hash bytea,                  -- of the body, so that a key is not taken for another request
    answer       jsonb,                  -- first ids and version: with the repeated body they make the first answer again
    trace_id     varchar(64),
    published    boolean NOT NULL DEFAULT false,
    purged_task  bigint,                 -- set on the last row of a job that is gone: whose it was
    PRIMARY KEY (job_id, revision)
);
CREATE UNIQUE INDEX job_revision_request_key ON job_revision (job_id, request_key) WHERE request_key IS NOT NULL;
CREATE INDEX job_revision_unpublished ON job_revision (at) WHERE NOT published;
