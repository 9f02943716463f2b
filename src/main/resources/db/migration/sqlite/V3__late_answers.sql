-- What a job needs to be honest about creates it was bought anew after.

-- Since when it waits to be sent: when it was accepted, or last taken up again by hand.
ALTER TABLE job ADD COLUMN queued_at INTEGER;

-- The attempts whose fate is not known and after which it was bought anew: '1,3'.
ALTER TABLE job ADD COLUMN unknown_attempts TEXT;

-- The job that the late answer to one of them became, and in that job the other way round.
ALTER TABLE job ADD COLUMN late_job TEXT;
ALTER TABLE job ADD COLUMN late_answer_of TEXT;
