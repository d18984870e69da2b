-- 年度报告: counters of table three, the cases behind a cell, reports and entries.

-- row: annual_count(outcome i64, class i64, n i64)
-- name: annual_counts(agency agency_id, year i64) -> annual_count*
-- Received (outcome -1) and closed in one year.
SELECT outcome, class, n FROM annual_count WHERE agency_id = :agency AND year = :year AND n <> 0
 ORDER BY outcome, class;

-- row: annual_open(class i64, n i64)
-- name: annual_open_before(agency agency_id, year i64) -> annual_open*
-- Still open when the year began: received less closed in all years before.
SELECT class, CAST(sum(CASE WHEN outcome = -1 THEN n ELSE -n END) AS BIGINT) AS n FROM annual_count
 WHERE agency_id = :agency AND year < :year GROUP BY class ORDER BY class;

-- row: annual_span(first i64?, last i64?)
-- name: annual_years(agency agency_id) -> annual_span
-- The years in which anything happened.
SELECT min(year) AS first, max(year) AS last FROM annual_count WHERE agency_id = :agency AND n <> 0;

-- row: annual_case(id request_id, number str?, masked_name str, subject str, class i64, on_day i64, received_on i64?, closed_on i64?, outcome i64, stage i64)
-- name: annual_received_page(agency agency_id, class i64, from i64, to i64, after_day i64, after_id i64, limit i64) -> annual_case*
-- The cases of one column of 本年新收.
SELECT id, number, masked_name, subject, class, on_day, received_on, closed_on, outcome, stage FROM annual_received
 WHERE agency_id = :agency AND class = :class AND on_day BETWEEN :from AND :to AND (on_day, id) > (:after_day, :after_id)
 ORDER BY on_day, id LIMIT :limit;

-- name: annual_closed_page(agency agency_id, outcome i64, class i64, from i64, to i64, after_day i64, after_id i64, limit i64) -> annual_case*
-- The cases of one leaf and column of 本年度办理结果.
SELECT id, number, masked_name, subject, class, on_day, received_on, closed_on, outcome, stage FROM annual_closed
 WHERE agency_id = :agency AND outcome = :outcome AND class = :class AND on_day BETWEEN :from AND :to
   AND (on_day, id) > (:after_day, :after_id)
 ORDER BY on_day, id LIMIT :limit;

-- name: annual_open_page(agency agency_id, class i64?, day i64, last i64, before_day i64, before_id i64, limit i64) -> annual_case*
-- Open when the day began, the latest received first: 结转.  last: the day before it, or before_day.
SELECT id, number, masked_name, subject, class, on_day, received_on, closed_on, outcome, stage FROM annual_crossing
 WHERE agency_id = :agency AND on_day <= :last AND (closed_on IS NULL OR closed_on >= :day)
   AND (:class IS NULL OR class = :class) AND (on_day, id) < (:before_day, :before_id)
 ORDER BY on_day DESC, id DESC LIMIT :limit;

-- row: annual_misc(outcome_rule str, origin i64, n i64)
-- name: annual_misc(agency agency_id, from i64, to i64) -> annual_misc*
-- What 其他处理 is made of; a number instead of a parameter, so that an index of these alone serves it.
SELECT outcome_rule, origin, count(*) AS n FROM annual_closed
 WHERE agency_id = :agency AND outcome = 20 AND on_day BETWEEN :from AND :to
 GROUP BY outcome_rule, origin ORDER BY outcome_rule, origin;

-- row: annual_difference(agency agency_id, year i64, outcome i64, class i64, n i64)
-- name: annual_differences(limit i64) -> annual_difference*
-- Counters that are not what a count of all requests gives; n: by how much they are too high.
SELECT agency_id AS agency, year, outcome, class, sum(n) AS n FROM (
  SELECT agency_id, year, outcome, class, n FROM annual_count
  UNION ALL
  SELECT agency_id, strftime('%Y', on_day * 86400, 'unixepoch') + 0, outcome, class, -n FROM annual_day) t
 GROUP BY agency_id, year, outcome, class HAVING sum(n) <> 0 ORDER BY agency_id, year, outcome, class LIMIT :limit;
-- name: annual_differences(limit i64) -> annual_difference* [postgres]
SELECT agency_id AS agency, year, outcome, class, sum(n)::bigint AS n FROM (
  SELECT agency_id, year, outcome, class, n FROM annual_count
  UNION ALL
  SELECT agency_id, annual_year(on_day), outcome, class, -n FROM annual_day) t
 GROUP BY agency_id, year, outcome, class HAVING sum(n) <> 0 ORDER BY agency_id, year, outcome, class LIMIT :limit;

-- name: annual_clear_counts()
-- Before counting again.
DELETE FROM annual_count;
-- name: annual_recount()
-- All of it, from the requests.
INSERT INTO annual_count (agency_id, year, outcome, class, n)
SELECT agency_id, strftime('%Y', on_day * 86400, 'unixepoch') + 0 AS y, outcome, class, sum(n) FROM annual_day
 GROUP BY agency_id, y, outcome, class;
-- name: annual_recount() [postgres]
INSERT INTO annual_count (agency_id, year, outcome, class, n)
SELECT agency_id, annual_year(on_day) AS y, outcome, class, sum(n) FROM annual_day
 GROUP BY agency_id, y, outcome, class;
-- name: annual_set_live(live i64)
-- 0: the triggers rest, until a recount.
UPDATE annual_switch SET live = :live;

-- row: annual_moved(year i64, outcome i64, class i64, at i64, request request_id)
-- name: annual_moves_leaf(agency agency_id, year i64, outcome i64, class i64, since i64, limit i64) -> annual_moved*
-- What changed one counter, the newest first.
SELECT year, outcome, class, at, request_id AS request FROM annual_move
 WHERE agency_id = :agency AND year = :year AND outcome = :outcome AND class = :class AND at >= :since
 ORDER BY at DESC, request_id DESC LIMIT :limit;
-- name: annual_moves_year(agency agency_id, year i64, first_outcome i64, last_outcome i64, class i64?, since i64, limit i64) -> annual_moved*
-- What changed the counters of one year, the newest first; from an index alone.
SELECT year, outcome, class, at, request_id AS request FROM annual_move
 WHERE agency_id = :agency AND year = :year AND at >= :since AND outcome BETWEEN :first_outcome AND :last_outcome
   AND (:class IS NULL OR class = :class)
 ORDER BY at DESC, request_id DESC LIMIT :limit;
-- row: annual_move(year i64, outcome i64, class i64, at i64, request request_id, number str?, delta i64, action str?, actor_name str?)
-- name: annual_move_one(agency agency_id, year i64, outcome i64, class i64, at i64, request request_id) -> annual_move
-- One of them, with the action of the same moment.
SELECT m.year, m.outcome, m.class, m.at, m.request_id AS request, r.number, m.delta,
       (SELECT e.action FROM event e WHERE e.object_kind = 'request' AND e.object = m.request_id AND e.at = m.at
         ORDER BY e.seq LIMIT 1) AS action,
       (SELECT p.name FROM event e JOIN person p ON p.id = e.actor WHERE e.object_kind = 'request'
         AND e.object = m.request_id AND e.at = m.at ORDER BY e.seq LIMIT 1) AS actor_name
  FROM annual_move m JOIN request r ON r.id = m.request_id
 WHERE m.agency_id = :agency AND m.year = :year AND m.outcome = :outcome AND m.class = :class AND m.at = :at
   AND m.request_id = :request;

-- row: annual_report(id annual_id, agency agency_id, year i64, state i64, imported i64, digest blob?, frozen_at i64?, drafted_by person_id, reviewed_by person_id, signed_by person_id, published_on i64?, version i64, corrected blob?, corrected_at i64?)
-- name: annual_report_find(agency agency_id, year i64) -> annual_report
-- The report of a year, without its snapshot.
SELECT id, agency_id AS agency, year, state, imported, digest, frozen_at, drafted_by, reviewed_by, signed_by,
       published_on, version, corrected, corrected_at
  FROM annual_report WHERE agency_id = :agency AND year = :year;
-- name: annual_report_list(agency agency_id) -> annual_report*
-- All of an agency, the newest first.
SELECT id, agency_id AS agency, year, state, imported, digest, frozen_at, drafted_by, reviewed_by, signed_by,
       published_on, version, corrected, corrected_at
  FROM annual_report WHERE agency_id = :agency ORDER BY year DESC;
-- row: annual_snapshot(snapshot str?)
-- name: annual_snapshot(id annual_id) -> annual_snapshot
-- What was frozen.
SELECT snapshot FROM annual_report WHERE id = :id;
-- name: annual_report_insert(id annual_id, agency agency_id, year i64, now i64)
-- A report begins.
INSERT INTO annual_report (id, agency_id, year, state, imported, snapshot, digest, frozen_at, drafted_by, reviewed_by,
  signed_by, published_on, version, created_at, updated_at)
VALUES (:id, :agency, :year, 0, 0, NULL, NULL, NULL, 0, 0, 0, NULL, 1, :now, :now)
ON CONFLICT (agency_id, year) DO NOTHING;

-- row: annual_entry(id i64, cell str, erratum i64, counted str, value str, reason str, file_name str, file_type str, file_size i64, file_digest blob?, actor person_id, actor_name str?, at i64)
-- name: annual_entries(agency agency_id, year i64) -> annual_entry*
-- All numbers set by hand for a year, in the order in which they were.
SELECT e.id, e.cell, e.erratum, e.counted, e.value, e.reason, e.file_name, e.file_type, e.file_size, e.file_digest,
       e.actor, p.name AS actor_name, e.at
  FROM annual_entry e LEFT JOIN person p ON p.id = e.actor
 WHERE e.agency_id = :agency AND e.year = :year ORDER BY e.id;

-- name: annual_entry_insert(id i64, agency agency_id, year i64, cell str, erratum i64, counted str, value str, reason str, file_name str, file_type str, file_size i64, file_digest blob?, actor person_id, at i64)
-- A number set by hand.
INSERT INTO annual_entry (id, agency_id, year, cell, erratum, counted, value, reason, file_name, file_type, file_size,
  file_digest, actor, at)
VALUES (:id, :agency, :year, :cell, :erratum, :counted, :value, :reason, :file_name, :file_type, :file_size,
  :file_digest, :actor, :at);
-- row: annual_entry_place(agency agency_id, year i64)
-- name: annual_entry_place(id i64) -> annual_entry_place
-- Whose entry it is.
SELECT agency_id AS agency, year FROM annual_entry WHERE id = :id;

-- name: annual_report_touch(id annual_id, version i64, now i64)
-- First write of every step: 0 rows when somebody was quicker.
UPDATE annual_report SET version = version + 1, updated_at = :now WHERE id = :id AND version = :version;
-- name: annual_report_freeze(id annual_id, state i64, snapshot str?, digest blob?, frozen_at i64?, drafted_by person_id, imported i64)
-- Cells and text as they stand; NULL: live again.
UPDATE annual_report SET state = :state, snapshot = :snapshot, digest = :digest, frozen_at = :frozen_at,
       drafted_by = :drafted_by, reviewed_by = 0, signed_by = 0, imported = :imported,
       corrected = NULL, corrected_at = NULL
 WHERE id = :id;
-- name: annual_report_set_state(id annual_id, state i64, reviewed_by person_id, signed_by person_id, published_on i64?)
-- The next step.
UPDATE annual_report SET state = :state, reviewed_by = :reviewed_by, signed_by = :signed_by,
       published_on = :published_on
 WHERE id = :id;
-- name: annual_report_correct(id annual_id, corrected blob?, corrected_at i64?)
-- As its errata left it; NULL: there are none any more.
UPDATE annual_report SET corrected = :corrected, corrected_at = :corrected_at WHERE id = :id;
-- name: annual_step_insert(id i64, report annual_id, kind i64, text str, actor person_id, at i64)
-- What was done.
INSERT INTO annual_step (id, report_id, kind, text, actor, at) VALUES (:id, :report, :kind, :text, :actor, :at);
-- row: annual_step(id i64, kind i64, text str, actor person_id, actor_name str?, at i64)
-- name: annual_steps(report annual_id) -> annual_step*
-- All that was done, in order.
SELECT s.id, s.kind, s.text, s.actor, p.name AS actor_name, s.at
  FROM annual_step s LEFT JOIN person p ON p.id = s.actor WHERE s.report_id = :report ORDER BY s.id;

-- row: annual_public(id annual_id, agency agency_id, agency_name str, year i64, published_on i64?, digest blob?, imported i64, corrected blob?, corrected_at i64?)
-- name: annual_published(agency agency_id, state i64) -> annual_public*
-- The published reports of an agency, the newest first.
SELECT r.id, r.agency_id AS agency, g.name AS agency_name, r.year, r.published_on, r.digest, r.imported,
       r.corrected, r.corrected_at
  FROM annual_report r JOIN agency g ON g.id = r.agency_id
 WHERE r.agency_id = :agency AND r.state = :state ORDER BY r.year DESC;
-- name: annual_published_in(state i64, year i64, limit i64) -> annual_public*
-- All agencies' of one year.
SELECT r.id, r.agency_id AS agency, g.name AS agency_name, r.year, r.published_on, r.digest, r.imported,
       r.corrected, r.corrected_at
  FROM annual_report r JOIN agency g ON g.id = r.agency_id
 WHERE r.year = :year AND r.state = :state ORDER BY g.name, r.id LIMIT :limit;
-- name: annual_published_last(state i64, limit i64) -> annual_public*
-- The newest of all agencies.
SELECT r.id, r.agency_id AS agency, g.name AS agency_name, r.year, r.published_on, r.digest, r.imported,
       r.corrected, r.corrected_at
  FROM annual_report r JOIN agency g ON g.id = r.agency_id
 WHERE r.state = :state ORDER BY r.year DESC, r.published_on DESC, r.id DESC LIMIT :limit;
-- name: annual_published_one(id annual_id, state i64) -> annual_public
-- One of them.
SELECT r.id, r.agency_id AS agency, g.name AS agency_name, r.year, r.published_on, r.digest, r.imported,
       r.corrected, r.corrected_at
  FROM annual_report r JOIN agency g ON g.id = r.agency_id WHERE r.id = :id AND r.state = :state;

-- row: annual_public_year(year i64, n i64)
-- name: annual_published_years(state i64) -> annual_public_year*
-- The years of which there are published reports.
SELECT year, count(*) AS n FROM annual_report WHERE state = :state GROUP BY year ORDER BY year DESC;

-- row: annual_below(agency agency_id, name str, depth i64, state i64, imported i64, published_on i64?, frozen_at i64?, report annual_id?, reminded_at i64?)
-- name: annual_below(top agency_id, year i64, published i64?, published_state i64, depth i64, name str, id agency_id, limit i64) -> annual_below*
-- The agencies below one, with the state of a year's report (-1: none), the nearest first; published 0 or 1:
-- those alone whose report is not, or is.
WITH RECURSIVE down(id, name, depth) AS (
  SELECT id, name, 0 FROM agency WHERE id = :top
  UNION ALL
  SELECT a.id, a.name, down.depth + 1 FROM agency a JOIN down ON a.parent_id = down.id
   WHERE down.depth < 20 AND a.active = 1)
SELECT down.id AS agency, down.name, down.depth, coalesce(r.state, -1) AS state, coalesce(r.imported, 0) AS imported,
       r.published_on, r.frozen_at, r.id AS report,
       (SELECT max(m.at) FROM annual_reminder m WHERE m.agency_id = down.id AND m.year = :year) AS reminded_at
  FROM down LEFT JOIN annual_report r ON r.agency_id = down.id AND r.year = :year
 WHERE down.depth > 0 AND (down.depth, down.name, down.id) > (:depth, :name, :id)
   AND (:published IS NULL OR CASE WHEN r.state = :published_state THEN 1 ELSE 0 END = :published)
 ORDER BY down.depth, down.name, down.id LIMIT :limit;

-- row: annual_below_count(total i64, published i64)
-- name: annual_below_count(top agency_id, year i64, published_state i64) -> annual_below_count
-- How many there are, and how many have published.
WITH RECURSIVE down(id, depth) AS (
  SELECT id, 0 FROM agency WHERE id = :top
  UNION ALL
  SELECT a.id, down.depth + 1 FROM agency a JOIN down ON a.parent_id = down.id
   WHERE down.depth < 20 AND a.active = 1)
SELECT count(*) AS total, CAST(coalesce(sum(CASE WHEN r.state = :published_state THEN 1 ELSE 0 END), 0) AS BIGINT) AS published
  FROM down LEFT JOIN annual_report r ON r.agency_id = down.id AND r.year = :year
 WHERE down.depth > 0;

-- name: annual_reminder_insert(id i64, agency agency_id, year i64, text str, actor person_id, now i64)
-- An agency was asked for its report.
INSERT INTO annual_reminder (id, agency_id, year, text, actor, at) VALUES (:id, :agency, :year, :text, :actor, :now);

-- row: annual_below_last(year i64?)
-- name: annual_below_last(top agency_id, until i64) -> annual_below_last
--- The latest year of which an agency below one has a report.
WITH RECURSIVE down(id, depth) AS (
  SELECT id, 0 FROM agency WHERE id = :top
  UNION ALL
  SELECT a.id, down.depth + 1 FROM agency a JOIN down ON a.parent_id = down.id
   WHERE down.depth < 20 AND a.active = 1)
SELECT max(r.year) AS year FROM down JOIN annual_report r ON r.agency_id = down.id
 WHERE down.depth > 0 AND r.year <= :until;

-- row: annual_year_sum(year i64, received i64, closed i64)
-- name: annual_year_sums(agency agency_id) -> annual_year_sum*
-- Received and closed by year, the oldest first.
SELECT year, CAST(sum(CASE WHEN outcome = -1 THEN n ELSE 0 END) AS BIGINT) AS received,
       CAST(sum(CASE WHEN outcome = -1 THEN 0 ELSE n END) AS BIGINT) AS closed
  FROM annual_count WHERE agency_id = :agency AND n <> 0 GROUP BY year ORDER BY year;

-- row: annual_month(on_day i64, received i64, closed i64)
-- name: annual_flow(agency agency_id, from i64, to i64) -> annual_month*
-- Received and closed by day of one year.
SELECT on_day, CAST(sum(received) AS BIGINT) AS received, CAST(sum(closed) AS BIGINT) AS closed FROM (
  SELECT on_day, count(*) AS received, 0 AS closed FROM annual_received
   WHERE agency_id = :agency AND on_day BETWEEN :from AND :to GROUP BY on_day
  UNION ALL
  SELECT on_day, 0 AS received, count(*) AS closed FROM annual_closed
   WHERE agency_id = :agency AND on_day BETWEEN :from AND :to GROUP BY on_day) t
 GROUP BY on_day ORDER BY on_day;

-- row: annual_span_days(days i64, on_time i64, n i64)
-- name: annual_reply_days(agency agency_id, from i64, to i64) -> annual_span_days*
-- Calendar days from receipt to ending of what was closed in one year; on_time -1: no day was due.  Counted in the
-- order of the index first, so that little is left to be sorted.
SELECT on_day - received_on AS days,
       CASE WHEN due_on IS NULL THEN -1 WHEN on_day <= due_on THEN 1 ELSE 0 END AS on_time,
       CAST(sum(k) AS BIGINT) AS n
  FROM (SELECT on_day, received_on, due_on, count(*) AS k FROM annual_closed
         WHERE agency_id = :agency AND on_day BETWEEN :from AND :to GROUP BY on_day, received_on, due_on) t
 GROUP BY on_day - received_on, CASE WHEN due_on IS NULL THEN -1 WHEN on_day <= due_on THEN 1 ELSE 0 END
 ORDER BY 1, 2;

-- row: annual_channel(channel i64, n i64)
-- name: annual_channels(agency agency_id, from i64, to i64) -> annual_channel*
-- By which way what was received in one year came.
SELECT channel, CAST(sum(k) AS BIGINT) AS n
  FROM (SELECT on_day, channel, count(*) AS k FROM annual_received
         WHERE agency_id = :agency AND on_day BETWEEN :from AND :to GROUP BY on_day, channel) t
 GROUP BY channel ORDER BY channel;
