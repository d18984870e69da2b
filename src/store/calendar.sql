-- Working calendars: imported arrangements of a year and local days of agencies.

-- row: calendar_year(id calendar_id, year i64, content str, source str, imported_by person_id, imported_at i64, current i64)
-- name: calendar_years -> calendar_year*
-- The imports that count, one per year.
SELECT id, year, content, source, imported_by, imported_at, current
  FROM calendar_year WHERE current = 1 ORDER BY year;

-- name: calendar_imports(year i64, limit i64) -> calendar_year*
-- All imports of a year, newest first.
SELECT id, year, content, source, imported_by, imported_at, current
  FROM calendar_year WHERE year = :year ORDER BY imported_at DESC, id DESC LIMIT :limit;

-- name: calendar_retire(year i64)
-- Before a newer import of that year.
UPDATE calendar_year SET current = 0 WHERE year = :year AND current = 1;

-- name: calendar_add(id calendar_id, year i64, content str, source str, by person_id, now i64)
-- The import that counts from now on.
INSERT INTO calendar_year (id, year, content, source, imported_by, imported_at, current)
VALUES (:id, :year, :content, :source, :by, :now, 1);

-- row: local_day(id calendar_id, agency agency_id, agency_name str, depth i64, day i64, off i64, name str, reason str, created_by person_id, created_at i64)
-- name: local_days(agency agency_id) -> local_day*
-- The newest entry for each day of an agency and of those above it, nearest agency first.
WITH RECURSIVE up(id, parent_id, depth) AS (
  SELECT id, parent_id, 0 FROM agency WHERE id = :agency
  UNION ALL
  SELECT a.id, a.parent_id, up.depth + 1 FROM agency a JOIN up ON a.id = up.parent_id
   WHERE up.depth < 20)
SELECT l.id, l.agency_id AS agency, a.name AS agency_name, up.depth, l.day, l.off, l.name, l.reason,
       l.created_by, l.created_at
  FROM up JOIN local_day l ON l.agency_id = up.id JOIN agency a ON a.id = l.agency_id
 WHERE NOT EXISTS (SELECT 1 FROM local_day n
                    WHERE n.agency_id = l.agency_id AND n.day = l.day AND n.id > l.id)
 ORDER BY l.day, up.depth;

-- name: local_day_history(agency agency_id, first i64, last i64, limit i64) -> local_day*
-- All entries of one agency between two days, newest first.
SELECT l.id, l.agency_id AS agency, a.name AS agency_name, 0 AS depth, l.day, l.off, l.name, l.reason,
       l.created_by, l.created_at
  FROM local_day l JOIN agency a ON a.id = l.agency_id
 WHERE l.agency_id = :agency AND l.day >= :first AND l.day <= :last
 ORDER BY l.id DESC LIMIT :limit;

-- name: local_day_newest(agency agency_id, day i64) -> local_day
-- What an agency says of a day now.
SELECT l.id, l.agency_id AS agency, a.name AS agency_name, 0 AS depth, l.day, l.off, l.name, l.reason,
       l.created_by, l.created_at
  FROM local_day l JOIN agency a ON a.id = l.agency_id
 WHERE l.agency_id = :agency AND l.day = :day ORDER BY l.id DESC LIMIT 1;

-- name: local_day_add(id calendar_id, agency agency_id, day i64, off i64, name str, reason str, by person_id, now i64)
-- An entry.
INSERT INTO local_day (id, agency_id, day, off, name, reason, created_by, created_at)
VALUES (:id, :agency, :day, :off, :name, :reason, :by, :now);

-- row: calendar_person(id person_id, login str, name str)
-- name: calendar_person(id person_id) -> calendar_person
-- Who imported a year or entered a day.
SELECT id, login, name FROM person WHERE id = :id;
