-- What people without an account see and do: agencies that take requests, figures, their own request.

-- row: office_line(id agency_id, name str)
-- name: office_list(limit i64) -> office_line*
-- The agencies that take requests, top ones first.
SELECT id, name FROM agency WHERE active = 1
 ORDER BY CASE WHEN parent_id IS NULL THEN 0 ELSE 1 END, id LIMIT :limit;

-- row: office_figures(received i64, closed i64)
-- name: office_figures(agency agency_id, year i64) -> office_figures
-- Requests of a year and how many of them have ended: what the counters have received, and what is undecided.
SELECT CAST(c.n + u.filed AS BIGINT) AS received, CAST(c.n + u.filed - u.waiting AS BIGINT) AS closed
  FROM (SELECT coalesce(sum(n), 0) AS n FROM annual_count
         WHERE agency_id = :agency AND year = :year AND outcome = -1) c,
       (SELECT count(*) AS waiting, coalesce(sum(CASE WHEN number IS NULL THEN 1 ELSE 0 END), 0) AS filed FROM request
         WHERE agency_id = :agency AND year = :year AND outcome < 0 AND round = 0) u;

-- name: request_give_up(id request_id, stage i64, sort_due i64, closed_on i64)
-- Withdrawn before it was registered: it never had a clock, and counts in no year.
UPDATE request SET stage = :stage, year = 0, sort_due = :sort_due, closed_on = :closed_on
 WHERE id = :id AND number IS NULL AND closed_on IS NULL;

-- name: applicant_set_contact(request request_id, phone blob?, email blob?, address blob?, postcode str)
-- The applicant can be reached otherwise.
UPDATE applicant SET phone = :phone, email = :email, address = :address, postcode = :postcode
 WHERE request_id = :request;
