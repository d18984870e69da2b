-- 依申请公开: requests, applicants, legal events, papers, notes.  Days are days since 1970-01-01.

-- row: request(id request_id, agency agency_id, agency_name str, number str?, receipt str, year i64, stage i64, channel i64, origin i64, class i64, masked_name str, subject str, content str, provide_form i64, provide_way i64, arrived_on i64, received_on i64?, due_on i64?, sort_due i64, provisional i64, clock_state i64, outcome i64, outcome_rule str, closed_on i64?, department department_id?, department_name str?, handler person_id?, handler_name str?, parent request_id?, round i64, version i64, created_at i64, updated_at i64)
-- name: request_by_id(id request_id) -> request
-- Everything about one request but its applicant.
SELECT r.id, r.agency_id AS agency, g.name AS agency_name, r.number, r.receipt, r.year, r.stage, r.channel,
       r.origin, r.class, r.masked_name, r.subject, r.content, r.provide_form, r.provide_way, r.arrived_on,
       r.received_on, r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.outcome_rule,
       r.closed_on, r.department_id AS department, d.name AS department_name, r.handler_id AS handler,
       p.name AS handler_name, r.parent_id AS parent, r.round, r.version, r.created_at, r.updated_at
  FROM request r JOIN agency g ON g.id = r.agency_id LEFT JOIN department d ON d.id = r.department_id
  LEFT JOIN person p ON p.id = r.handler_id
 WHERE r.id = :id;

-- row: request_code(id request_id, number str?, receipt str)
-- name: request_by_code(query_code blob) -> request_code*
-- What the applicant's code opens: one request, or the parts of one paper.
SELECT id, number, receipt FROM request WHERE query_code = :query_code ORDER BY id LIMIT 100;

-- name: request_insert(id request_id, agency agency_id, receipt str, year i64, query_code blob, channel i64, origin i64, class i64, masked_name str, subject str, content str, provide_form i64, provide_way i64, arrived_on i64, sort_due i64, department department_id?, handler person_id?, parent request_id?, now i64)
-- It arrives: neither number nor clock yet.
INSERT INTO request (id, agency_id, number, receipt, year, query_code, stage, channel, origin, class, masked_name,
  subject, content, provide_form, provide_way, arrived_on, received_on, due_on, sort_due, provisional, clock_state,
  outcome, outcome_rule, closed_on, department_id, handler_id, parent_id, version, created_at, updated_at)
VALUES (:id, :agency, NULL, :receipt, :year, :query_code, 0, :channel, :origin, :class, :masked_name, :subject,
  :content, :provide_form, :provide_way, :arrived_on, NULL, NULL, :sort_due, 0, -1, -1, '', NULL, :department,
  :handler, :parent, 1, :now, :now);

-- name: request_touch(id request_id, version i64, now i64)
-- First write of every step: 0 rows when somebody was quicker.
UPDATE request SET version = version + 1, updated_at = :now WHERE id = :id AND version = :version;

-- name: request_set_number(id request_id, number str)
-- Registration.
UPDATE request SET number = :number WHERE id = :id AND number IS NULL;

-- name: request_set_clock(id request_id, year i64, stage i64, received_on i64, due_on i64?, sort_due i64, provisional i64, clock_state i64, outcome i64, outcome_rule str, closed_on i64?)
-- What the fold of its events says.
UPDATE request SET year = :year, stage = :stage, received_on = :received_on, due_on = :due_on,
       sort_due = :sort_due, provisional = :provisional, clock_state = :clock_state, outcome = :outcome,
       outcome_rule = :outcome_rule, closed_on = :closed_on
 WHERE id = :id;

-- name: request_set_outcome(id request_id, outcome i64, outcome_rule str)
-- The row of table three a reply belongs to.
UPDATE request SET outcome = :outcome, outcome_rule = :outcome_rule WHERE id = :id;

-- name: request_set_stage(id request_id, stage i64)
-- The office's own order of work.
UPDATE request SET stage = :stage WHERE id = :id;

-- name: request_close_unregistered(id request_id, stage i64, closed_on i64, sort_due i64, outcome_rule str)
-- Withdrawn before it was received in the sense of the law.
UPDATE request SET stage = :stage, closed_on = :closed_on, sort_due = :sort_due, outcome_rule = :outcome_rule
 WHERE id = :id AND number IS NULL;

-- row: request_open(id request_id)
-- name: request_open(agency agency_id?) -> request_open*
-- The registered cases that are not closed, of one agency or of all.
SELECT id FROM request
 WHERE closed_on IS NULL AND number IS NOT NULL AND (:agency IS NULL OR agency_id = :agency) ORDER BY id;

-- row: request_candidate(id request_id, number str?, receipt str, subject str, masked_name str, content str, arrived_on i64, stage i64, outcome i64, id_index blob?, round i64)
-- name: request_candidate(id request_id) -> request_candidate
-- One that may be like another.
SELECT r.id, r.number, r.receipt, r.subject, r.masked_name, r.content, r.arrived_on, r.stage, r.outcome, a.id_index,
       r.round
  FROM request r JOIN applicant a ON a.request_id = r.id WHERE r.id = :id;

-- row: request_sketch(id request_id, pairs i64?, bits blob?)
-- name: request_of_applicant(id_index blob, id request_id, agency agency_id, limit i64) -> request_sketch...
-- Other requests of the same applicant, the latest first; without pairs: not looked at by the indexer yet.
SELECT a.request_id AS id, s.pairs, s.bits
  FROM applicant a JOIN request r ON r.id = a.request_id LEFT JOIN request_sketch s ON s.request_id = a.request_id
 WHERE a.id_index = :id_index AND a.request_id <> :id AND r.agency_id = :agency AND r.round = 0
 ORDER BY a.request_id DESC LIMIT :limit;

-- name: request_recent_sketches(agency agency_id, first request_id, since i64, limit i64) -> request_sketch...
-- The latest of the agency from an id on, within a time; from the index alone.
SELECT request_id AS id, pairs, bits FROM request_sketch
 WHERE agency_id = :agency AND request_id >= :first AND arrived_on >= :since ORDER BY request_id DESC LIMIT :limit;

-- row: request_unsketched(id request_id)
-- name: request_unsketched(agency agency_id, first request_id, limit i64) -> request_unsketched*
-- Those of them that have none yet.
SELECT id FROM request WHERE agency_id = :agency AND id >= :first AND worded < 2 ORDER BY id DESC LIMIT :limit;

-- name: request_sketch_put(request request_id, pairs i64, bits blob)
-- In place of the one it had.
INSERT INTO request_sketch (request_id, agency_id, arrived_on, pairs, bits)
SELECT id, agency_id, arrived_on, :pairs, :bits FROM request WHERE id = :request
ON CONFLICT (request_id) DO UPDATE SET pairs = :pairs, bits = :bits;

-- name: request_set_content(id request_id, subject str, content str)
-- One part of a paper that asked for several things.
UPDATE request SET subject = :subject, content = :content WHERE id = :id;

-- name: request_set_handler(id request_id, department department_id?, handler person_id?)
-- Whose it is.
UPDATE request SET department_id = :department, handler_id = :handler WHERE id = :id;

-- name: request_copy(id request_id, from request_id, subject str, content str, now i64)
-- Another request from the same paper, not registered yet.
INSERT INTO request (id, agency_id, number, receipt, year, query_code, stage, channel, origin, class, masked_name,
  subject, content, provide_form, provide_way, arrived_on, received_on, due_on, sort_due, provisional, clock_state,
  outcome, outcome_rule, closed_on, department_id, handler_id, parent_id, version, created_at, updated_at)
SELECT :id, agency_id, NULL, receipt, year, query_code, 0, channel, origin, class, masked_name, :subject, :content,
       provide_form, provide_way, arrived_on, NULL, NULL, sort_due, 0, -1, -1, '', NULL, department_id, handler_id,
       id, 1, :now, :now
  FROM request WHERE id = :from;

-- row: request_part(id request_id, number str?, subject str, stage i64, due_on i64?)
-- name: request_parts_of(parent request_id, limit i64) -> request_part*
-- Cases made of one paper, without the first and without rounds.
SELECT id, number, subject, stage, due_on FROM request
 WHERE parent_id = :parent AND round = 0 ORDER BY id LIMIT :limit;

-- row: applicant(request request_id, kind i64, name blob, name_index blob, id_type i64, id_number blob?, id_index blob?, credit_code str, legal_representative blob?, contact blob?, phone blob?, email blob?, address blob?, postcode str, fax blob?)
-- name: applicant_by_request(request request_id) -> applicant
-- Who asks, sealed.
SELECT request_id AS request, kind, name, name_index, id_type, id_number, id_index, credit_code,
       legal_representative, contact, phone, email, address, postcode, fax
  FROM applicant WHERE request_id = :request;

-- name: applicant_insert(request request_id, kind i64, name blob, name_index blob, id_type i64, id_number blob?, id_index blob?, credit_code str, legal_representative blob?, contact blob?, phone blob?, email blob?, address blob?, postcode str, fax blob?)
-- With its request.
INSERT INTO applicant (request_id, kind, name, name_index, id_type, id_number, id_index, credit_code,
  legal_representative, contact, phone, email, address, postcode, fax)
VALUES (:request, :kind, :name, :name_index, :id_type, :id_number, :id_index, :credit_code,
  :legal_representative, :contact, :phone, :email, :address, :postcode, :fax);

-- row: request_event(id i64, request request_id, kind i64, on_day i64, days i64, until_day i64?, consultee i64, ref str, reason str, actor person_id, actor_name str?, at i64, corrects i64?, taken_away i64, place i64, letter i64, paper str, file i64)
-- name: request_events(request request_id) -> request_event*
-- The events that count, in legal order: those no other entry has taken the place of.
SELECT e.id, e.request_id AS request, e.kind, e.on_day, e.days, e.until_day, e.consultee, e.ref, e.reason,
       e.actor, p.name AS actor_name, e.at, e.corrects, e.void AS taken_away, e.place,
       e.letter_id AS letter, e.paper, e.file_id AS file
  FROM request_event e LEFT JOIN person p ON p.id = e.actor
 WHERE e.request_id = :request AND e.void = 0
   AND NOT EXISTS (SELECT 1 FROM request_event c WHERE c.request_id = e.request_id AND c.corrects = e.id)
 ORDER BY e.on_day, e.place;

-- name: request_history(request request_id) -> request_event*
-- All of them as written.
SELECT e.id, e.request_id AS request, e.kind, e.on_day, e.days, e.until_day, e.consultee, e.ref, e.reason,
       e.actor, p.name AS actor_name, e.at, e.corrects, e.void AS taken_away, e.place,
       e.letter_id AS letter, e.paper, e.file_id AS file
  FROM request_event e LEFT JOIN person p ON p.id = e.actor
 WHERE e.request_id = :request
 ORDER BY e.id;

-- name: request_event_insert(id i64, request request_id, kind i64, on_day i64, days i64, until_day i64?, consultee i64, ref str, reason str, actor person_id, at i64, corrects i64?, taken_away i64, place i64, letter i64, paper str, file i64)
-- One more; never changed afterwards.
INSERT INTO request_event (id, request_id, kind, on_day, days, until_day, consultee, ref, reason, actor, at,
  corrects, void, place, letter_id, paper, file_id)
VALUES (:id, :request, :kind, :on_day, :days, :until_day, :consultee, :ref, :reason, :actor, :at, :corrects,
  :taken_away, :place, :letter, :paper, :file);

-- row: request_file(id i64, request request_id, kind i64, name str, type str, size i64, digest blob, public_to_applicant i64, actor person_id, actor_name str?, at i64)
-- name: request_files(request request_id) -> request_file*
-- Its papers in order of arrival.
SELECT f.id, f.request_id AS request, f.kind, f.name, f.type, f.size, f.digest, f.public_to_applicant, f.actor,
       p.name AS actor_name, f.at
  FROM request_file f LEFT JOIN person p ON p.id = f.actor
 WHERE f.request_id = :request ORDER BY f.id;

-- name: request_file_insert(id i64, request request_id, kind i64, name str, type str, size i64, digest blob, public_to_applicant i64, actor person_id, at i64)
-- One more.
INSERT INTO request_file (id, request_id, kind, name, type, size, digest, public_to_applicant, actor, at)
VALUES (:id, :request, :kind, :name, :type, :size, :digest, :public_to_applicant, :actor, :at);

-- row: request_note(id i64, request request_id, kind i64, department department_id?, department_name str?, text str, actor person_id, actor_name str?, at i64, answer str, answered_by person_id, answerer_name str?, answered_at i64)
-- name: request_notes(request request_id) -> request_note*
-- What the office wrote for itself.
SELECT n.id, n.request_id AS request, n.kind, n.department_id AS department, d.name AS department_name, n.text,
       n.actor, p.name AS actor_name, n.at, n.answer, n.answered_by, q.name AS answerer_name, n.answered_at
  FROM request_note n LEFT JOIN department d ON d.id = n.department_id LEFT JOIN person p ON p.id = n.actor
  LEFT JOIN person q ON q.id = n.answered_by
 WHERE n.request_id = :request ORDER BY n.id;

-- name: request_note_insert(id i64, request request_id, kind i64, department department_id?, text str, actor person_id, at i64)
-- One more.
INSERT INTO request_note (id, request_id, kind, department_id, text, actor, at, answer, answered_by, answered_at)
VALUES (:id, :request, :kind, :department, :text, :actor, :at, '', 0, 0);

-- name: request_note_answer(id i64, request request_id, answer str, answered_by person_id, at i64)
-- The answer of an assisting department; 0 rows when there is one already.
UPDATE request_note SET answer = :answer, answered_by = :answered_by, answered_at = :at
 WHERE id = :id AND request_id = :request AND answered_at = 0;

-- name: number_take(agency agency_id, series str, year i64)
-- Takes the next number of a series; undone together with the transaction, so there is no gap.
INSERT INTO number_series (agency_id, series, year, next) VALUES (:agency, :series, :year, 2)
ON CONFLICT (agency_id, series, year) DO UPDATE SET next = number_series.next + 1;

-- row: number_taken(n i64)
-- name: number_taken(agency agency_id, series str, year i64) -> number_taken
-- The one that was just taken.
SELECT next - 1 AS n FROM number_series WHERE agency_id = :agency AND series = :series AND year = :year;
