-- Letters of a case: drafted, reviewed, signed, numbered, served; and the texts they are made from.

-- row: letter(id letter_id, request request_id, agency agency_id?, form str, state i64, number str?,
--   title str, addressee blob, body str, outcome i64, facts str, remedy str, signed_by person_id,
--   signer_name str?, signed_on i64?, docx blob?, pdf blob?, served_way i64, sent_on i64?,
--   served_on i64?, proof str, round i64, version i64, created_by person_id, creator_name str?,
--   edited_by person_id, created_at i64, updated_at i64)
-- name: letter_by_id(id letter_id) -> letter
-- One letter.
SELECT l.id, l.request_id AS request, l.agency_id AS agency, l.form, l.state, l.number, l.title, l.addressee,
       l.body, l.outcome, l.facts, l.remedy, l.signed_by, s.name AS signer_name, l.signed_on, l.docx, l.pdf,
       l.served_way, l.sent_on, l.served_on, l.proof, l.round, l.version, l.created_by,
       c.name AS creator_name, l.edited_by, l.created_at, l.updated_at
  FROM letter l LEFT JOIN person s ON s.id = l.signed_by LEFT JOIN person c ON c.id = l.created_by
 WHERE l.id = :id;

-- name: letter_of_request(request request_id) -> letter*
-- All of a case in order of drafting.
SELECT l.id, l.request_id AS request, l.agency_id AS agency, l.form, l.state, l.number, l.title, l.addressee,
       l.body, l.outcome, l.facts, l.remedy, l.signed_by, s.name AS signer_name, l.signed_on, l.docx, l.pdf,
       l.served_way, l.sent_on, l.served_on, l.proof, l.round, l.version, l.created_by,
       c.name AS creator_name, l.edited_by, l.created_at, l.updated_at
  FROM letter l LEFT JOIN person s ON s.id = l.signed_by LEFT JOIN person c ON c.id = l.created_by
 WHERE l.request_id = :request ORDER BY l.id;

-- name: letter_insert(id letter_id, request request_id, agency agency_id, form str, title str,
--   addressee blob, body str, outcome i64, facts str, actor person_id, now i64)
-- A draft.
INSERT INTO letter (id, request_id, agency_id, form, state, number, title, addressee, body, outcome, facts,
  remedy, signed_by, signed_on, docx, pdf, served_way, sent_on, served_on, proof, round, version, created_by,
  edited_by, created_at, updated_at)
VALUES (:id, :request, :agency, :form, 0, NULL, :title, :addressee, :body, :outcome, :facts, '', 0, NULL,
  NULL, NULL, -1, NULL, NULL, '', 0, 1, :actor, :actor, :now, :now);

-- name: letter_touch(id letter_id, version i64, now i64)
-- First write of every step: 0 rows when somebody was quicker.
UPDATE letter SET version = version + 1, updated_at = :now WHERE id = :id AND version = :version;

-- name: letter_set_text(id letter_id, title str, body str, editor person_id)
-- What was edited.
UPDATE letter SET title = :title, body = :body, edited_by = :editor WHERE id = :id;

-- name: letter_set_state(id letter_id, state i64, round i64)
-- Where it stands.
UPDATE letter SET state = :state, round = :round WHERE id = :id;

-- name: letter_set_signed(id letter_id, number str?, remedy str, signer person_id, signed_on i64, docx blob, pdf blob)
-- Signed: number and final papers.
UPDATE letter SET state = 4, number = :number, remedy = :remedy, signed_by = :signer, signed_on = :signed_on,
       docx = :docx, pdf = :pdf
 WHERE id = :id;

-- name: letter_set_served(id letter_id, state i64, way i64, sent_on i64, served_on i64?, proof str)
-- Sent, and served when that is known.
UPDATE letter SET state = :state, served_way = :way, sent_on = :sent_on, served_on = :served_on, proof = :proof
 WHERE id = :id;

-- row: letter_opinion(id i64, letter letter_id, step i64, agreed i64, text str, actor person_id,
--   actor_name str?, at i64, round i64)
-- name: letter_opinions(letter letter_id) -> letter_opinion*
-- What reviewers and the head said, oldest first.
SELECT o.id, o.letter_id AS letter, o.step, o.agreed, o.text, o.actor, p.name AS actor_name, o.at, o.round
  FROM letter_opinion o LEFT JOIN person p ON p.id = o.actor
 WHERE o.letter_id = :letter ORDER BY o.id;

-- name: letter_opinion_insert(id i64, letter letter_id, step i64, agreed i64, text str, actor person_id, at i64, round i64)
-- One more.
INSERT INTO letter_opinion (id, letter_id, step, agreed, text, actor, at, round)
VALUES (:id, :letter, :step, :agreed, :text, :actor, :at, :round);

-- row: letter_reading(at i64)
-- name: letter_reading(letter letter_id) -> letter_reading
-- When the applicant first opened it.
SELECT at FROM letter_reading WHERE letter_id = :letter;

-- name: letter_reading_insert(letter letter_id, now i64)
-- 0 rows when it has been opened before.
INSERT INTO letter_reading (letter_id, at) VALUES (:letter, :now) ON CONFLICT (letter_id) DO NOTHING;

-- row: letter_series(n i64)
-- name: letter_series(agency agency_id, series str, year i64) -> letter_series
-- The number that would be taken next, without taking it.
SELECT coalesce(max(next), 1) AS n FROM number_series
 WHERE agency_id = :agency AND series = :series AND year = :year;

-- row: letter_template(id i64, form str, version i64, body str, reason str, actor person_id,
--   actor_name str?, at i64)
-- name: letter_template_latest(agency agency_id, form str) -> letter_template
-- The text that counts; none: the compiled-in one.
SELECT t.id, t.form, t.version, t.body, t.reason, t.actor, p.name AS actor_name, t.at
  FROM letter_template t LEFT JOIN person p ON p.id = t.actor
 WHERE t.agency_id = :agency AND t.form = :form ORDER BY t.version DESC LIMIT 1;

-- name: letter_template_history(agency agency_id, form str) -> letter_template*
-- All versions, newest first.
SELECT t.id, t.form, t.version, t.body, t.reason, t.actor, p.name AS actor_name, t.at
  FROM letter_template t LEFT JOIN person p ON p.id = t.actor
 WHERE t.agency_id = :agency AND t.form = :form ORDER BY t.version DESC LIMIT 500;

-- name: letter_template_insert(id i64, agency agency_id, form str, version i64, body str, reason str, actor person_id, at i64)
-- One more version; the earlier ones stay.
INSERT INTO letter_template (id, agency_id, form, version, body, reason, actor, at)
VALUES (:id, :agency, :form, :version, :body, :reason, :actor, :at);
