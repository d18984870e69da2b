-- Finding requests by words (core/words), and 公开线索.  Words of a query stand between blanks, all must be there.

-- name: request_words_put(request request_id, words str)
-- The words of a request, in place of those it had.
INSERT INTO request_words (request_id, words) VALUES (:request, :words)
ON CONFLICT (request_id) DO UPDATE SET words = :words;

-- name: request_find_take(request request_id)
-- Takes the words it had out of the index; before request_words_put.
INSERT INTO request_find (request_find, rowid, words)
SELECT 'delete', request_id, words FROM request_words WHERE request_id = :request;
-- name: request_find_take [postgres]
-- The index follows by itself.
SELECT 1 WHERE :request < 0;

-- name: request_find_put(request request_id)
-- Puts them in; after request_words_put.
INSERT INTO request_find (rowid, words) SELECT request_id, words FROM request_words WHERE request_id = :request;
-- name: request_find_put [postgres]
SELECT 1 WHERE :request < 0;

-- name: request_worded(request request_id)
-- It is in the index, and has its sketch.
UPDATE request SET worded = 2 WHERE id = :request;

-- row: request_unworded(id request_id, agency agency_id, subject str, content str, worded i64)
-- name: request_unworded(limit i64) -> request_unworded*
-- Some that are not in the index, or have no sketch (worded 1).
SELECT id, agency_id AS agency, subject, content, worded FROM request WHERE worded < 2 ORDER BY agency_id, id LIMIT :limit;

-- row: request_hit(id request_id, subject str, content str)
-- name: request_find(words str, before i64, limit i64) -> request_hit*
-- Requests that hold all words, the latest first.
SELECT r.id, r.subject, r.content
  FROM (SELECT rowid AS id FROM request_find WHERE request_find MATCH :words AND rowid < :before
         ORDER BY rowid DESC LIMIT :limit) f JOIN request r ON r.id = f.id
 ORDER BY r.id DESC;
-- name: request_find [postgres]
-- Materialized: else the planner reads all requests from the latest on when it takes the words for frequent.
WITH m AS MATERIALIZED (SELECT request_id AS id FROM request_words
  WHERE find @@ replace(replace(:words, '*', ':*'), ' ', ' & ')::tsquery AND request_id < :before)
SELECT r.id, r.subject, r.content
  FROM (SELECT id FROM m ORDER BY id DESC LIMIT :limit) f JOIN request r ON r.id = f.id
 ORDER BY r.id DESC;

-- name: lead_insert(id lead_id, agency agency_id, request request_id, title str, place str, actor person_id, at i64)
-- One more.
INSERT INTO lead (id, agency_id, request_id, title, place, actor, at, dropped_by, dropped_at, reason)
VALUES (:id, :agency, :request, :title, :place, :actor, :at, 0, 0, '');

-- name: lead_words_insert(id lead_id, words str)
-- So that it is found.
INSERT INTO lead_words (lead_id, words) VALUES (:id, :words);

-- name: lead_find_put(id lead_id)
-- Into the index; after lead_words_insert.
INSERT INTO lead_find (rowid, words) SELECT lead_id, words FROM lead_words WHERE lead_id = :id;
-- name: lead_find_put [postgres]
SELECT 1 WHERE :id < 0;

-- name: lead_find_take(id lead_id)
-- Out of the index; before lead_words_delete.
INSERT INTO lead_find (lead_find, rowid, words) SELECT 'delete', lead_id, words FROM lead_words WHERE lead_id = :id;
-- name: lead_find_take [postgres]
SELECT 1 WHERE :id < 0;

-- name: lead_words_delete(id lead_id)
-- So that it is not found any more.
DELETE FROM lead_words WHERE lead_id = :id;

-- name: lead_drop(id lead_id, dropped_by person_id, at i64, reason str)
-- Taken back; 0 rows when it was already.
UPDATE lead SET dropped_by = :dropped_by, dropped_at = :at, reason = :reason WHERE id = :id AND dropped_at = 0;

-- row: lead(id lead_id, request request_id, number str?, receipt str, title str, place str, actor_name str?, at i64)
-- name: lead_of_request(request request_id) -> lead
-- The one that is shown for a request.
SELECT l.id, l.request_id AS request, r.number, r.receipt, l.title, l.place, p.name AS actor_name, l.at
  FROM lead l JOIN request r ON r.id = l.request_id LEFT JOIN person p ON p.id = l.actor
 WHERE l.request_id = :request AND l.dropped_at = 0;

-- name: lead_list(agency agency_id, before i64, limit i64) -> lead*
-- Those that are shown, the latest first.
SELECT l.id, l.request_id AS request, r.number, r.receipt, l.title, l.place, p.name AS actor_name, l.at
  FROM lead l JOIN request r ON r.id = l.request_id LEFT JOIN person p ON p.id = l.actor
 WHERE l.agency_id = :agency AND l.dropped_at = 0 AND l.id < :before ORDER BY l.id DESC LIMIT :limit;

-- row: lead_hit(id lead_id, title str, place str)
-- name: lead_find(words str, limit i64) -> lead_hit*
-- Leads that hold all words, the latest first.
SELECT l.id, l.title, l.place
  FROM (SELECT rowid AS id FROM lead_find WHERE lead_find MATCH :words ORDER BY rowid DESC LIMIT :limit) f
  JOIN lead l ON l.id = f.id ORDER BY l.id DESC;
-- name: lead_find [postgres]
WITH m AS MATERIALIZED (SELECT lead_id AS id FROM lead_words WHERE find @@ replace(:words, ' ', ' & ')::tsquery)
SELECT l.id, l.title, l.place
  FROM (SELECT id FROM m ORDER BY id DESC LIMIT :limit) f JOIN lead l ON l.id = f.id ORDER BY l.id DESC;

-- row: request_recent(id request_id, number str?, receipt str, subject str, masked_name str, content str, arrived_on i64, stage i64, outcome i64, id_index blob?, name_index blob, leads i64)
-- name: request_recent(agency agency_id, since i64, limit i64) -> request_recent...
-- The latest of the agency, with what tells whether two are of one applicant.
SELECT r.id, r.number, r.receipt, r.subject, r.masked_name, r.content, r.arrived_on, r.stage, r.outcome,
       a.id_index, a.name_index,
       CASE WHEN EXISTS (SELECT 1 FROM lead l WHERE l.request_id = r.id AND l.dropped_at = 0) THEN 1 ELSE 0 END AS leads
  FROM request r JOIN applicant a ON a.request_id = r.id
 WHERE r.agency_id = :agency AND r.arrived_on >= :since
 ORDER BY r.id DESC LIMIT :limit;

-- row: topic_subject(id request_id, subject str, arrived_on i64, id_index blob?, name_index blob)
-- name: topic_subjects(agency agency_id, year i64, limit i64) -> topic_subject...
-- Subjects of a year, the latest first.
SELECT r.id, r.subject, r.arrived_on, a.id_index, a.name_index
  FROM request r JOIN applicant a ON a.request_id = r.id
 WHERE r.agency_id = :agency AND r.year = :year ORDER BY r.id DESC LIMIT :limit;

-- row: topic_named(n i64)
-- name: topic_named(name_index blob) -> topic_named
-- Is this word the name of an applicant?
SELECT count(*) AS n FROM (SELECT 1 FROM applicant WHERE name_index = :name_index LIMIT 1) x;
