-- What was spent outlives the job it was spent on: jobs may be pruned, the ledger never is.

CREATE TABLE ledger_entry_kept (
  job_id       TEXT NOT NULL,
  sequence     INTEGER NOT NULL,
  session      TEXT NOT NULL,
  backend      TEXT NOT NULL,
  model        TEXT NOT NULL,
  state        TEXT NOT NULL,
  reserved     INTEGER NOT NULL,
  settled      INTEGER,
  reserved_at  INTEGER NOT NULL,
  settled_at   INTEGER,
  PRIMARY KEY (job_id, sequence)
);
INSERT INTO ledger_entry_kept (job_id, sequence, session, backend, model, state, reserved, settled, reserved_at, settled_at)
  SELECT job_id, sequence, session, backend, model, state, reserved, settled, reserved_at, settled_at FROM ledger_entry;
DROP TABLE ledger_entry;
ALTER TABLE ledger_entry_kept RENAME TO ledger_entry;
CREATE INDEX ledger_entry_by_time ON ledger_entry (reserved_at);

CREATE INDEX job_by_end ON job (finished_at, id);
