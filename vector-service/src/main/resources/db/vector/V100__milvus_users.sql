-- Users that only the vector face knows: root, and later those made through Milvus' API.
CREATE TABLE milvus_user (
    name          text PRIMARY KEY,
    password_hash text        NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now()
);
