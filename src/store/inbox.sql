-- The inbox: pages and bounded counts by index, whatever the number of requests.  Ends of bands are values of
-- request.sort_due (desk/request_part.h).

-- row: inbox_line(id request_id, number str?, receipt str, stage i64, channel i64, class i64, masked_name str, subject str, arrived_on i64, received_on i64?, due_on i64?, sort_due i64, provisional i64, clock_state i64, outcome i64, closed_on i64?, department department_id?, department_name str?, handler person_id?, handler_name str?, version i64)
-- name: inbox_all(agency agency_id, due i64, id request_id, to i64, limit i64) -> inbox_line*
-- By due day, after the row last shown.
SELECT r.id, r.number, r.receipt, r.stage, r.channel, r.class, r.masked_name, r.subject, r.arrived_on, r.received_on,
       r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.closed_on, r.department_id AS department,
       d.name AS department_name, r.handler_id AS handler, p.name AS handler_name, r.version
  FROM request r LEFT JOIN department d ON d.id = r.department_id LEFT JOIN person p ON p.id = r.handler_id
 WHERE r.agency_id = :agency AND (r.sort_due, r.id) > (:due, :id) AND r.sort_due <= :to
 ORDER BY r.sort_due, r.id LIMIT :limit;

-- name: inbox_stage(agency agency_id, stage i64, due i64, id request_id, to i64, limit i64) -> inbox_line*
-- Of one stage.
SELECT r.id, r.number, r.receipt, r.stage, r.channel, r.class, r.masked_name, r.subject, r.arrived_on, r.received_on,
       r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.closed_on, r.department_id AS department,
       d.name AS department_name, r.handler_id AS handler, p.name AS handler_name, r.version
  FROM request r LEFT JOIN department d ON d.id = r.department_id LEFT JOIN person p ON p.id = r.handler_id
 WHERE r.agency_id = :agency AND r.stage = :stage AND (r.sort_due, r.id) > (:due, :id) AND r.sort_due <= :to
 ORDER BY r.sort_due, r.id LIMIT :limit;

-- name: inbox_department(agency agency_id, department department_id, due i64, id request_id, to i64, limit i64) -> inbox_line*
-- Of one lead department.
SELECT r.id, r.number, r.receipt, r.stage, r.channel, r.class, r.masked_name, r.subject, r.arrived_on, r.received_on,
       r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.closed_on, r.department_id AS department,
       d.name AS department_name, r.handler_id AS handler, p.name AS handler_name, r.version
  FROM request r LEFT JOIN department d ON d.id = r.department_id LEFT JOIN person p ON p.id = r.handler_id
 WHERE r.agency_id = :agency AND r.department_id = :department AND (r.sort_due, r.id) > (:due, :id) AND r.sort_due <= :to
 ORDER BY r.sort_due, r.id LIMIT :limit;

-- name: inbox_handler(agency agency_id, handler person_id, due i64, id request_id, to i64, limit i64) -> inbox_line*
-- Of one person.
SELECT r.id, r.number, r.receipt, r.stage, r.channel, r.class, r.masked_name, r.subject, r.arrived_on, r.received_on,
       r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.closed_on, r.department_id AS department,
       d.name AS department_name, r.handler_id AS handler, p.name AS handler_name, r.version
  FROM request r LEFT JOIN department d ON d.id = r.department_id LEFT JOIN person p ON p.id = r.handler_id
 WHERE r.agency_id = :agency AND r.handler_id = :handler AND (r.sort_due, r.id) > (:due, :id) AND r.sort_due <= :to
 ORDER BY r.sort_due, r.id LIMIT :limit;

-- name: inbox_channel(agency agency_id, channel i64, due i64, id request_id, to i64, limit i64) -> inbox_line*
-- Of one way of arrival.
SELECT r.id, r.number, r.receipt, r.stage, r.channel, r.class, r.masked_name, r.subject, r.arrived_on, r.received_on,
       r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.closed_on, r.department_id AS department,
       d.name AS department_name, r.handler_id AS handler, p.name AS handler_name, r.version
  FROM request r LEFT JOIN department d ON d.id = r.department_id LEFT JOIN person p ON p.id = r.handler_id
 WHERE r.agency_id = :agency AND r.channel = :channel AND (r.sort_due, r.id) > (:due, :id) AND r.sort_due <= :to
 ORDER BY r.sort_due, r.id LIMIT :limit;

-- name: inbox_class(agency agency_id, applicant_class i64, due i64, id request_id, to i64, limit i64) -> inbox_line*
-- Of one class of applicants.
SELECT r.id, r.number, r.receipt, r.stage, r.channel, r.class, r.masked_name, r.subject, r.arrived_on, r.received_on,
       r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.closed_on, r.department_id AS department,
       d.name AS department_name, r.handler_id AS handler, p.name AS handler_name, r.version
  FROM request r LEFT JOIN department d ON d.id = r.department_id LEFT JOIN person p ON p.id = r.handler_id
 WHERE r.agency_id = :agency AND r.class = :applicant_class AND (r.sort_due, r.id) > (:due, :id) AND r.sort_due <= :to
 ORDER BY r.sort_due, r.id LIMIT :limit;

-- name: inbox_by_number(agency agency_id, from str, to str, limit i64) -> inbox_line*
-- Numbers of the register that begin with something.
SELECT r.id, r.number, r.receipt, r.stage, r.channel, r.class, r.masked_name, r.subject, r.arrived_on, r.received_on,
       r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.closed_on, r.department_id AS department,
       d.name AS department_name, r.handler_id AS handler, p.name AS handler_name, r.version
  FROM request r LEFT JOIN department d ON d.id = r.department_id LEFT JOIN person p ON p.id = r.handler_id
 WHERE r.agency_id = :agency AND r.number >= :from AND r.number < :to ORDER BY r.number LIMIT :limit;

-- name: inbox_by_receipt(agency agency_id, from str, to str, limit i64) -> inbox_line*
-- Numbers of receipts that begin with something.
SELECT r.id, r.number, r.receipt, r.stage, r.channel, r.class, r.masked_name, r.subject, r.arrived_on, r.received_on,
       r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.closed_on, r.department_id AS department,
       d.name AS department_name, r.handler_id AS handler, p.name AS handler_name, r.version
  FROM request r LEFT JOIN department d ON d.id = r.department_id LEFT JOIN person p ON p.id = r.handler_id
 WHERE r.agency_id = :agency AND r.receipt >= :from AND r.receipt < :to ORDER BY r.receipt, r.id LIMIT :limit;

-- name: inbox_by_letter(agency agency_id, number str) -> inbox_line*
-- That of the letter with this number.
SELECT r.id, r.number, r.receipt, r.stage, r.channel, r.class, r.masked_name, r.subject, r.arrived_on, r.received_on,
       r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.closed_on, r.department_id AS department,
       d.name AS department_name, r.handler_id AS handler, p.name AS handler_name, r.version
  FROM letter l JOIN request r ON r.id = l.request_id LEFT JOIN department d ON d.id = r.department_id LEFT JOIN person p ON p.id = r.handler_id
 WHERE l.agency_id = :agency AND l.number = :number AND r.agency_id = l.agency_id;

-- name: inbox_by_name(agency agency_id, name_index blob, limit i64) -> inbox_line*
-- An applicant's, by the whole name, the latest first.
SELECT r.id, r.number, r.receipt, r.stage, r.channel, r.class, r.masked_name, r.subject, r.arrived_on, r.received_on,
       r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.closed_on, r.department_id AS department,
       d.name AS department_name, r.handler_id AS handler, p.name AS handler_name, r.version
  FROM applicant a JOIN request r ON r.id = a.request_id LEFT JOIN department d ON d.id = r.department_id LEFT JOIN person p ON p.id = r.handler_id
 WHERE a.name_index = :name_index AND r.agency_id = :agency ORDER BY a.request_id DESC LIMIT :limit;

-- name: inbox_by_id(id request_id) -> inbox_line
-- One that a search has found.
SELECT r.id, r.number, r.receipt, r.stage, r.channel, r.class, r.masked_name, r.subject, r.arrived_on, r.received_on,
       r.due_on, r.sort_due, r.provisional, r.clock_state, r.outcome, r.closed_on, r.department_id AS department,
       d.name AS department_name, r.handler_id AS handler, p.name AS handler_name, r.version
  FROM request r LEFT JOIN department d ON d.id = r.department_id LEFT JOIN person p ON p.id = r.handler_id
 WHERE r.id = :id;

-- row: inbox_count(n i64)
-- name: inbox_count_all(agency agency_id, from i64, to i64, limit i64) -> inbox_count
-- How many, up to a limit.
SELECT count(*) AS n FROM (SELECT 1 FROM request
  WHERE agency_id = :agency AND sort_due >= :from AND sort_due <= :to LIMIT :limit) x;

-- name: inbox_count_handler(agency agency_id, handler person_id, from i64, to i64, limit i64) -> inbox_count
-- How many, up to a limit.
SELECT count(*) AS n FROM (SELECT 1 FROM request
  WHERE agency_id = :agency AND handler_id = :handler AND sort_due >= :from AND sort_due <= :to LIMIT :limit) x;

-- name: inbox_count_stage(agency agency_id, stage i64, from i64, to i64, limit i64) -> inbox_count
-- How many, up to a limit.
SELECT count(*) AS n FROM (SELECT 1 FROM request
  WHERE agency_id = :agency AND stage = :stage AND sort_due >= :from AND sort_due <= :to LIMIT :limit) x;

-- name: inbox_count_department(agency agency_id, department department_id, from i64, to i64, limit i64) -> inbox_count
-- How many, up to a limit.
SELECT count(*) AS n FROM (SELECT 1 FROM request
  WHERE agency_id = :agency AND department_id = :department AND sort_due >= :from AND sort_due <= :to LIMIT :limit) x;

-- name: inbox_count_channel(agency agency_id, channel i64, from i64, to i64, limit i64) -> inbox_count
-- How many, up to a limit.
SELECT count(*) AS n FROM (SELECT 1 FROM request
  WHERE agency_id = :agency AND channel = :channel AND sort_due >= :from AND sort_due <= :to LIMIT :limit) x;

-- name: inbox_count_class(agency agency_id, applicant_class i64, from i64, to i64, limit i64) -> inbox_count
-- How many, up to a limit.
SELECT count(*) AS n FROM (SELECT 1 FROM request
  WHERE agency_id = :agency AND class = :applicant_class AND sort_due >= :from AND sort_due <= :to LIMIT :limit) x;
