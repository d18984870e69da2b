-- Log-ins.  The cookie's secret is never here, only its SM3.

-- row: session(id session_id, person person_id, stage i64, address str, agent str, created_at i64, seen_at i64, ended_at i64)

-- row: session_who(id session_id, person person_id, stage i64, created_at i64, seen_at i64, ended_at i64, agency agency_id, agency_name str, department department_id?, name str, roles i64, active i64)
-- name: session_by_token(token_hash blob) -> session_who
-- Everything a request needs to know about who is asking, in one look-up.
SELECT s.id, s.person_id AS person, s.stage, s.created_at, s.seen_at, s.ended_at, p.agency_id AS agency,
       a.name AS agency_name, p.department_id AS department, p.name, p.roles, p.active
  FROM session s JOIN person p ON p.id = s.person_id JOIN agency a ON a.id = p.agency_id
 WHERE s.token_hash = :token_hash;

-- name: session_insert(id session_id, token_hash blob, person person_id, stage i64, address str, agent str, now i64)
-- A log-in begins.
INSERT INTO session (id, token_hash, person_id, stage, address, agent, created_at, seen_at, ended_at)
VALUES (:id, :token_hash, :person, :stage, :address, :agent, :now, :now, 0);

-- name: session_set_stage(id session_id, token_hash blob, stage i64, from i64, or_from i64, now i64)
-- The next step of a log-in that stands at one of two; the secret changes with it, so that an
-- older cookie gives nothing.
UPDATE session SET stage = :stage, token_hash = :token_hash, seen_at = :now
 WHERE id = :id AND ended_at = 0 AND stage IN (:from, :or_from);

-- name: session_touch(id session_id, now i64)
-- Somebody is still there.
UPDATE session SET seen_at = :now WHERE id = :id AND ended_at = 0 AND seen_at < :now;

-- name: session_end(id session_id, person person_id, now i64)
-- Ends one of the person's own: 0 rows when it was over or another's.
UPDATE session SET ended_at = :now WHERE id = :id AND person_id = :person AND ended_at = 0;

-- name: session_end_others(person person_id, but session_id, now i64)
-- Ends all of a person but one (0: all).
UPDATE session SET ended_at = :now WHERE person_id = :person AND id <> :but AND ended_at = 0;

-- name: session_list(person person_id, alive i64, since i64, limit i64) -> session*
-- Open log-ins of a person, the latest first.
SELECT id, person_id AS person, stage, address, agent, created_at, seen_at, ended_at FROM session
 WHERE person_id = :person AND ended_at = 0 AND seen_at > :alive AND created_at > :since
 ORDER BY seen_at DESC, id DESC LIMIT :limit;

-- name: session_purge(before i64)
-- Forgets log-ins that were last used long ago.
DELETE FROM session WHERE seen_at < :before;
