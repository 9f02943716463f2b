-- What a job made belongs to the owner of the job; what came from no job, to the one who wrote it.

ALTER TABLE document ADD COLUMN owner TEXT NOT NULL DEFAULT 'local';
UPDATE document SET owner = (SELECT job.owner FROM job WHERE job.id = document.job_id)
  WHERE job_id IN (SELECT id FROM job);

CREATE INDEX document_by_owner ON document (owner, kind, id);
CREATE INDEX job_by_owner ON job (owner, id);
