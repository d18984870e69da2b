-- The written parts of annual reports, as versions, and what readers of a draft say about them.

-- The newest version of a part counts; none: nothing is written yet.
CREATE TABLE annual_text (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  year {INT} NOT NULL,                -- the year reported on
  part {INT} NOT NULL,                -- 0 the lead, 1..6 the parts of the format
  version {INT} NOT NULL,             -- 1, 2, 3 …
  body {TEXT} NOT NULL,               -- paragraphs, one a line, numbers as {fields}
  reason {TEXT} NOT NULL,             -- of the change, may be empty
  actor {INT} NOT NULL,
  at {INT} NOT NULL,
  UNIQUE (agency_id, year, part, version)
) {STRICT};

CREATE TABLE annual_comment (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  year {INT} NOT NULL,
  part {INT} NOT NULL,
  version {INT} NOT NULL,             -- of the part when it was written
  text {TEXT} NOT NULL,
  actor {INT} NOT NULL,
  at {INT} NOT NULL,
  answer {TEXT} NOT NULL,             -- what was done about it; empty while it is open
  answered_by {INT} NOT NULL,
  answered_at {INT} NOT NULL
) {STRICT};
CREATE INDEX annual_comment_by_part ON annual_comment (agency_id, year, part, id);
