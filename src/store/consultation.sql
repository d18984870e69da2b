-- What others are asked while a case is handled; the days are written by the fold of the clock.

-- row: consultation(id consultation_id, request request_id, agency agency_id, kind i64, person i64, party blob, masked str,
--   contact blob?, information str, ref str, letter letter_id?, letter_state i64?, letter_number str?, state i64,
--   sort_due i64, sent_on i64?, served_on i64?, due_on i64?, returned_on i64?, opinion i64, opinion_text str,
--   opinion_file i64, result i64, result_text str, result_by person_id, result_name str?, result_at i64,
--   notice letter_id?, version i64, created_by person_id, created_at i64)
-- name: consultation_by_id(id consultation_id) -> consultation
-- One.
SELECT c.id, c.request_id AS request, c.agency_id AS agency, c.kind, c.person, c.party, c.masked, c.contact,
       c.information, c.ref, c.letter_id AS letter, l.state AS letter_state, l.number AS letter_number, c.state,
       c.sort_due, c.sent_on, c.served_on, c.due_on, c.returned_on, c.opinion, c.opinion_text, c.opinion_file,
       c.result, c.result_text, c.result_by, p.name AS result_name, c.result_at, c.notice_id AS notice, c.version,
       c.created_by, c.created_at
  FROM consultation c LEFT JOIN letter l ON l.id = c.letter_id LEFT JOIN person p ON p.id = c.result_by
 WHERE c.id = :id;

-- name: consultation_of_request(request request_id) -> consultation*
-- All of a case, oldest first.
SELECT c.id, c.request_id AS request, c.agency_id AS agency, c.kind, c.person, c.party, c.masked, c.contact,
       c.information, c.ref, c.letter_id AS letter, l.state AS letter_state, l.number AS letter_number, c.state,
       c.sort_due, c.sent_on, c.served_on, c.due_on, c.returned_on, c.opinion, c.opinion_text, c.opinion_file,
       c.result, c.result_text, c.result_by, p.name AS result_name, c.result_at, c.notice_id AS notice, c.version,
       c.created_by, c.created_at
  FROM consultation c LEFT JOIN letter l ON l.id = c.letter_id LEFT JOIN person p ON p.id = c.result_by
 WHERE c.request_id = :request ORDER BY c.id;

-- name: consultation_by_letter(letter letter_id) -> consultation
-- The one a letter asks.
SELECT c.id, c.request_id AS request, c.agency_id AS agency, c.kind, c.person, c.party, c.masked, c.contact,
       c.information, c.ref, c.letter_id AS letter, l.state AS letter_state, l.number AS letter_number, c.state,
       c.sort_due, c.sent_on, c.served_on, c.due_on, c.returned_on, c.opinion, c.opinion_text, c.opinion_file,
       c.result, c.result_text, c.result_by, p.name AS result_name, c.result_at, c.notice_id AS notice, c.version,
       c.created_by, c.created_at
  FROM consultation c LEFT JOIN letter l ON l.id = c.letter_id LEFT JOIN person p ON p.id = c.result_by
 WHERE c.letter_id = :letter;

-- name: consultation_insert(id consultation_id, request request_id, agency agency_id, kind i64, person i64, party blob,
--   masked str, contact blob?, information str, ref str, letter letter_id?, sort_due i64, actor person_id, now i64)
-- Prepared, not sent.
INSERT INTO consultation (id, request_id, agency_id, kind, person, party, masked, contact, information, ref,
  letter_id, state, sort_due, sent_on, served_on, due_on, returned_on, opinion, opinion_text, opinion_file, result,
  result_text, result_by, result_at, notice_id, version, created_by, created_at, updated_at)
VALUES (:id, :request, :agency, :kind, :person, :party, :masked, :contact, :information, :ref, :letter, 0,
  :sort_due, NULL, NULL, NULL, NULL, -1, '', 0, -1, '', 0, 0, NULL, 1, :actor, :now, :now);

-- name: consultation_touch(id consultation_id, version i64, now i64)
-- First write of every step: 0 rows when somebody was quicker.
UPDATE consultation SET version = version + 1, updated_at = :now WHERE id = :id AND version = :version;

-- name: consultation_set_clock(id consultation_id, state i64, sort_due i64, sent_on i64?, served_on i64?, due_on i64?, returned_on i64?)
-- What the fold counted.
UPDATE consultation SET state = :state, sort_due = :sort_due, sent_on = :sent_on, served_on = :served_on,
       due_on = :due_on, returned_on = :returned_on
 WHERE id = :id;

-- name: consultation_set_opinion(id consultation_id, opinion i64, text str, file i64)
-- What the other side said.
UPDATE consultation SET opinion = :opinion, opinion_text = :text, opinion_file = :file WHERE id = :id;

-- name: consultation_set_result(id consultation_id, result i64, text str, actor person_id, at i64)
-- What the office made of it.
UPDATE consultation SET result = :result, result_text = :text, result_by = :actor, result_at = :at WHERE id = :id;

-- name: consultation_set_notice(id consultation_id, notice letter_id?)
-- The letter that tells the third party.
UPDATE consultation SET notice_id = :notice WHERE id = :id;

-- row: consultation_line(id consultation_id, request request_id, number str?, subject str, request_due i64?, kind i64,
--   masked str, ref str, state i64, sort_due i64, sent_on i64?, served_on i64?, due_on i64?, returned_on i64?, opinion i64,
--   handler_name str?, department_name str?)
-- name: consultation_page(agency agency_id, state i64, due i64, id consultation_id, to i64, limit i64) -> consultation_line*
-- Of one state by due day, after the row last shown.
SELECT c.id, c.request_id AS request, r.number, r.subject, r.due_on AS request_due, c.kind, c.masked, c.ref, c.state,
       c.sort_due, c.sent_on, c.served_on, c.due_on, c.returned_on, c.opinion, p.name AS handler_name,
       d.name AS department_name
  FROM consultation c JOIN request r ON r.id = c.request_id LEFT JOIN person p ON p.id = r.handler_id
  LEFT JOIN department d ON d.id = r.department_id
 WHERE c.agency_id = :agency AND c.state = :state AND (c.sort_due, c.id) > (:due, :id) AND c.sort_due <= :to
 ORDER BY c.sort_due, c.id LIMIT :limit;

-- name: consultation_page_kind(agency agency_id, state i64, kind i64, due i64, id consultation_id, to i64, limit i64) -> consultation_line*
-- The same of one kind.
SELECT c.id, c.request_id AS request, r.number, r.subject, r.due_on AS request_due, c.kind, c.masked, c.ref, c.state,
       c.sort_due, c.sent_on, c.served_on, c.due_on, c.returned_on, c.opinion, p.name AS handler_name,
       d.name AS department_name
  FROM consultation c JOIN request r ON r.id = c.request_id LEFT JOIN person p ON p.id = r.handler_id
  LEFT JOIN department d ON d.id = r.department_id
 WHERE c.agency_id = :agency AND c.state = :state AND c.kind = :kind AND (c.sort_due, c.id) > (:due, :id)
   AND c.sort_due <= :to
 ORDER BY c.sort_due, c.id LIMIT :limit;

-- row: consultation_count(n i64)
-- name: consultation_count(agency agency_id, state i64, to i64, limit i64) -> consultation_count
-- How many, up to a limit.
SELECT count(*) AS n FROM (SELECT 1 AS one FROM consultation
 WHERE agency_id = :agency AND state = :state AND sort_due <= :to LIMIT :limit) AS few;

-- row: consultation_reminder(id i64, on_day i64, text str, actor_name str?, at i64)
-- name: consultation_reminders(consultation consultation_id) -> consultation_reminder*
-- Oldest first.
SELECT m.id, m.on_day, m.text, p.name AS actor_name, m.at
  FROM consultation_reminder m LEFT JOIN person p ON p.id = m.actor
 WHERE m.consultation_id = :consultation ORDER BY m.id;

-- name: consultation_reminder_insert(id i64, consultation consultation_id, on_day i64, text str, actor person_id, at i64)
-- One more.
INSERT INTO consultation_reminder (id, consultation_id, on_day, text, actor, at)
VALUES (:id, :consultation, :on_day, :text, :actor, :at);
