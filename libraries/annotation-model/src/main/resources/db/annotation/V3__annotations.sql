-- Written by SQL, never as entities: 100,000 shapes in a job is normal. No foreign keys: label ids are checked against the
-- label set, which the writer locks FOR KEY SHARE.
CREATE SEQUENCE shape_id;
CREATE SEQUENCE track_id;
CREATE SEQUENCE track_shape_id;
CREATE SEQUENCE tag_id;

CREATE TABLE shape (
    job_id     bigint NOT NULL,
    id         bigint NOT NULL,
    frame      integer NOT NULL,
    label_id   bigint NOT NULL,
    type       smallint NOT NULL,
    source     varchar(16) NOT NULL,
    occluded   boolean NOT NULL,
    outside    boolean NOT NULL,
    z_order    integer NOT NULL,
    rotation   double precision NOT NULL,
    group_id   bigint,
    parent_id  bigint,
    score      double precision,
    points     double precision[] NOT NULL,
    attributes jsonb,
    revision   bigint NOT NULL,
    PRIMARY KEY (job_id, id)
);
CREATE INDEX shape_frame ON shape (job_id, frame, id);
CREATE INDEX shape_id_only ON shape (id);

CREATE TABLE tag (
    job_id     bigint NOT NULL,
    id         bigint NOT NULL,
    frame      integer NOT NULL,
    label_id   bigint NOT NULL,
    source     varchar(16) NOT NULL,
    group_id   bigint,
    score      double precision,
    attributes jsonb,
    revision   bigint NOT NULL,
    PRIMARY KEY (job_id, id)
);
CREATE INDEX tag_frame ON tag (job_id, frame, id);

CREATE TABLE track (
    job_id     bigint NOT NULL,
    id         bigint NOT NULL,
    frame      integer NOT NULL,
    label_id   bigint NOT NULL,
    source     varchar(16) NOT NULL,
    group_id   bigint,
    parent_id  bigint,
    attributes jsonb,
    revision   bigint NOT NULL,
    PRIMARY KEY (job_id, id)
);

CREATE TABLE track_shape (
    job_id     bigint NOT NULL,
    track_id   bigint NOT NULL,
    id         bigint NOT NULL,
    frame      integer NOT NULL,
    type       smallint NOT NULL,
    occluded   boolean NOT NULL,
    outside    boolean NOT NULL,
    z_order    integer NOT NULL,
    rotation   double precision NOT NULL,
    points     double precision[] NOT NULL,
    attributes jsonb,
    revision   bigint NOT NULL,
    PRIMARY KEY (job_id, track_id, frame)
);

-- Pre-images only: creating costs nothing extra.
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
    job_id      bigint NOT NULL,
    revision    bigint NOT NULL,
    at          timestamptz NOT NULL DEFAULT now(),
    user_id     bigint,
    action      varchar(16) NOT NULL,
    counts      jsonb NOT NULL,
    request_key varchar(128),
    trace_id    varchar(64),
    published   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (job_id, revision)
);
CREATE UNIQUE INDEX job_revision_request_key ON job_revision (job_id, request_key) WHERE request_key IS NOT NULL;
CREATE INDEX job_revision_unpublished ON job_revision (at) WHERE NOT published;
