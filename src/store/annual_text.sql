-- The written parts of an agency's annual report.

-- row: annual_text(id i64, part i64, version i64, body str, reason str, actor person_id, actor_name str?, at i64)
-- name: annual_text_latest(agency agency_id, year i64, part i64) -> annual_text
-- The version that counts; none: nothing is written.
SELECT t.id, t.part, t.version, t.body, t.reason, t.actor, p.name AS actor_name, t.at
  FROM annual_text t LEFT JOIN person p ON p.id = t.actor
 WHERE t.agency_id = :agency AND t.year = :year AND t.part = :part ORDER BY t.version DESC LIMIT 1;

-- name: annual_text_parts(agency agency_id, year i64) -> annual_text*
-- The version that counts of every part that is written, in their order.
SELECT t.id, t.part, t.version, t.body, t.reason, t.actor, p.name AS actor_name, t.at
  FROM annual_text t LEFT JOIN person p ON p.id = t.actor
 WHERE t.agency_id = :agency AND t.year = :year
   AND t.version = (SELECT max(n.version) FROM annual_text n
                     WHERE n.agency_id = t.agency_id AND n.year = t.year AND n.part = t.part)
 ORDER BY t.part;

-- name: annual_text_version(agency agency_id, year i64, part i64, version i64) -> annual_text
-- One version.
SELECT t.id, t.part, t.version, t.body, t.reason, t.actor, p.name AS actor_name, t.at
  FROM annual_text t LEFT JOIN person p ON p.id = t.actor
 WHERE t.agency_id = :agency AND t.year = :year AND t.part = :part AND t.version = :version;

-- row: annual_text_note(version i64, reason str, actor_name str?, at i64)
-- name: annual_text_history(agency agency_id, year i64, part i64, below i64) -> annual_text_note*
-- Versions below one, newest first, at most fifty and one.
SELECT t.version, t.reason, p.name AS actor_name, t.at
  FROM annual_text t LEFT JOIN person p ON p.id = t.actor
 WHERE t.agency_id = :agency AND t.year = :year AND t.part = :part AND t.version < :below
 ORDER BY t.version DESC LIMIT 51;

-- name: annual_text_insert(id i64, agency agency_id, year i64, part i64, version i64, body str, reason str, actor person_id, at i64)
-- One more version; the earlier ones stay.
INSERT INTO annual_text (id, agency_id, year, part, version, body, reason, actor, at)
VALUES (:id, :agency, :year, :part, :version, :body, :reason, :actor, :at);

-- row: annual_comment(id i64, part i64, version i64, text str, actor person_id, actor_name str?, at i64,
--   answer str, answerer_name str?, answered_at i64)
-- name: annual_comments(agency agency_id, year i64, part i64) -> annual_comment*
-- What was said about a part, oldest first.
SELECT c.id, c.part, c.version, c.text, c.actor, p.name AS actor_name, c.at, c.answer, q.name AS answerer_name,
       c.answered_at
  FROM annual_comment c LEFT JOIN person p ON p.id = c.actor LEFT JOIN person q ON q.id = c.answered_by
 WHERE c.agency_id = :agency AND c.year = :year AND c.part = :part ORDER BY c.id LIMIT 500;

-- name: annual_comments_waiting(agency agency_id, year i64, limit i64) -> annual_comment*
-- Those of all parts without an answer.
SELECT c.id, c.part, c.version, c.text, c.actor, p.name AS actor_name, c.at, c.answer, p.name AS answerer_name,
       c.answered_at
  FROM annual_comment c LEFT JOIN person p ON p.id = c.actor
 WHERE c.agency_id = :agency AND c.year = :year AND c.answered_at = 0 ORDER BY c.part, c.id LIMIT :limit;

-- row: annual_comment_count(part i64, n i64)
-- name: annual_comments_open(agency agency_id, year i64) -> annual_comment_count*
-- How many wait for an answer, by part.
SELECT part, count(*) AS n FROM annual_comment
 WHERE agency_id = :agency AND year = :year AND answered_at = 0 GROUP BY part ORDER BY part;

-- name: annual_comment_insert(id i64, agency agency_id, year i64, part i64, version i64, text str, actor person_id, at i64)
-- One more.
INSERT INTO annual_comment (id, agency_id, year, part, version, text, actor, at, answer, answered_by, answered_at)
VALUES (:id, :agency, :year, :part, :version, :text, :actor, :at, '', 0, 0);

-- name: annual_comment_answer(id i64, agency agency_id, year i64, part i64, answer str, actor person_id, at i64)
-- Once: 0 rows when it is answered already, or is not of this part.
UPDATE annual_comment SET answer = :answer, answered_by = :actor, answered_at = :at
 WHERE id = :id AND agency_id = :agency AND year = :year AND part = :part AND answered_at = 0;
