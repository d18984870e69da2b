-- Work to be done later.  States: 0 waiting, 1 running, 2 failed; what is done is deleted.

-- name: job_insert(id job_id, kind str, key str, payload blob, run_at i64, tries_max i64, now i64)
-- 0 rows when an open job of the kind has this key.
INSERT INTO job (id, kind, key, payload, state, run_at, tries, tries_max, lease, lease_until, reason,
  created_at, updated_at)
VALUES (:id, :kind, :key, :payload, 0, :run_at, 0, :tries_max, 0, 0, '', :now, :now)
ON CONFLICT DO NOTHING;

-- row: job_id(id job_id)
-- name: job_by_key(kind str, key str) -> job_id
-- The open job of this key.
SELECT id FROM job WHERE kind = :kind AND key = :key AND state <> 2;

-- name: job_next(kinds str, now i64) -> job_id
-- What could be taken; kinds is ",mail,backup,".  Asked before the next, so that waiting costs no write.
SELECT id FROM job
 WHERE ((state = 0 AND run_at <= :now) OR (state = 1 AND lease_until <= :now))
   AND instr(:kinds, ',' || kind || ',') > 0
 ORDER BY run_at, id LIMIT 1;
-- name: job_next [postgres]
SELECT id FROM job
 WHERE ((state = 0 AND run_at <= :now) OR (state = 1 AND lease_until <= :now))
   AND strpos(:kinds, ',' || kind || ',') > 0
 ORDER BY run_at, id LIMIT 1;

-- row: job_claim(id job_id, kind str, payload blob, tries i64)
-- name: job_claim(kinds str, now i64, lease i64, until i64) -> job_claim
-- Takes the next one, also from a node that did not finish in time.
UPDATE job SET state = 1, tries = tries + 1, lease = :lease, lease_until = :until, updated_at = :now
 WHERE id = (SELECT id FROM job
              WHERE ((state = 0 AND run_at <= :now) OR (state = 1 AND lease_until <= :now))
                AND instr(:kinds, ',' || kind || ',') > 0
              ORDER BY run_at, id LIMIT 1 {SKIP})
RETURNING id, kind, payload, tries;
-- name: job_claim [postgres]
UPDATE job SET state = 1, tries = tries + 1, lease = :lease, lease_until = :until, updated_at = :now
 WHERE id = (SELECT id FROM job
              WHERE ((state = 0 AND run_at <= :now) OR (state = 1 AND lease_until <= :now))
                AND strpos(:kinds, ',' || kind || ',') > 0
              ORDER BY run_at, id LIMIT 1 {SKIP})
RETURNING id, kind, payload, tries;

-- name: job_give_up(now i64)
-- Claims that ran out at the last try: a job that kills its node must not be taken for ever.
UPDATE job SET state = 2, lease = 0, reason = 'the node did not finish in time', updated_at = :now
 WHERE state = 1 AND lease_until <= :now AND tries >= tries_max;

-- name: job_renew(id job_id, lease i64, until i64)
-- Still at it.
UPDATE job SET lease_until = :until WHERE id = :id AND lease = :lease AND state = 1;

-- name: job_delete(id job_id, lease i64)
-- Done.
DELETE FROM job WHERE id = :id AND lease = :lease AND state = 1;

-- name: job_forget(kind str)
-- Work of a kind that waits and shall not be done.
DELETE FROM job WHERE kind = :kind AND state = 0;

-- row: job_tries(tries i64, tries_max i64)
-- name: job_tries(id job_id, lease i64) -> job_tries
SELECT tries, tries_max FROM job WHERE id = :id AND lease = :lease AND state = 1;

-- name: job_set_failed(id job_id, lease i64, state i64, run_at i64, reason str, now i64)
-- For a later try (0) or for a person to look at (2).
UPDATE job SET state = :state, run_at = :run_at, reason = :reason, lease = 0, updated_at = :now
 WHERE id = :id AND lease = :lease AND state = 1;

-- name: job_put_back(id job_id, lease i64, now i64)
-- The node stops: another may take it at once, and this try does not count.
UPDATE job SET state = 0, run_at = :now, tries = tries - 1, lease = 0, updated_at = :now
 WHERE id = :id AND lease = :lease AND state = 1;

-- name: job_start_again(id job_id, now i64)
-- By a person.
UPDATE job SET state = 0, tries = 0, run_at = :now, updated_at = :now WHERE id = :id AND state = 2;

-- name: job_discard(id job_id)
-- By a person.
DELETE FROM job WHERE id = :id AND state = 2;

-- row: job_count(kind str, waiting i64, running i64, failed i64, oldest i64)
-- name: job_counts -> job_count*
-- oldest: when the one that waits longest should have run, 0: none waits.
SELECT kind, sum(CASE WHEN state = 0 THEN 1 ELSE 0 END) AS waiting,
       sum(CASE WHEN state = 1 THEN 1 ELSE 0 END) AS running,
       sum(CASE WHEN state = 2 THEN 1 ELSE 0 END) AS failed,
       coalesce(min(CASE WHEN state = 0 THEN run_at END), 0) AS oldest
  FROM job GROUP BY kind ORDER BY kind;

-- row: job_failure(id job_id, kind str, tries i64, reason str, updated_at i64)
-- name: job_failures(below job_id?, limit i64) -> job_failure*
-- The failed ones, newest first.
SELECT id, kind, tries, reason, updated_at FROM job
 WHERE state = 2 AND (:below IS NULL OR id < :below) ORDER BY id DESC LIMIT :limit;

-- row: job_failed(id job_id, kind str, payload blob, tries i64, reason str, updated_at i64)
-- name: job_failure_by_id(id job_id) -> job_failed
SELECT id, kind, payload, tries, reason, updated_at FROM job WHERE id = :id AND state = 2;

-- name: schedule_take(name str, day i64)
-- 1 row for the first who asks for that day, 0 for the others.
INSERT INTO schedule (name, day) VALUES (:name, :day)
ON CONFLICT (name) DO UPDATE SET day = :day WHERE schedule.day < :day;
