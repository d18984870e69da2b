-- Letters: whom to appeal to, numbers that cannot repeat, rounds of review, texts an agency edits.

ALTER TABLE agency ADD COLUMN review_body {TEXT} NOT NULL DEFAULT ''; -- 行政复议机关
ALTER TABLE agency ADD COLUMN court {TEXT} NOT NULL DEFAULT '';       -- 管辖法院

ALTER TABLE letter ADD COLUMN agency_id {INT} NULL REFERENCES agency(id);
ALTER TABLE letter ADD COLUMN remedy {TEXT} NOT NULL DEFAULT '';     -- as signed; computed before
ALTER TABLE letter ADD COLUMN edited_by {INT} NOT NULL DEFAULT 0;    -- who last changed the text
ALTER TABLE letter ADD COLUMN round {INT} NOT NULL DEFAULT 0;        -- of review: one more each time it is submitted
CREATE UNIQUE INDEX letter_by_number ON letter (agency_id, number);
ALTER TABLE letter_opinion ADD COLUMN round {INT} NOT NULL DEFAULT 0;

-- The texts of an agency's letters; the newest version of a form counts.  Version 0 is compiled in.
CREATE TABLE letter_template (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  form {TEXT} NOT NULL,
  version {INT} NOT NULL,
  body {TEXT} NOT NULL,               -- paragraphs, one a line, with {fields}; empty: the compiled-in text again
  reason {TEXT} NOT NULL,
  actor {INT} NOT NULL,
  at {INT} NOT NULL,
  UNIQUE (agency_id, form, version)
) {STRICT};
