-- What people without an account see and do: agencies that take requests, figures, their own request.

-- row: office_line(id agency_id, name str)
-- name: office_list(limit i64) -> office_line*
-- The agencies that take requests, top ones first.
SELECT id, name FROM agency WHERE active = 1
 ORDER BY CASE WHEN parent_id IS NULL THEN 0 ELSE 1 END, id LIMIT :limit;

-- row: office_figures(received i64, closed i64)
-- name: office_figures(year i64) -> office_figures
-- What all agencies received and closed in a year, by the counters of table three.
SELECT CAST(coalesce(sum(CASE WHEN c.outcome = -1 THEN c.n ELSE 0 END), 0) AS BIGINT) AS received,
       CAST(coalesce(sum(CASE WHEN c.outcome >= 0 THEN c.n ELSE 0 END), 0) AS BIGINT) AS closed
  FROM agency g JOIN annual_count c ON c.agency_id = g.id AND c.year = :year WHERE g.active = 1;

-- row: office_open(n i64)
-- name: office_open() -> office_open
-- Registered and not answered yet, whatever the year.
SELECT CAST(coalesce(sum(CASE WHEN c.outcome = -1 THEN c.n ELSE -c.n END), 0) AS BIGINT) AS n
  FROM agency g JOIN annual_count c ON c.agency_id = g.id WHERE g.active = 1;

-- name: request_give_up(id request_id, stage i64, sort_due i64, closed_on i64)
-- Withdrawn before it was registered: it never had a clock, and counts in no year.
UPDATE request SET stage = :stage, year = 0, sort_due = :sort_due, closed_on = :closed_on
 WHERE id = :id AND number IS NULL AND closed_on IS NULL;

-- name: applicant_set_contact(request request_id, phone blob?, email blob?, address blob?, postcode str)
-- The applicant can be reached otherwise.
UPDATE applicant SET phone = :phone, email = :email, address = :address, postcode = :postcode
 WHERE request_id = :request;
