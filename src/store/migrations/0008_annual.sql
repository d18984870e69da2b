-- 年度报告: how many requests stand in each row and column of table three, what moved them, the reports
-- themselves.  Days are days since 1970-01-01 (Asia/Shanghai), moments milliseconds since the epoch.

ALTER TABLE request ADD COLUMN round {INT} NOT NULL DEFAULT 0; -- 0: asked; 1, 2 …: handled anew after a review, never counted again

-- What is counted, stated once: number and list of a cell are both taken from here.
CREATE VIEW annual_received AS
  SELECT id, agency_id, class, received_on AS on_day, year, number, masked_name, subject, received_on, closed_on,
         outcome, stage
    FROM request WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0;
CREATE VIEW annual_closed AS
  SELECT id, agency_id, class, outcome, closed_on AS on_day, number, masked_name, subject, received_on, closed_on,
         stage, outcome_rule, origin
    FROM request WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0 AND closed_on IS NOT NULL AND outcome >= 0;
CREATE INDEX request_annual_received ON request (agency_id, class, received_on, id)
  WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0;
CREATE INDEX request_annual_closed ON request (agency_id, outcome, class, closed_on, id)
  WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0 AND closed_on IS NOT NULL AND outcome >= 0;

-- Open at some end of a year: what 结转 is made of.
-- [sqlite]
CREATE VIEW annual_crossing AS
  SELECT id, agency_id, class, received_on AS on_day, number, masked_name, subject, received_on, closed_on, outcome,
         stage
    FROM request WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0
     AND (closed_on IS NULL OR strftime('%Y', closed_on * 86400, 'unixepoch') > strftime('%Y', received_on * 86400, 'unixepoch'));
CREATE INDEX request_annual_crossing ON request (agency_id, received_on, id, closed_on, class)
  WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0
    AND (closed_on IS NULL OR strftime('%Y', closed_on * 86400, 'unixepoch') > strftime('%Y', received_on * 86400, 'unixepoch'));
-- [postgres]
CREATE VIEW annual_crossing AS
  SELECT id, agency_id, class, received_on AS on_day, number, masked_name, subject, received_on, closed_on, outcome,
         stage
    FROM request WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0
     AND (closed_on IS NULL OR extract(year FROM DATE '1970-01-01' + closed_on::int) > extract(year FROM DATE '1970-01-01' + received_on::int));
CREATE INDEX request_annual_crossing ON request (agency_id, received_on, id, closed_on, class)
  WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0
    AND (closed_on IS NULL OR extract(year FROM DATE '1970-01-01' + closed_on::int) > extract(year FROM DATE '1970-01-01' + received_on::int));
-- [all]

-- The same by day, for counting all of it again.
CREATE VIEW annual_day AS
  SELECT agency_id, -1 AS outcome, class, on_day, count(*) AS n FROM annual_received GROUP BY agency_id, class, on_day
  UNION ALL
  SELECT agency_id, outcome, class, on_day, count(*) AS n FROM annual_closed GROUP BY agency_id, outcome, class, on_day;

-- Counters, kept by the triggers below; outcome -1: received.
CREATE TABLE annual_count (
  agency_id {INT} NOT NULL REFERENCES agency(id),
  year {INT} NOT NULL,
  outcome {INT} NOT NULL,             -- enum outcome, -1: received
  class {INT} NOT NULL,               -- enum applicant_class
  n {INT} NOT NULL,
  PRIMARY KEY (agency_id, year, outcome, class)
) {STRICT};
-- What moved a counter: the trace of every cell.
CREATE TABLE annual_move (
  agency_id {INT} NOT NULL,
  year {INT} NOT NULL,
  outcome {INT} NOT NULL,
  class {INT} NOT NULL,
  at {INT} NOT NULL,                  -- of the change of the request; its events have the same
  request_id {INT} NOT NULL,
  delta {INT} NOT NULL,
  PRIMARY KEY (agency_id, year, outcome, class, at, request_id)
) {STRICT};
CREATE INDEX annual_move_at ON annual_move (agency_id, at, request_id);
-- 0 while rows come from elsewhere with their counters (store/copy.c) or are counted afterwards.
CREATE TABLE annual_switch (
  one {INT} NOT NULL PRIMARY KEY CHECK (one = 1),
  live {INT} NOT NULL
) {STRICT};
INSERT INTO annual_switch (one, live) VALUES (1, 1);

-- [sqlite]
CREATE TRIGGER annual_move_insert AFTER INSERT ON annual_move WHEN (SELECT live FROM annual_switch) = 1
BEGIN
  INSERT INTO annual_count (agency_id, year, outcome, class, n)
  VALUES (NEW.agency_id, NEW.year, NEW.outcome, NEW.class, NEW.delta)
  ON CONFLICT (agency_id, year, outcome, class) DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER annual_move_update AFTER UPDATE OF delta ON annual_move WHEN (SELECT live FROM annual_switch) = 1
BEGIN
  UPDATE annual_count SET n = n + NEW.delta - OLD.delta
   WHERE agency_id = NEW.agency_id AND year = NEW.year AND outcome = NEW.outcome AND class = NEW.class;
  DELETE FROM annual_move WHERE NEW.delta = 0 AND agency_id = NEW.agency_id AND year = NEW.year
     AND outcome = NEW.outcome AND class = NEW.class AND at = NEW.at AND request_id = NEW.request_id;
END;
CREATE TRIGGER annual_received_insert AFTER INSERT ON request
WHEN NEW.number IS NOT NULL AND NEW.received_on IS NOT NULL AND NEW.round = 0 AND (SELECT live FROM annual_switch) = 1
BEGIN
  INSERT INTO annual_move (agency_id, year, outcome, class, at, request_id, delta)
  VALUES (NEW.agency_id, strftime('%Y', NEW.received_on * 86400, 'unixepoch') + 0, -1, NEW.class, NEW.updated_at, NEW.id, 1);
END;
CREATE TRIGGER annual_closed_insert AFTER INSERT ON request
WHEN NEW.number IS NOT NULL AND NEW.received_on IS NOT NULL AND NEW.round = 0 AND NEW.closed_on IS NOT NULL
 AND NEW.outcome >= 0 AND (SELECT live FROM annual_switch) = 1
BEGIN
  INSERT INTO annual_move (agency_id, year, outcome, class, at, request_id, delta)
  VALUES (NEW.agency_id, strftime('%Y', NEW.closed_on * 86400, 'unixepoch') + 0, NEW.outcome, NEW.class, NEW.updated_at, NEW.id, 1);
END;
CREATE TRIGGER annual_received_update AFTER UPDATE OF agency_id, number, class, received_on, round ON request
WHEN ((OLD.number IS NULL) <> (NEW.number IS NULL) OR OLD.agency_id <> NEW.agency_id OR OLD.class <> NEW.class
   OR OLD.received_on IS NOT NEW.received_on OR OLD.round <> NEW.round) AND (SELECT live FROM annual_switch) = 1
BEGIN
  INSERT INTO annual_move (agency_id, year, outcome, class, at, request_id, delta)
  SELECT OLD.agency_id, strftime('%Y', OLD.received_on * 86400, 'unixepoch') + 0, -1, OLD.class, NEW.updated_at, OLD.id, -1
   WHERE OLD.number IS NOT NULL AND OLD.received_on IS NOT NULL AND OLD.round = 0
  ON CONFLICT (agency_id, year, outcome, class, at, request_id) DO UPDATE SET delta = delta + excluded.delta;
  INSERT INTO annual_move (agency_id, year, outcome, class, at, request_id, delta)
  SELECT NEW.agency_id, strftime('%Y', NEW.received_on * 86400, 'unixepoch') + 0, -1, NEW.class, NEW.updated_at, NEW.id, 1
   WHERE NEW.number IS NOT NULL AND NEW.received_on IS NOT NULL AND NEW.round = 0
  ON CONFLICT (agency_id, year, outcome, class, at, request_id) DO UPDATE SET delta = delta + excluded.delta;
END;
CREATE TRIGGER annual_closed_update AFTER UPDATE OF agency_id, number, class, received_on, closed_on, outcome, round ON request
WHEN ((OLD.number IS NULL) <> (NEW.number IS NULL) OR OLD.agency_id <> NEW.agency_id OR OLD.class <> NEW.class
   OR (OLD.received_on IS NULL) <> (NEW.received_on IS NULL) OR OLD.closed_on IS NOT NEW.closed_on
   OR OLD.outcome <> NEW.outcome OR OLD.round <> NEW.round) AND (SELECT live FROM annual_switch) = 1
BEGIN
  INSERT INTO annual_move (agency_id, year, outcome, class, at, request_id, delta)
  SELECT OLD.agency_id, strftime('%Y', OLD.closed_on * 86400, 'unixepoch') + 0, OLD.outcome, OLD.class, NEW.updated_at, OLD.id, -1
   WHERE OLD.number IS NOT NULL AND OLD.received_on IS NOT NULL AND OLD.round = 0 AND OLD.closed_on IS NOT NULL AND OLD.outcome >= 0
  ON CONFLICT (agency_id, year, outcome, class, at, request_id) DO UPDATE SET delta = delta + excluded.delta;
  INSERT INTO annual_move (agency_id, year, outcome, class, at, request_id, delta)
  SELECT NEW.agency_id, strftime('%Y', NEW.closed_on * 86400, 'unixepoch') + 0, NEW.outcome, NEW.class, NEW.updated_at, NEW.id, 1
   WHERE NEW.number IS NOT NULL AND NEW.received_on IS NOT NULL AND NEW.round = 0 AND NEW.closed_on IS NOT NULL AND NEW.outcome >= 0
  ON CONFLICT (agency_id, year, outcome, class, at, request_id) DO UPDATE SET delta = delta + excluded.delta;
END;
-- What was there before this migration.
INSERT INTO annual_move (agency_id, year, outcome, class, at, request_id, delta)
SELECT agency_id, strftime('%Y', on_day * 86400, 'unixepoch') + 0, -1, class, 0, id, 1 FROM annual_received;
INSERT INTO annual_move (agency_id, year, outcome, class, at, request_id, delta)
SELECT agency_id, strftime('%Y', on_day * 86400, 'unixepoch') + 0, outcome, class, 0, id, 1 FROM annual_closed;

-- [postgres]
CREATE FUNCTION annual_year(day bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT extract(year FROM DATE '1970-01-01' + day::int)::bigint
$$;
CREATE FUNCTION annual_move_add(a bigint, y bigint, o bigint, c bigint, t bigint, r bigint, d bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO annual_move AS m (agency_id, year, outcome, class, at, request_id, delta) VALUES (a, y, o, c, t, r, d)
  ON CONFLICT (agency_id, year, outcome, class, at, request_id) DO UPDATE SET delta = m.delta + excluded.delta;
  DELETE FROM annual_move WHERE agency_id = a AND year = y AND outcome = o AND class = c AND at = t
     AND request_id = r AND delta = 0;
  INSERT INTO annual_count AS k (agency_id, year, outcome, class, n) VALUES (a, y, o, c, d)
  ON CONFLICT (agency_id, year, outcome, class) DO UPDATE SET n = k.n + excluded.n;
END $$;
CREATE FUNCTION annual_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was boolean := false; was_closed boolean := false;
  now boolean := NEW.number IS NOT NULL AND NEW.received_on IS NOT NULL AND NEW.round = 0;
  now_closed boolean := now AND NEW.closed_on IS NOT NULL AND NEW.outcome >= 0;
BEGIN
  IF (SELECT live FROM annual_switch) <> 1 THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' THEN
    was := OLD.number IS NOT NULL AND OLD.received_on IS NOT NULL AND OLD.round = 0;
    was_closed := was AND OLD.closed_on IS NOT NULL AND OLD.outcome >= 0;
    IF was AND now AND OLD.agency_id = NEW.agency_id AND OLD.class = NEW.class
       AND OLD.received_on = NEW.received_on THEN
      was := false; now := false;
    END IF;
    IF was_closed AND now_closed AND OLD.agency_id = NEW.agency_id AND OLD.class = NEW.class
       AND OLD.closed_on = NEW.closed_on AND OLD.outcome = NEW.outcome THEN
      was_closed := false; now_closed := false;
    END IF;
  END IF;
  IF was THEN
    PERFORM annual_move_add(OLD.agency_id, annual_year(OLD.received_on), -1, OLD.class, NEW.updated_at, OLD.id, -1);
  END IF;
  IF now THEN
    PERFORM annual_move_add(NEW.agency_id, annual_year(NEW.received_on), -1, NEW.class, NEW.updated_at, NEW.id, 1);
  END IF;
  IF was_closed THEN
    PERFORM annual_move_add(OLD.agency_id, annual_year(OLD.closed_on), OLD.outcome, OLD.class, NEW.updated_at, OLD.id, -1);
  END IF;
  IF now_closed THEN
    PERFORM annual_move_add(NEW.agency_id, annual_year(NEW.closed_on), NEW.outcome, NEW.class, NEW.updated_at, NEW.id, 1);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER annual_follow AFTER INSERT OR UPDATE ON request FOR EACH ROW EXECUTE FUNCTION annual_follow();
INSERT INTO annual_move (agency_id, year, outcome, class, at, request_id, delta)
SELECT agency_id, annual_year(on_day), -1, class, 0, id, 1 FROM annual_received;
INSERT INTO annual_move (agency_id, year, outcome, class, at, request_id, delta)
SELECT agency_id, annual_year(on_day), outcome, class, 0, id, 1 FROM annual_closed;
INSERT INTO annual_count (agency_id, year, outcome, class, n)
SELECT agency_id, year, outcome, class, count(*) FROM annual_move GROUP BY agency_id, year, outcome, class;
-- [all]

-- One report of one agency and year: made here, or one published earlier and read in.
CREATE TABLE annual_report (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  year {INT} NOT NULL,
  state {INT} NOT NULL,               -- enum annual_state
  imported {INT} NOT NULL,            -- 1: read from a document
  snapshot {TEXT} NULL,               -- cells and text as frozen, in the report's full JSON form
  digest {BLOB} NULL,                 -- SM3 of it
  frozen_at {INT} NULL,
  drafted_by {INT} NOT NULL,          -- who froze it and sent it to review
  reviewed_by {INT} NOT NULL,
  signed_by {INT} NOT NULL,
  published_on {INT} NULL,
  version {INT} NOT NULL,
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL,
  UNIQUE (agency_id, year)
) {STRICT};
CREATE INDEX annual_report_by_state ON annual_report (state, year, agency_id);
CREATE TABLE annual_step (
  id {ID} PRIMARY KEY,
  report_id {INT} NOT NULL REFERENCES annual_report(id),
  kind {INT} NOT NULL,                -- enum annual_step
  text {TEXT} NOT NULL,
  actor {INT} NOT NULL,
  at {INT} NOT NULL
) {STRICT};
CREATE INDEX annual_step_by_report ON annual_step (report_id, id);
-- A number set by hand: before the freeze a correction, after it an erratum.  The newest of a cell counts.
CREATE TABLE annual_entry (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  year {INT} NOT NULL,
  cell {TEXT} NOT NULL,               -- "t3.received.natural"
  erratum {INT} NOT NULL,
  counted {TEXT} NOT NULL,            -- what stood there before
  value {TEXT} NOT NULL,              -- what stands there now; empty: the entry before is taken back
  reason {TEXT} NOT NULL,
  file_name {TEXT} NOT NULL,          -- evidence; empty: none
  file_type {TEXT} NOT NULL,
  file_size {INT} NOT NULL,
  file_digest {BLOB} NULL,
  actor {INT} NOT NULL,
  at {INT} NOT NULL
) {STRICT};
CREATE INDEX annual_entry_by_year ON annual_entry (agency_id, year, id);
