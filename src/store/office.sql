-- What the pages of the office need beside a case itself: whom to assign to, the log of a case.

-- row: office_department(id department_id, name str)
-- name: office_departments(agency agency_id) -> office_department*
-- Those in use, in their order.
SELECT id, name FROM department WHERE agency_id = :agency AND active = 1 ORDER BY position, id;

-- row: office_person(id person_id, name str, department department_id?, department_name str?, roles i64)
-- name: office_people(agency agency_id) -> office_person*
-- Those who may log in, by department.
SELECT p.id, p.name, p.department_id AS department, d.name AS department_name, p.roles
  FROM person p LEFT JOIN department d ON d.id = p.department_id
 WHERE p.agency_id = :agency AND p.active = 1
 ORDER BY d.position, d.id, p.id;

-- row: office_log(seq event_id, at i64, actor person_id, actor_name str?, action str, reason str,
--   refused i64, detail str, letter letter_id?, title str?, number str?)
-- name: office_log_list(object i64, below event_id?, limit i64) -> office_log*
-- The log of one case and of its letters with the names of those who acted, newest first.
SELECT e.seq, e.at, e.actor, p.name AS actor_name, e.action, e.reason, e.refused, e.detail, e.letter, e.title,
       e.number
  FROM (SELECT c.seq, c.at, c.actor, c.action, c.reason, c.refused, c.detail, NULL AS letter, NULL AS title,
               NULL AS number
          FROM event c WHERE c.object_kind = 'request' AND c.object = :object
        UNION ALL
        SELECT f.seq, f.at, f.actor, f.action, f.reason, f.refused, f.detail, l.id, l.title, l.number
          FROM letter l JOIN event f ON f.object_kind = 'letter' AND f.object = l.id
         WHERE l.request_id = :object) e
  LEFT JOIN person p ON p.id = e.actor
 WHERE (:below IS NULL OR e.seq < :below)
 ORDER BY e.seq DESC LIMIT :limit;

-- row: office_file(id i64, request request_id, kind i64, name str, type str, size i64, digest blob)
-- name: office_file_by_id(id i64, request request_id) -> office_file
-- One paper of a case.
SELECT id, request_id AS request, kind, name, type, size, digest
  FROM request_file WHERE id = :id AND request_id = :request;

-- row: office_note(id i64, kind i64, text str, actor person_id, answered_at i64)
-- name: office_note_by_id(id i64, request request_id) -> office_note
-- One note of a case.
SELECT id, kind, text, actor, answered_at
  FROM request_note WHERE id = :id AND request_id = :request;
