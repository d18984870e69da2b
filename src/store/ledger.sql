-- The ledgers behind the annual report: sums and lists of the view ledger_line, monthly figures, registers.

-- row: ledger_total(item i64, platform i64, amount i64, entries i64, stands i64)
-- name: ledger_totals(agency agency_id, year i64) -> ledger_total*
-- Every number of a year at once; stands 0: nothing is filled in, whatever was once.
SELECT item, platform, CAST(sum(amount) AS {INT}) AS amount, count(*) AS entries, CAST(sum(stands) AS {INT}) AS stands
  FROM ledger_line
 WHERE agency_id = :agency AND from_year <= :year AND to_year >= :year GROUP BY item, platform;

-- row: ledger_entry(id i64, day i64, amount i64, platform i64, norm_title str?, norm_number str?, department str?, channel str?, month i64?, source str?, reason str?, ref str?, note str?, request request_id?, at i64?)
-- name: ledger_entries(agency agency_id, year i64, item i64, platform i64?, media i64, media_from i64, media_to i64, day i64, id i64, limit i64) -> ledger_entry*
-- What one number is made of: the same rows as its sum.  day is a month for monthly figures; media 1: a range of
-- platforms.  Followers are no sum over months and not in the view.
SELECT l.id, l.day, l.amount, l.platform, n.title AS norm_title, n.number AS norm_number, d.name AS department,
       c.name AS channel, t.month, t.source, t.reason, m.ref, m.note, m.request_id AS request, coalesce(t.at, m.at) AS at
  FROM ledger_line l
  LEFT JOIN norm n ON n.id = l.id
  LEFT JOIN tally t ON t.id = l.id
  LEFT JOIN money m ON m.id = l.id
  LEFT JOIN channel c ON c.id = coalesce(t.channel_id, l.id)
  LEFT JOIN department d ON d.id = coalesce(t.department_id, c.department_id)
 WHERE l.agency_id = :agency AND l.from_year <= :year AND l.to_year >= :year AND l.item = :item
   AND (:platform IS NULL OR l.platform = :platform)
   AND (:media = 0 OR l.platform BETWEEN :media_from AND :media_to) AND (l.day, l.id) > (:day, :id)
 ORDER BY l.day, l.id LIMIT :limit;

-- name: ledger_followers(agency agency_id, year i64) -> ledger_total*
-- The figure of the last month of each account that has one in the year.
SELECT item, platform, CAST(sum(amount) AS {INT}) AS amount, count(*) AS entries, CAST(sum(fills) AS {INT}) AS stands
  FROM tally t
 WHERE agency_id = :agency AND year = :year AND item = 11
   AND month = (SELECT m.month FROM tally m WHERE m.agency_id = :agency AND m.year = :year AND m.item = 11
                   AND m.channel_id = t.channel_id
                 GROUP BY m.month HAVING sum(m.fills) > 0 ORDER BY m.month DESC LIMIT 1)
 GROUP BY item, platform;

-- --- monthly figures

-- row: tally_month(department department_id?, channel channel_id?, item i64, month i64, amount i64, entries i64, last i64)
-- name: tally_months(agency agency_id, year i64, from i64, to i64) -> tally_month*
-- The figures of a year that are filled in, by department, channel, item and month; last is the newest entry.
SELECT department_id AS department, channel_id AS channel, item, month, CAST(sum(amount) AS {INT}) AS amount,
       count(*) AS entries, max(id) AS last
  FROM tally WHERE agency_id = :agency AND year = :year AND item >= :from AND item <= :to
 GROUP BY department_id, channel_id, item, month HAVING sum(fills) > 0;

-- row: tally_newest(department department_id?, month i64, last i64)
-- name: tally_newest(agency agency_id, year i64, from i64, to i64) -> tally_newest*
-- The newest entry of each department and month, be it one that emptied a figure.
SELECT department_id AS department, month, max(id) AS last
  FROM tally WHERE agency_id = :agency AND year = :year AND item >= :from AND item <= :to
 GROUP BY department_id, month;

-- name: tally_figure(agency agency_id, department department_id?, channel channel_id?, item i64, year i64, month i64) -> tally_month
-- One of them; no row while it is not filled in.
SELECT department_id AS department, channel_id AS channel, item, month, CAST(sum(amount) AS {INT}) AS amount,
       count(*) AS entries, max(id) AS last
  FROM tally WHERE agency_id = :agency AND year = :year AND item = :item AND month = :month
   AND coalesce(department_id, 0) = coalesce(:department, 0) AND coalesce(channel_id, 0) = coalesce(:channel, 0)
 GROUP BY department_id, channel_id, item, month HAVING sum(fills) > 0;

-- name: tally_insert(id i64, agency agency_id, department department_id?, channel channel_id?, platform i64, item i64, year i64, month i64, amount i64, fills i64, source str, reason str, batch batch_id?, actor person_id, now i64)
-- One entry.
INSERT INTO tally (id, agency_id, department_id, channel_id, platform, item, year, month, amount, fills, source, reason,
  batch_id, actor, at)
VALUES (:id, :agency, :department, :channel, :platform, :item, :year, :month, :amount, :fills, :source, :reason, :batch,
  :actor, :now);

-- row: tally_entry(id i64, department department_id?, department_name str?, channel channel_id?, channel_name str?, platform i64, item i64, month i64, amount i64, fills i64, source str, reason str, batch batch_id?, actor person_id, actor_name str?, at i64)
-- name: tally_entries(agency agency_id, year i64, department department_id?, item i64?, month i64?, below i64?, limit i64) -> tally_entry*
-- The entries themselves, newest first.
SELECT t.id, t.department_id AS department, d.name AS department_name, t.channel_id AS channel, c.name AS channel_name,
       t.platform, t.item, t.month, t.amount, t.fills, t.source, t.reason, t.batch_id AS batch, t.actor, p.name AS actor_name, t.at
  FROM tally t LEFT JOIN department d ON d.id = t.department_id LEFT JOIN channel c ON c.id = t.channel_id
  LEFT JOIN person p ON p.id = t.actor
 WHERE t.agency_id = :agency AND t.year = :year AND (:department IS NULL OR t.department_id = :department)
   AND (:item IS NULL OR t.item = :item) AND (:month IS NULL OR t.month = :month)
   AND (:below IS NULL OR t.id < :below)
 ORDER BY t.id DESC LIMIT :limit;

-- row: tally_author(actor person_id)
-- name: tally_authors(agency agency_id, department department_id?, year i64, month i64, from i64, to i64) -> tally_author*
-- Who wrote the entries of one sheet of a month.
SELECT DISTINCT actor FROM tally
 WHERE agency_id = :agency AND year = :year AND item >= :from AND item <= :to AND month = :month
   AND coalesce(department_id, 0) = coalesce(:department, 0);

-- name: tally_of_batch(batch batch_id) -> tally_entry*
-- The entries of one import.
SELECT t.id, t.department_id AS department, d.name AS department_name, t.channel_id AS channel, c.name AS channel_name,
       t.platform, t.item, t.month, t.amount, t.fills, t.source, t.reason, t.batch_id AS batch, t.actor, p.name AS actor_name, t.at
  FROM tally t LEFT JOIN department d ON d.id = t.department_id LEFT JOIN channel c ON c.id = t.channel_id
  LEFT JOIN person p ON p.id = t.actor
 WHERE t.batch_id = :batch ORDER BY t.id;

-- row: tally_sign(department department_id?, sheet i64, month i64, upto i64, actor person_id, actor_name str?, at i64)
-- name: tally_signs(agency agency_id, year i64) -> tally_sign*
-- All of a year, oldest first: the last one of a department, sheet and month counts.
SELECT s.department_id AS department, s.sheet, s.month, s.upto, s.actor, p.name AS actor_name, s.at
  FROM tally_sign s LEFT JOIN person p ON p.id = s.actor
 WHERE s.agency_id = :agency AND s.year = :year ORDER BY s.id;

-- name: tally_sign_insert(id i64, agency agency_id, department department_id?, sheet i64, year i64, month i64, upto i64, actor person_id, now i64)
-- A department vouches.
INSERT INTO tally_sign (id, agency_id, department_id, sheet, year, month, upto, actor, at)
VALUES (:id, :agency, :department, :sheet, :year, :month, :upto, :actor, :now);

-- --- 规章 and 行政规范性文件

-- row: norm(id norm_id, agency agency_id, kind i64, title str, number str, made_on i64, in_force_on i64, amended_on i64?, amended_by str, repealed_on i64?, repealed_by str, expires_on i64?, version i64)
-- name: norm_by_id(id norm_id) -> norm
-- One of them.
SELECT id, agency_id AS agency, kind, title, number, made_on, in_force_on, amended_on, amended_by, repealed_on,
       repealed_by, expires_on, version
  FROM norm WHERE id = :id;

-- name: norm_list(agency agency_id, kind i64?, validity i64?, on i64, made_on i64, id norm_id, limit i64) -> norm*
-- The newest first; validity as law/norm.h has it on a day.
SELECT id, agency_id AS agency, kind, title, number, made_on, in_force_on, amended_on, amended_by, repealed_on,
       repealed_by, expires_on, version
  FROM (SELECT n.*, CASE
      WHEN repealed_on <= :on AND (expires_on IS NULL OR expires_on >= :on OR repealed_on <= expires_on) THEN 3
      WHEN expires_on < :on THEN 4 WHEN in_force_on > :on THEN 0 WHEN amended_on <= :on THEN 2 ELSE 1 END AS valid
    FROM norm n WHERE agency_id = :agency) x
 WHERE (:kind IS NULL OR kind = :kind) AND (:validity IS NULL OR valid = :validity)
   AND (made_on, id) < (:made_on, :id)
 ORDER BY made_on DESC, id DESC LIMIT :limit;

-- name: norm_insert(id norm_id, agency agency_id, kind i64, title str, number str, made_on i64, in_force_on i64, amended_on i64?, amended_by str, repealed_on i64?, repealed_by str, expires_on i64?, made_year i64, repealed_year i64?, from_year i64, to_year i64, now i64)
-- A new one.
INSERT INTO norm (id, agency_id, kind, title, number, made_on, in_force_on, amended_on, amended_by, repealed_on,
  repealed_by, expires_on, made_year, repealed_year, from_year, to_year, version, created_at, updated_at)
VALUES (:id, :agency, :kind, :title, :number, :made_on, :in_force_on, :amended_on, :amended_by, :repealed_on,
  :repealed_by, :expires_on, :made_year, :repealed_year, :from_year, :to_year, 1, :now, :now);

-- name: norm_update(id norm_id, version i64, kind i64, title str, number str, made_on i64, in_force_on i64, amended_on i64?, amended_by str, repealed_on i64?, repealed_by str, expires_on i64?, made_year i64, repealed_year i64?, from_year i64, to_year i64, now i64)
-- Its facts; 0 rows when somebody was quicker.
UPDATE norm SET kind = :kind, title = :title, number = :number, made_on = :made_on, in_force_on = :in_force_on,
       amended_on = :amended_on, amended_by = :amended_by, repealed_on = :repealed_on, repealed_by = :repealed_by,
       expires_on = :expires_on, made_year = :made_year, repealed_year = :repealed_year, from_year = :from_year,
       to_year = :to_year, version = version + 1, updated_at = :now
 WHERE id = :id AND version = :version;

-- --- channels

-- row: channel(id channel_id, agency agency_id, department department_id?, department_name str?, platform i64, name str, owner str, responsible str, place str, state i64, applied_by person_id, approval str, approved_on i64?, opened_on i64?, closed_on i64?, closing_notice str, version i64)
-- name: channel_by_id(id channel_id) -> channel
-- One of them.
SELECT c.id, c.agency_id AS agency, c.department_id AS department, d.name AS department_name, c.platform, c.name,
       c.owner, c.responsible, c.place, c.state, c.applied_by, c.approval, c.approved_on, c.opened_on, c.closed_on,
       c.closing_notice, c.version
  FROM channel c LEFT JOIN department d ON d.id = c.department_id WHERE c.id = :id;

-- name: channel_list(agency agency_id, platform i64?, state i64?, after channel_id, limit i64) -> channel*
-- In the order in which they were registered.
SELECT c.id, c.agency_id AS agency, c.department_id AS department, d.name AS department_name, c.platform, c.name,
       c.owner, c.responsible, c.place, c.state, c.applied_by, c.approval, c.approved_on, c.opened_on, c.closed_on,
       c.closing_notice, c.version
  FROM channel c LEFT JOIN department d ON d.id = c.department_id
 WHERE c.agency_id = :agency AND (:platform IS NULL OR c.platform = :platform) AND (:state IS NULL OR c.state = :state)
   AND c.id > :after
 ORDER BY c.id LIMIT :limit;

-- name: channel_insert(id channel_id, agency agency_id, department department_id?, platform i64, name str, owner str, responsible str, place str, state i64, applied_by person_id, approval str, approved_on i64?, opened_on i64?, from_year i64, to_year i64, opened_year i64?, now i64)
-- A new one.
INSERT INTO channel (id, agency_id, department_id, platform, name, owner, responsible, place, state, applied_by,
  approval, approved_on, opened_on, closed_on, closing_notice, from_year, to_year, opened_year, closed_year, version,
  created_at, updated_at)
VALUES (:id, :agency, :department, :platform, :name, :owner, :responsible, :place, :state, :applied_by, :approval,
  :approved_on, :opened_on, NULL, '', :from_year, :to_year, :opened_year, NULL, 1, :now, :now);

-- name: channel_update(id channel_id, version i64, department department_id?, name str, owner str, responsible str, place str, state i64, approval str, approved_on i64?, opened_on i64?, closed_on i64?, closing_notice str, from_year i64, to_year i64, opened_year i64?, closed_year i64?, now i64)
-- Its facts; 0 rows when somebody was quicker.
UPDATE channel SET department_id = :department, name = :name, owner = :owner, responsible = :responsible,
       place = :place, state = :state, approval = :approval, approved_on = :approved_on, opened_on = :opened_on,
       closed_on = :closed_on, closing_notice = :closing_notice, from_year = :from_year, to_year = :to_year,
       opened_year = :opened_year, closed_year = :closed_year, version = version + 1, updated_at = :now
 WHERE id = :id AND version = :version;

-- --- money

-- row: money(id money_id, agency agency_id, item i64, on_day i64, amount i64, ref str, request request_id?, request_number str?, note str, corrects money_id?, live i64, actor_name str?, at i64)
-- name: money_by_id(id money_id) -> money
-- One entry.
SELECT m.id, m.agency_id AS agency, m.item, m.on_day, m.amount, m.ref, m.request_id AS request, r.number AS request_number,
       m.note, m.corrects, m.live, p.name AS actor_name, m.at
  FROM money m LEFT JOIN request r ON r.id = m.request_id LEFT JOIN person p ON p.id = m.actor WHERE m.id = :id;

-- name: money_list(agency agency_id, item i64, year i64, on_day i64, id money_id, limit i64) -> money*
-- Of a year by day.
SELECT m.id, m.agency_id AS agency, m.item, m.on_day, m.amount, m.ref, m.request_id AS request, r.number AS request_number,
       m.note, m.corrects, m.live, p.name AS actor_name, m.at
  FROM money m LEFT JOIN request r ON r.id = m.request_id LEFT JOIN person p ON p.id = m.actor
 WHERE m.agency_id = :agency AND m.item = :item AND m.year = :year AND (m.on_day, m.id) > (:on_day, :id)
 ORDER BY m.on_day, m.id LIMIT :limit;

-- name: money_insert(id money_id, agency agency_id, item i64, on_day i64, year i64, amount i64, ref str, request request_id?, note str, corrects money_id?, live i64, actor person_id, now i64)
-- An entry.
INSERT INTO money (id, agency_id, item, on_day, year, amount, ref, request_id, note, corrects, live, actor, at)
VALUES (:id, :agency, :item, :on_day, :year, :amount, :ref, :request, :note, :corrects, :live, :actor, :now);

-- name: money_take_back(id money_id)
-- It no longer counts alone: another entry takes it back.  0 rows when that was done before.
UPDATE money SET live = 0 WHERE id = :id AND live = 1;

-- row: money_request(id request_id, paid i64)
-- name: money_request_by_number(agency agency_id, number str, paid_kind i64) -> money_request
-- The request a receipt belongs to, and whether a payment stands among its events.
SELECT r.id, (SELECT count(*) FROM request_event e WHERE e.request_id = r.id AND e.kind = :paid_kind) AS paid
  FROM request r WHERE r.agency_id = :agency AND r.number = :number;
