-- Mail on its way.  Who gets it and what it says is sealed.

-- row: mail(id mail_id, recipient blob, content blob, state i64, code i64, created_at i64, settled_at i64, request request_id?)

-- name: mail_insert(id mail_id, recipient blob, content blob, request request_id?, now i64)
INSERT INTO mail (id, recipient, content, state, code, created_at, settled_at, request_id)
VALUES (:id, :recipient, :content, 0, 0, :now, 0, :request);

-- name: mail_by_id(id mail_id) -> mail
SELECT id, recipient, content, state, code, created_at, settled_at, request_id AS request FROM mail WHERE id = :id;

-- name: mail_set_state(id mail_id, state i64, code i64, now i64)
-- 0 waiting, 1 sent, 2 bounced; code: what the mail server answered last.
UPDATE mail SET state = :state, code = :code, settled_at = :now WHERE id = :id;

-- row: mail_count(waiting i64, sent i64, bounced i64, oldest i64)
-- name: mail_counts -> mail_count
-- oldest: when the one that waits longest was written, 0: none waits.
SELECT coalesce(sum(CASE WHEN state = 0 THEN 1 ELSE 0 END), 0) AS waiting,
       coalesce(sum(CASE WHEN state = 1 THEN 1 ELSE 0 END), 0) AS sent,
       coalesce(sum(CASE WHEN state = 2 THEN 1 ELSE 0 END), 0) AS bounced,
       coalesce(min(CASE WHEN state = 0 THEN created_at END), 0) AS oldest
  FROM mail;

-- row: mail_number(n i64)
-- name: mail_sent_since(since i64) -> mail_number
SELECT count(*) AS n FROM mail WHERE state = 1 AND settled_at >= :since;

-- row: mail_bounce(id mail_id, recipient blob, code i64, created_at i64, settled_at i64)
-- name: mail_bounces(below mail_id?, limit i64) -> mail_bounce*
-- What was not taken, newest first.
SELECT id, recipient, code, created_at, settled_at FROM mail
 WHERE state = 2 AND (:below IS NULL OR id < :below) ORDER BY id DESC LIMIT :limit;

-- name: mail_clean(before i64)
-- Forgets sent mail: what was said stands in the records.
DELETE FROM mail WHERE state = 1 AND settled_at < :before;
