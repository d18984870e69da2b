-- 双公示: single decisions, and imports of files into the ledgers.

-- name: batch_insert(id batch_id, agency agency_id, kind i64, year i64, file_name str, digest blob, rows_read i64, source str, actor person_id, now i64)
-- An import.
INSERT INTO ledger_batch (id, agency_id, kind, year, file_name, digest, rows_read, source, actor, at, undone_by, undone_at, reason)
VALUES (:id, :agency, :kind, :year, :file_name, :digest, :rows_read, :source, :actor, :now, 0, 0, '');

-- row: batch(id batch_id, agency agency_id, kind i64, year i64, file_name str, rows_read i64, source str, actor_name str?, at i64, undone_at i64, reason str)
-- name: batch_by_id(id batch_id) -> batch
-- One of them.
SELECT b.id, b.agency_id AS agency, b.kind, b.year, b.file_name, b.rows_read, b.source, p.name AS actor_name, b.at, b.undone_at, b.reason
  FROM ledger_batch b LEFT JOIN person p ON p.id = b.actor WHERE b.id = :id;

-- name: batch_list(agency agency_id, below batch_id?, limit i64) -> batch*
-- The newest first.
SELECT b.id, b.agency_id AS agency, b.kind, b.year, b.file_name, b.rows_read, b.source, p.name AS actor_name, b.at, b.undone_at, b.reason
  FROM ledger_batch b LEFT JOIN person p ON p.id = b.actor
 WHERE b.agency_id = :agency AND (:below IS NULL OR b.id < :below) ORDER BY b.id DESC LIMIT :limit;

-- name: batch_undo(id batch_id, actor person_id, reason str, now i64)
-- Taken back; 0 rows when that was done before.
UPDATE ledger_batch SET undone_by = :actor, undone_at = :now, reason = :reason WHERE id = :id AND undone_at = 0;

-- name: decision_insert(id decision_id, agency agency_id, department department_id?, item i64, number str, decided_on i64, year i64, month i64, party str, credit_code str, category str, content str, fields str, sealed blob?, publish_due i64, publish_end i64?, batch batch_id?, actor person_id, now i64)
-- A decision.
INSERT INTO decision (id, agency_id, department_id, item, number, decided_on, year, month, party, credit_code, category, content,
  fields, sealed, publish_due, publish_end, published_on, batch_id, void, actor, at)
VALUES (:id, :agency, :department, :item, :number, :decided_on, :year, :month, :party, :credit_code, :category, :content, :fields,
  :sealed, :publish_due, :publish_end, NULL, :batch, 0, :actor, :now);

-- row: decision(id decision_id, agency agency_id, department department_id?, department_name str?, item i64, number str, decided_on i64, party str, credit_code str, category str, content str, fields str, publish_due i64, publish_end i64?, published_on i64?, batch batch_id?)
-- name: decision_by_number(agency agency_id, item i64, number str) -> decision
-- The one of a 文书号.
SELECT c.id, c.agency_id AS agency, c.department_id AS department, d.name AS department_name, c.item, c.number, c.decided_on, c.party,
       c.credit_code, c.category, c.content, c.fields, c.publish_due, c.publish_end, c.published_on, c.batch_id AS batch
  FROM decision c LEFT JOIN department d ON d.id = c.department_id
 WHERE c.agency_id = :agency AND c.item = :item AND c.number = :number AND c.void = 0;

-- name: decision_by_id(id decision_id) -> decision
-- One of them.
SELECT c.id, c.agency_id AS agency, c.department_id AS department, d.name AS department_name, c.item, c.number, c.decided_on, c.party,
       c.credit_code, c.category, c.content, c.fields, c.publish_due, c.publish_end, c.published_on, c.batch_id AS batch
  FROM decision c LEFT JOIN department d ON d.id = c.department_id WHERE c.id = :id AND c.void = 0;

-- name: decision_list(agency agency_id, item i64, year i64, from_month i64, to_month i64, after_month i64, after decision_id, limit i64) -> decision*
-- Of a year by month.
SELECT c.id, c.agency_id AS agency, c.department_id AS department, d.name AS department_name, c.item, c.number, c.decided_on, c.party,
       c.credit_code, c.category, c.content, c.fields, c.publish_due, c.publish_end, c.published_on, c.batch_id AS batch
  FROM decision c LEFT JOIN department d ON d.id = c.department_id
 WHERE c.agency_id = :agency AND c.item = :item AND c.year = :year AND c.month >= :from_month AND c.month <= :to_month
   AND (c.month, c.id) > (:after_month, :after) AND c.void = 0
 ORDER BY c.month, c.id LIMIT :limit;

-- row: decision_month(department department_id?, item i64, month i64, decisions i64)
-- name: decision_months(agency agency_id, year i64) -> decision_month*
-- How many there are by department and month, to be held against the monthly figures.
SELECT department_id AS department, item, month, count(*) AS decisions FROM decision
 WHERE agency_id = :agency AND item IN (6, 7) AND year = :year AND void = 0 GROUP BY department_id, item, month;

-- name: decision_publish(id decision_id, day i64)
-- It stands on the site; 0 rows when that is known already.
UPDATE decision SET published_on = :day WHERE id = :id AND published_on IS NULL AND void = 0;

-- name: decision_void_batch(batch batch_id)
-- All of an import are taken back.
UPDATE decision SET void = 1 WHERE batch_id = :batch AND void = 0;
