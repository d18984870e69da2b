-- Looking for requests by words, and what the office tells the public of requests that were answered openly.
-- Words are those of core/words, one blank between them; a request's first word names its agency.

CREATE TABLE request_words (
  request_id {ID} PRIMARY KEY REFERENCES request(id),
  words {TEXT} NOT NULL
) {STRICT};

-- 公开线索: an answered request in words that anybody may read.  Taken back by a reason, never deleted.
CREATE TABLE lead (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  request_id {INT} NOT NULL REFERENCES request(id),
  title {TEXT} NOT NULL,              -- what was disclosed, without anybody's personal data
  place {TEXT} NOT NULL,              -- where to find it, or how to get it
  actor {INT} NOT NULL,
  at {INT} NOT NULL,
  dropped_by {INT} NOT NULL,          -- 0: still shown
  dropped_at {INT} NOT NULL,
  reason {TEXT} NOT NULL              -- why it was taken back
) {STRICT};
CREATE INDEX lead_by_agency ON lead (agency_id, id);
CREATE UNIQUE INDEX lead_shown ON lead (request_id) WHERE dropped_at = 0;

CREATE TABLE lead_words (
  lead_id {ID} PRIMARY KEY REFERENCES lead(id),
  words {TEXT} NOT NULL
) {STRICT};

-- Not looked at by the indexer yet: rows from before this migration, and any that were written past it.
ALTER TABLE request ADD COLUMN worded {INT} NOT NULL DEFAULT 0;
CREATE INDEX request_unworded ON request (id) WHERE worded = 0;

-- [sqlite]
-- All signs above ASCII belong to words: "ascii" cuts at blanks alone, and never makes a phrase of a word.
-- Filled by statements of their own (words.sql), not by triggers: the schema is not trusted with virtual tables.
CREATE VIRTUAL TABLE request_find USING fts5(words, content='request_words', content_rowid='request_id',
  detail=none, columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE lead_find USING fts5(words, content='lead_words', content_rowid='lead_id',
  detail=none, columnsize=0, tokenize='ascii');

-- [postgres]
-- No parser and no language: the words are ours.
ALTER TABLE request_words ADD COLUMN find TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED;
CREATE INDEX request_find ON request_words USING gin (find) WITH (fastupdate = off);
ALTER TABLE lead_words ADD COLUMN find TSVECTOR GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED;
CREATE INDEX lead_find ON lead_words USING gin (find) WITH (fastupdate = off);
