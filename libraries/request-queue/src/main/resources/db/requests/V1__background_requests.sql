-- Schema `requests`. The row is the truth about a background request; Redis carries hints only.
CREATE SEQUENCE fence;

CREATE TABLE background_request (
    id              text PRIMARY KEY,           -- CVAT's request id: action=…&target=…
    number          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    queue           text NOT NULL,
    state           text NOT NULL CHECK (state IN ('queued', 'started', 'finished', 'failed')),
    action          text NOT NULL,
    target          text NOT NULL,
    target_id       bigint,
    subresource     text,
    format          text,
    owner_id        bigint NOT NULL,
    organization_id bigint,
    project_id      bigint,
    task_id         bigint,
    job_id          bigint,
    params          jsonb NOT NULL,
    attempt         integer NOT NULL DEFAULT 0,
    fence           bigint NOT NULL DEFAULT 0,  -- of the present claim; unique over all claims ever
    lease_until     timestamptz,
    worker          text,
    not_before      timestamptz NOT NULL DEFAULT now(),
    progress        double precision,
    message         text NOT NULL DEFAULT '',
    result_id       bigint,
    result          jsonb,
    trace_id        text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    started_at      timestamptz,
    finished_at     timestamptz,
    expires_at      timestamptz
);
CREATE INDEX background_request_queued ON background_request (queue, not_before) WHERE state = 'queued';
CREATE INDEX background_request_leases ON background_request (lease_until) WHERE state = 'started';
CREATE INDEX background_request_owner ON background_request (owner_id, created_at);
CREATE INDEX background_request_expiry ON background_request (expires_at) WHERE expires_at IS NOT NULL;
