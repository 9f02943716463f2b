-- What became of the attempts a job has gone on from, and since when it cannot be sent.

-- JSON: {"untold": how many first attempts nothing was kept of, "past": [each with its fate]}.
ALTER TABLE job ADD COLUMN past_attempts TEXT;

-- The first time since it was queued that it could not be sent.
ALTER TABLE job ADD COLUMN refused_since INTEGER;

-- An older row that was bought again, or may have been, does not say what became of the attempts
-- before. One reservation alone says that all but the last were not accepted.
UPDATE job SET past_attempts = '{"untold":' || CASE
    WHEN vendor_reference IS NULL AND state IN ('queued', 'failed', 'cancelled') THEN attempt
    ELSE attempt - 1 END || '}'
  WHERE (attempt > 1
      OR attempt = 1 AND vendor_reference IS NULL AND state IN ('queued', 'failed', 'cancelled'))
    AND (late_job IS NOT NULL
      OR EXISTS (SELECT 1 FROM ledger_entry WHERE ledger_entry.job_id = job.id AND sequence > 1)
      OR attempt > 1 AND (plan NOT LIKE '%"estimate_micros":%' OR NOT EXISTS
        (SELECT 1 FROM ledger_entry WHERE ledger_entry.job_id = job.id)));
