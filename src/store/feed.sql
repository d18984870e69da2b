-- Secret links to calendars of legal dates.

-- row: feed(id feed_id, person person_id, scope i64, created_at i64, used_at i64)
-- name: feed_of_person(person person_id) -> feed*
-- A person's own, one a scope.
SELECT id, person_id AS person, scope, created_at, used_at FROM feed WHERE person_id = :person ORDER BY scope;

-- row: feed_owner(id feed_id, person person_id, scope i64, used_at i64, agency agency_id, agency_name str, roles i64, active i64)
-- name: feed_by_token(token_hash blob) -> feed_owner
-- Whose it is.
SELECT f.id, f.person_id AS person, f.scope, f.used_at, p.agency_id AS agency, a.name AS agency_name, p.roles, p.active
  FROM feed f JOIN person p ON p.id = f.person_id JOIN agency a ON a.id = p.agency_id
 WHERE f.token_hash = :token_hash;

-- name: feed_set(id feed_id, person person_id, scope i64, token_hash blob, now i64)
-- A new link; an older one of the same scope is void.
INSERT INTO feed (id, person_id, scope, token_hash, created_at, used_at)
VALUES (:id, :person, :scope, :token_hash, :now, 0)
ON CONFLICT (person_id, scope) DO UPDATE SET token_hash = :token_hash, created_at = :now, used_at = 0;

-- name: feed_remove(person person_id, scope i64)
-- 0 rows: there is none.
DELETE FROM feed WHERE person_id = :person AND scope = :scope;

-- name: feed_touch(id feed_id, now i64)
-- Fetched.
UPDATE feed SET used_at = :now WHERE id = :id;

-- row: feed_case(id request_id, number str?, stage i64, received_on i64?, due_on i64?, sort_due i64, provisional i64, clock_state i64, updated_at i64)
-- name: feed_cases(agency agency_id, limit i64) -> feed_case*
-- The registered open cases of an agency by due day.
SELECT id, number, stage, received_on, due_on, sort_due, provisional, clock_state, updated_at FROM request
 WHERE agency_id = :agency AND sort_due >= 0 AND sort_due < 200000000 ORDER BY sort_due, id LIMIT :limit;

-- name: feed_cases_of(agency agency_id, handler person_id, limit i64) -> feed_case*
-- The same of one person.
SELECT id, number, stage, received_on, due_on, sort_due, provisional, clock_state, updated_at FROM request
 WHERE agency_id = :agency AND handler_id = :handler AND sort_due >= 0 AND sort_due < 200000000
 ORDER BY sort_due, id LIMIT :limit;
