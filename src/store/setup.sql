-- The first-run set-up: is anything here yet, its one-time password, the first agency.

-- row: setup_state(agencies i64, people i64)
-- name: setup_state -> setup_state
-- Both 0: the set-up has not been done.  Asked whenever the log-in page is shown: no counting.
SELECT (SELECT count(*) FROM (SELECT 1 FROM agency LIMIT 1) a) AS agencies,
       (SELECT count(*) FROM (SELECT 1 FROM person LIMIT 1) p) AS people;

-- row: meta(value str)
-- name: meta_by_key(key str) -> meta
-- A value of the installation.
SELECT value FROM meta WHERE key = :key;

-- name: meta_set(key str, value str)
-- Writes one.
INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value;

-- name: meta_delete(key str)
-- Forgets one.
DELETE FROM meta WHERE key = :key;

-- row: agency_name(id agency_id, name str)
-- name: agency_by_name(name str) -> agency_name
-- For the command line.
SELECT id, name FROM agency WHERE name = :name;

-- name: agency_first -> agency_name
-- The one made at set-up: named on the log-in page.
SELECT id, name FROM agency ORDER BY (parent_id IS NOT NULL), id LIMIT 1;
