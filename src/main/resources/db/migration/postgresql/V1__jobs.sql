-- Times are milliseconds since 1970 in UTC. Money is in millionths of a US dollar. JSON is text.

CREATE TABLE job (
  id                TEXT PRIMARY KEY,
  kind              TEXT NOT NULL,
  state             TEXT NOT NULL,
  owner             TEXT NOT NULL,
  session           TEXT NOT NULL,
  backend           TEXT NOT NULL,
  model             TEXT NOT NULL,
  request           TEXT NOT NULL,
  plan              TEXT NOT NULL,
  fingerprint       TEXT NOT NULL,
  request_key       TEXT,
  attempt           INTEGER NOT NULL DEFAULT 0,
  vendor_reference  TEXT,
  outcome           TEXT,
  result            TEXT,
  failure           TEXT,
  progress          DOUBLE PRECISION,
  progress_message  TEXT,
  cancel_requested  INTEGER NOT NULL DEFAULT 0,
  poll_failures     INTEGER NOT NULL DEFAULT 0,
  created_at        BIGINT NOT NULL,
  submitted_at      BIGINT,
  updated_at        BIGINT NOT NULL,
  finished_at       BIGINT
);
CREATE INDEX job_by_fingerprint ON job (owner, fingerprint, created_at);
CREATE UNIQUE INDEX job_by_request_key ON job (owner, request_key) WHERE request_key IS NOT NULL;
CREATE INDEX job_by_state ON job (state, id);

CREATE TABLE batch_member (
  batch_id  TEXT NOT NULL,
  position  INTEGER NOT NULL,
  job_id    TEXT NOT NULL REFERENCES job (id),
  PRIMARY KEY (batch_id, position)
);
CREATE INDEX batch_member_by_job ON batch_member (job_id);

-- One row for each time a job reserved money: the first create, and every bought retry.
CREATE TABLE ledger_entry (
  job_id       TEXT NOT NULL REFERENCES job (id),
  sequence     INTEGER NOT NULL,
  session      TEXT NOT NULL,
  backend      TEXT NOT NULL,
  model        TEXT NOT NULL,
  state        TEXT NOT NULL,
  reserved     BIGINT NOT NULL,
  settled      BIGINT,
  reserved_at  BIGINT NOT NULL,
  settled_at   BIGINT,
  PRIMARY KEY (job_id, sequence)
);
CREATE INDEX ledger_entry_by_time ON ledger_entry (reserved_at);

-- The sums the caps are checked against: 'total', 'day:2026-11-21', 'session:…'.
CREATE TABLE spending (
  scope   TEXT PRIMARY KEY,
  amount  BIGINT NOT NULL
);

CREATE TABLE document (
  kind        TEXT NOT NULL,
  id          TEXT NOT NULL,
  job_id      TEXT,
  content     TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT,
  PRIMARY KEY (kind, id)
);
CREATE INDEX document_by_job ON document (job_id, kind);

-- The table of db-scheduler, as its documentation gives it for this database.
CREATE TABLE scheduled_tasks (
  task_name             TEXT NOT NULL,
  task_instance         TEXT NOT NULL,
  task_data             BYTEA,
  execution_time        TIMESTAMP WITH TIME ZONE NOT NULL,
  picked                BOOLEAN NOT NULL,
  picked_by             TEXT,
  last_success          TIMESTAMP WITH TIME ZONE,
  last_failure          TIMESTAMP WITH TIME ZONE,
  consecutive_failures  INTEGER,
  last_heartbeat        TIMESTAMP WITH TIME ZONE,
  version               BIGINT NOT NULL,
  priority              SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (picked, execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
