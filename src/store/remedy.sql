-- 行政复议、行政诉讼: the register, its entries, what stands in table four.  Days are days since 1970-01-01.

-- row: remedy(id remedy_id, agency agency_id, number str, block i64, prior remedy_id?, prior_text str, subject str, item str, claimant blob, claimant_index blob, claimant_kind i64, claimants i64, masked_name str, body str, case_number str, stage i64, opened_on i64, year i64, result i64, decided_on i64?, pending i64, due_kind i64, due_duty i64, due_on i64?, provisional i64, sort_due i64, version i64, created_by person_id, creator_name str?, created_at i64, updated_at i64)
-- name: remedy_by_id(id remedy_id) -> remedy
-- Everything about one case.
SELECT r.id, r.agency_id AS agency, r.number, r.block, r.prior_id AS prior, r.prior AS prior_text, r.subject, r.item,
       r.claimant, r.claimant_index, r.claimant_kind, r.claimants, r.masked_name, r.body, r.case_number, r.stage,
       r.opened_on, r.year, r.result, r.decided_on, r.pending, r.due_kind, r.due_duty, r.due_on, r.provisional,
       r.sort_due, r.version, r.created_by, p.name AS creator_name, r.created_at, r.updated_at
  FROM remedy r LEFT JOIN person p ON p.id = r.created_by
 WHERE r.id = :id;

-- name: remedy_insert(id remedy_id, agency agency_id, number str, block i64, prior remedy_id?, prior_text str, subject str, item str, claimant blob, claimant_index blob, claimant_kind i64, claimants i64, masked_name str, created_by person_id, now i64)
-- It is registered; its first entry follows in the same transaction.
INSERT INTO remedy (id, agency_id, number, block, prior_id, prior, subject, item, claimant, claimant_index,
  claimant_kind, claimants, masked_name, body, case_number, stage, opened_on, year, result, decided_on, pending,
  due_kind, due_duty, due_on, provisional, sort_due, version, created_by, created_at, updated_at)
VALUES (:id, :agency, :number, :block, :prior, :prior_text, :subject, :item, :claimant, :claimant_index,
  :claimant_kind, :claimants, :masked_name, '', '', 0, 0, 0, -1, NULL, 1, -1, 0, NULL, 0, 0, 1, :created_by, :now, :now);

-- name: remedy_touch(id remedy_id, version i64, now i64)
-- First write of every step: 0 rows when somebody was quicker.
UPDATE remedy SET version = version + 1, updated_at = :now WHERE id = :id AND version = :version;

-- name: remedy_set_state(id remedy_id, body str, case_number str, stage i64, opened_on i64, year i64, result i64, decided_on i64?, pending i64, due_kind i64, due_duty i64, due_on i64?, provisional i64, sort_due i64)
-- What the fold of its entries says.
UPDATE remedy SET body = :body, case_number = :case_number, stage = :stage, opened_on = :opened_on, year = :year,
       result = :result, decided_on = :decided_on, pending = :pending, due_kind = :due_kind, due_duty = :due_duty,
       due_on = :due_on, provisional = :provisional, sort_due = :sort_due
 WHERE id = :id;

-- name: remedy_spans_clear(remedy remedy_id)
-- Before they are written anew.
DELETE FROM remedy_span WHERE remedy_id = :remedy;

-- name: remedy_span_insert(remedy remedy_id, n i64, opened_on i64, closed_on i64?, counted_as i64)
-- One more.
INSERT INTO remedy_span (remedy_id, n, opened_on, closed_on, counted_as)
VALUES (:remedy, :n, :opened_on, :closed_on, :counted_as);

-- row: remedy_year_case(id remedy_id, number str, block i64, counted i64, stage i64, subject str, masked_name str, claimants i64, body str, case_number str, result i64, opened_on i64, closed_on i64?)
-- name: remedy_year_cases(agency agency_id, from i64, to i64, block i64?, counted i64?, after remedy_id, limit i64) -> remedy_year_case*
-- The cases behind table four of one year, all or of one cell.  Its numbers are counted from this very statement.
SELECT y.id, y.number, y.block, y.counted, y.stage, y.subject, y.masked_name, y.claimants, y.body, y.case_number,
       y.result, y.opened_on, y.closed_on
  FROM (SELECT r.id, r.number, r.block, r.stage, r.subject, r.masked_name, r.claimants, r.body, r.case_number, r.result,
               s.opened_on, s.closed_on,
               CASE WHEN s.closed_on IS NULL OR s.closed_on > :to THEN 3 ELSE s.counted_as END AS counted
          FROM remedy r JOIN remedy_span s ON s.remedy_id = r.id
         WHERE r.agency_id = :agency AND s.opened_on <= :to AND (s.closed_on IS NULL OR s.closed_on >= :from)
           AND NOT EXISTS (SELECT 1 FROM remedy_span t
                            WHERE t.remedy_id = s.remedy_id AND t.n > s.n AND t.opened_on <= :to)) y
 WHERE y.counted >= 0 AND (:block IS NULL OR y.block = :block) AND (:counted IS NULL OR y.counted = :counted)
   AND y.id > :after
 ORDER BY y.id LIMIT :limit;

-- row: remedy_line(id remedy_id, number str, block i64, stage i64, subject str, masked_name str, claimants i64, body str, case_number str, opened_on i64, result i64, decided_on i64?, pending i64, due_kind i64, due_duty i64, due_on i64?, provisional i64, sort_due i64)
-- name: remedy_list(agency agency_id, from i64, to i64, due i64, id remedy_id, block i64?, stage i64?, result i64?, year i64?, limit i64) -> remedy_line*
-- A band of the list by deadline, after the row last shown.
SELECT r.id, r.number, r.block, r.stage, r.subject, r.masked_name, r.claimants, r.body, r.case_number, r.opened_on, r.result,
       r.decided_on, r.pending, r.due_kind, r.due_duty, r.due_on, r.provisional, r.sort_due
  FROM remedy r
 WHERE r.agency_id = :agency AND (r.sort_due, r.id) > (:due, :id) AND r.sort_due >= :from AND r.sort_due <= :to
   AND (:block IS NULL OR r.block = :block) AND (:stage IS NULL OR r.stage = :stage)
   AND (:result IS NULL OR r.result = :result) AND (:year IS NULL OR r.year = :year)
 ORDER BY r.sort_due, r.id LIMIT :limit;

-- name: remedy_of_request(request request_id) -> remedy_line*
-- Those against one request, and the one whose order opened it as a new round.
SELECT r.id, r.number, r.block, r.stage, r.subject, r.masked_name, r.claimants, r.body, r.case_number, r.opened_on, r.result,
       r.decided_on, r.pending, r.due_kind, r.due_duty, r.due_on, r.provisional, r.sort_due
  FROM remedy r
 WHERE r.id IN (SELECT remedy_id FROM remedy_request WHERE request_id = :request
                UNION SELECT remedy_id FROM remedy_entry WHERE round_id = :request)
 ORDER BY r.opened_on, r.id LIMIT 100;

-- row: remedy_count(n i64)
-- name: remedy_count(agency agency_id, from i64, to i64, limit i64) -> remedy_count
-- How many of a band, up to a limit.
SELECT count(*) AS n FROM (SELECT 1 FROM remedy
  WHERE agency_id = :agency AND sort_due >= :from AND sort_due <= :to LIMIT :limit) x;

-- row: remedy_sibling(id remedy_id, number str, block i64, pending i64, stage i64, due_kind i64, due_duty i64, due_on i64?)
-- name: remedy_siblings(request request_id, claimant_index blob) -> remedy_sibling*
-- Other cases of the same person about the same request.
SELECT r.id, r.number, r.block, r.pending, r.stage, r.due_kind, r.due_duty, r.due_on
  FROM remedy_request l JOIN remedy r ON r.id = l.remedy_id
 WHERE l.request_id = :request AND r.claimant_index = :claimant_index ORDER BY r.id LIMIT 100;

-- name: remedy_request_insert(remedy remedy_id, request request_id)
-- Against one more request.
INSERT INTO remedy_request (remedy_id, request_id) VALUES (:remedy, :request);

-- row: remedy_request(id request_id, number str?, receipt str, subject str, outcome i64, closed_on i64?, round i64, parent request_id?)
-- name: remedy_requests(remedy remedy_id) -> remedy_request*
-- Against which requests.
SELECT q.id, q.number, q.receipt, q.subject, q.outcome, q.closed_on, q.round, q.parent_id AS parent
  FROM remedy_request l JOIN request q ON q.id = l.request_id
 WHERE l.remedy_id = :remedy ORDER BY q.id;

-- row: remedy_found(id request_id)
-- name: remedy_find_request(agency agency_id, number str) -> remedy_found
-- A request by its number in the register.
SELECT id FROM request WHERE agency_id = :agency AND number = :number;

-- row: remedy_entry(id i64, remedy remedy_id, kind i64, stage i64, on_day i64, other_day i64?, value i64, body str, case_number str, text str, round request_id?, round_number str?, done_on i64?, reason str, actor person_id, actor_name str?, at i64, corrects i64?, taken_away i64, place i64)
-- name: remedy_entries(remedy remedy_id) -> remedy_entry*
-- The entries that count, in legal order: those no other entry has taken the place of.
SELECT e.id, e.remedy_id AS remedy, e.kind, e.stage, e.on_day, e.other_day, e.value, e.body, e.case_number, e.text,
       e.round_id AS round, q.number AS round_number, q.closed_on AS done_on, e.reason, e.actor, p.name AS actor_name,
       e.at, e.corrects, e.void AS taken_away, e.place
  FROM remedy_entry e LEFT JOIN person p ON p.id = e.actor LEFT JOIN request q ON q.id = e.round_id
 WHERE e.remedy_id = :remedy AND e.void = 0
   AND NOT EXISTS (SELECT 1 FROM remedy_entry c WHERE c.remedy_id = e.remedy_id AND c.corrects = e.id)
 ORDER BY e.on_day, e.place;

-- name: remedy_history(remedy remedy_id) -> remedy_entry*
-- All of them as written.
SELECT e.id, e.remedy_id AS remedy, e.kind, e.stage, e.on_day, e.other_day, e.value, e.body, e.case_number, e.text,
       e.round_id AS round, q.number AS round_number, q.closed_on AS done_on, e.reason, e.actor, p.name AS actor_name,
       e.at, e.corrects, e.void AS taken_away, e.place
  FROM remedy_entry e LEFT JOIN person p ON p.id = e.actor LEFT JOIN request q ON q.id = e.round_id
 WHERE e.remedy_id = :remedy ORDER BY e.id;

-- row: remedy_owner(remedy remedy_id)
-- name: remedy_of_round(round request_id) -> remedy_owner*
-- Whose order opened a round.
SELECT DISTINCT remedy_id AS remedy FROM remedy_entry WHERE round_id = :round ORDER BY remedy_id;

-- name: remedy_entry_insert(id i64, remedy remedy_id, kind i64, stage i64, on_day i64, other_day i64?, value i64, body str, case_number str, text str, round request_id?, reason str, actor person_id, at i64, corrects i64?, taken_away i64, place i64)
-- One more; never changed afterwards.
INSERT INTO remedy_entry (id, remedy_id, kind, stage, on_day, other_day, value, body, case_number, text, round_id,
  reason, actor, at, corrects, void, place)
VALUES (:id, :remedy, :kind, :stage, :on_day, :other_day, :value, :body, :case_number, :text, :round, :reason, :actor,
  :at, :corrects, :taken_away, :place);

-- row: remedy_due(id remedy_id)
-- name: remedy_due(agency agency_id?) -> remedy_due*
-- Those with a deadline that a new calendar may move.
SELECT id FROM remedy WHERE due_on IS NOT NULL AND (:agency IS NULL OR agency_id = :agency) ORDER BY id;

-- row: remedy_file(id i64, remedy remedy_id, kind i64, stage i64, name str, type str, size i64, digest blob, actor person_id, actor_name str?, at i64)
-- name: remedy_files(remedy remedy_id) -> remedy_file*
-- Its papers in order of arrival.
SELECT f.id, f.remedy_id AS remedy, f.kind, f.stage, f.name, f.type, f.size, f.digest, f.actor, p.name AS actor_name, f.at
  FROM remedy_file f LEFT JOIN person p ON p.id = f.actor
 WHERE f.remedy_id = :remedy ORDER BY f.id;

-- name: remedy_file_by_id(id i64, remedy remedy_id) -> remedy_file
-- One paper.
SELECT f.id, f.remedy_id AS remedy, f.kind, f.stage, f.name, f.type, f.size, f.digest, f.actor, p.name AS actor_name, f.at
  FROM remedy_file f LEFT JOIN person p ON p.id = f.actor
 WHERE f.id = :id AND f.remedy_id = :remedy;

-- name: remedy_file_insert(id i64, remedy remedy_id, kind i64, stage i64, name str, type str, size i64, digest blob, actor person_id, at i64)
-- One more.
INSERT INTO remedy_file (id, remedy_id, kind, stage, name, type, size, digest, actor, at)
VALUES (:id, :remedy, :kind, :stage, :name, :type, :size, :digest, :actor, :at);

-- row: remedy_log(seq event_id, at i64, actor person_id, actor_name str?, action str, reason str)
-- name: remedy_log(object i64, below event_id?, limit i64) -> remedy_log*
-- The log of one case, newest first.
SELECT e.seq, e.at, e.actor, p.name AS actor_name, e.action, e.reason
  FROM event e LEFT JOIN person p ON p.id = e.actor
 WHERE e.object_kind = 'remedy' AND e.object = :object AND (:below IS NULL OR e.seq < :below)
 ORDER BY e.seq DESC LIMIT :limit;

-- row: request_round(id request_id, number str?, round i64, closed_on i64?)
-- name: request_rounds_of(parent request_id) -> request_round*
-- The rounds themselves, in order.
SELECT id, number, round, closed_on FROM request WHERE parent_id = :parent AND round > 0 ORDER BY round LIMIT 100;

-- name: request_copy_round(id request_id, from request_id, parent request_id, number str, round i64, year i64, arrived_on i64, now i64)
-- The same request again, to be answered anew.
INSERT INTO request (id, agency_id, number, receipt, year, query_code, stage, channel, origin, class, masked_name,
  subject, content, provide_form, provide_way, arrived_on, received_on, due_on, sort_due, provisional, clock_state,
  outcome, outcome_rule, closed_on, department_id, handler_id, parent_id, round, version, created_at, updated_at)
SELECT :id, agency_id, :number, receipt, :year, query_code, 1, channel, origin, class, masked_name, subject, content,
       provide_form, provide_way, :arrived_on, NULL, NULL, 0, 0, -1, -1, '', NULL, department_id, handler_id, :parent,
       :round, 1, :now, :now
  FROM request WHERE id = :from;
