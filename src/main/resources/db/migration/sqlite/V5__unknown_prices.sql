-- Every job that may be billed has an entry in the ledger, also where its price was not known and
-- nothing could be reserved: such an entry holds 0. Older jobs get theirs here. Their plan has an
-- estimate exactly where a price was known; a failure says whether it was charged.

INSERT INTO ledger_entry (job_id, sequence, session, backend, model, state, reserved, settled, reserved_at, settled_at)
  SELECT id, 1, session, backend, model, fate, 0, CASE WHEN fate = 'released' THEN 0 END, created_at,
    CASE WHEN fate <> 'reserved' THEN finished_at END
  FROM (
    SELECT job.*, CASE
      WHEN state IN ('queued', 'submitting', 'running', 'downloading') THEN 'reserved'
      WHEN state = 'cancelled' AND attempt = 0 THEN 'released'
      WHEN state = 'failed' AND failure LIKE '%"charged":"no"%' AND unknown_attempts IS NULL THEN 'released'
      ELSE 'unknown' END AS fate
    FROM job
    WHERE kind IN ('generation', 'analysis') AND plan NOT LIKE '%"estimate_micros":%'
      AND NOT EXISTS (SELECT 1 FROM ledger_entry WHERE ledger_entry.job_id = job.id)
  ) AS unpriced;
