-- Counted attempts: log-ins a minute by address and by account, failures of unknown accounts.

-- name: attempt_add(key str, minute i64)
-- One more in this minute.
INSERT INTO attempt (key, minute, count) VALUES (:key, :minute, 1)
ON CONFLICT (key, minute) DO UPDATE SET count = attempt.count + 1;

-- row: attempt(total i64, last i64)
-- name: attempt_since(key str, minute i64) -> attempt
-- How many since a minute, and the last minute in which there was one (0: none).
SELECT COALESCE(CAST(SUM(count) AS BIGINT), 0) AS total, COALESCE(MAX(minute), 0) AS last FROM attempt
 WHERE key = :key AND minute >= :minute;

-- row: attempt_free(minute i64)
-- name: attempt_free(key str, from i64, max i64) -> attempt_free
-- The last minute that has to be out of the window for there to be fewer than max.
SELECT COALESCE(MAX(a.minute), 0) AS minute FROM attempt a WHERE a.key = :key AND a.minute >= :from
   AND (SELECT CAST(SUM(b.count) AS BIGINT) FROM attempt b WHERE b.key = a.key AND b.minute >= a.minute) >= :max;

-- name: attempt_purge(minute i64)
-- Forgets what is older.
DELETE FROM attempt WHERE minute < :minute;
