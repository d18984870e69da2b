-- The year pages: endings with their days, receipts with their channel, read from the index alone.

-- [sqlite]
DROP VIEW annual_day;
DROP VIEW annual_received;
DROP VIEW annual_closed;
CREATE VIEW annual_received AS
  SELECT id, agency_id, class, received_on AS on_day, year, number, masked_name, subject, received_on, closed_on,
         outcome, stage, channel
    FROM request WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0;
CREATE VIEW annual_closed AS
  SELECT id, agency_id, class, outcome, closed_on AS on_day, number, masked_name, subject, received_on, closed_on,
         stage, outcome_rule, origin, due_on
    FROM request WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0 AND closed_on IS NOT NULL AND outcome >= 0;
CREATE VIEW annual_day AS
  SELECT agency_id, -1 AS outcome, class, on_day, count(*) AS n FROM annual_received GROUP BY agency_id, class, on_day
  UNION ALL
  SELECT agency_id, outcome, class, on_day, count(*) AS n FROM annual_closed GROUP BY agency_id, outcome, class, on_day;
-- [postgres]
CREATE OR REPLACE VIEW annual_received AS
  SELECT id, agency_id, class, received_on AS on_day, year, number, masked_name, subject, received_on, closed_on,
         outcome, stage, channel
    FROM request WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0;
CREATE OR REPLACE VIEW annual_closed AS
  SELECT id, agency_id, class, outcome, closed_on AS on_day, number, masked_name, subject, received_on, closed_on,
         stage, outcome_rule, origin, due_on
    FROM request WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0 AND closed_on IS NOT NULL AND outcome >= 0;
-- [all]
CREATE INDEX request_annual_days ON request (agency_id, closed_on, received_on, due_on)
  WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0 AND closed_on IS NOT NULL AND outcome >= 0;
CREATE INDEX request_annual_channel ON request (agency_id, received_on, channel)
  WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0;
