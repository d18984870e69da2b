-- Figures that an undone import leaves as they were before it, be it empty.

-- 1: with this entry the figure is filled in; -1: it is empty again; 0: it changes.
ALTER TABLE tally ADD COLUMN fills {INT} NOT NULL DEFAULT 0;
UPDATE tally SET fills = 1 WHERE id IN (
  SELECT min(id) FROM tally GROUP BY agency_id, department_id, channel_id, item, year, month);

DROP VIEW ledger_line;
-- What every number of the report and of its prose is made of.  A number is the sum of amount, its list the rows; it is
-- blank when the sum of stands is 0.
CREATE VIEW ledger_line AS
SELECT agency_id, kind * 3 AS item, 0 AS platform, made_year AS from_year, made_year AS to_year, made_on AS day, id, 1 AS amount, 1 AS stands
  FROM norm
UNION ALL
SELECT agency_id, kind * 3 + 1, 0, repealed_year, repealed_year, repealed_on, id, 1, 1 FROM norm WHERE repealed_on IS NOT NULL
UNION ALL
SELECT agency_id, kind * 3 + 2, 0, from_year, to_year, in_force_on, id, 1, 1 FROM norm
UNION ALL
SELECT agency_id, item, platform, year, year, month, id, amount, fills FROM tally WHERE item <> 11
UNION ALL
SELECT agency_id, 20, platform, from_year, to_year, opened_on, id, 1, 1 FROM channel WHERE opened_on IS NOT NULL
UNION ALL
SELECT agency_id, 21, platform, opened_year, opened_year, opened_on, id, 1, 1 FROM channel WHERE opened_on IS NOT NULL
UNION ALL
SELECT agency_id, 22, platform, closed_year, closed_year, closed_on, id, 1, 1 FROM channel WHERE closed_on IS NOT NULL
UNION ALL
SELECT agency_id, item, 0, year, year, on_day, id, amount, 1 FROM money;
