-- A published report with its errata: what it is now, beside what was frozen.

ALTER TABLE annual_report ADD COLUMN corrected {BLOB} NULL;      -- SM3 of the report as its errata left it
ALTER TABLE annual_report ADD COLUMN corrected_at {INT} NULL;    -- when the last of them was entered

-- Reminders of the day by which a year's report is published, once for an agency, a day and a threshold.
CREATE TABLE notice_mark_annual (
  agency_id {INT} NOT NULL REFERENCES agency(id),
  day {INT} NOT NULL,                 -- the last day
  level {INT} NOT NULL,               -- working days left; negative: over
  at {INT} NOT NULL,
  PRIMARY KEY (agency_id, day, level)
) {STRICT};
