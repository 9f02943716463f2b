-- What was spent outlives the job it was spent on: jobs may be pruned, the ledger never is.

ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_job_id_fkey;

CREATE INDEX job_by_end ON job (finished_at, id);
