-- What others are asked while a case is handled (条例 32, 34, 11, 17), and where a legal event comes from.

-- One party asked once.  Its days are those of the legal events of the case, written by the same fold
-- that counts the period; nothing else writes them.
CREATE TABLE consultation (
  id {ID} PRIMARY KEY,
  request_id {INT} NOT NULL REFERENCES request(id),
  agency_id {INT} NOT NULL REFERENCES agency(id),
  kind {INT} NOT NULL,                -- enum consultation_kind
  person {INT} NOT NULL CHECK (person IN (0, 1)), -- 1: a natural person
  party {BLOB} NOT NULL,              -- sealed: name
  masked {TEXT} NOT NULL,             -- for lists; an organisation's name in full
  contact {BLOB} NULL,                -- sealed: how to reach it
  information {TEXT} NOT NULL,        -- what is asked about
  ref {TEXT} NOT NULL,                -- "第三方1": request_event.ref
  letter_id {INT} NULL REFERENCES letter(id), -- F07 or F11; NULL: done on paper
  state {INT} NOT NULL,               -- enum consultation_state
  sort_due {INT} NOT NULL,            -- due_on, or the day of drafting while it is not sent
  sent_on {INT} NULL,
  served_on {INT} NULL,
  due_on {INT} NULL,                  -- last day for the opinion
  returned_on {INT} NULL,
  opinion {INT} NOT NULL,             -- enum consultation_opinion, -1 none
  opinion_text {TEXT} NOT NULL,
  opinion_file {INT} NOT NULL,        -- request_file.id of the answer, 0 none
  result {INT} NOT NULL,              -- enum consultation_result, -1 not decided
  result_text {TEXT} NOT NULL,
  result_by {INT} NOT NULL,
  result_at {INT} NOT NULL,
  notice_id {INT} NULL REFERENCES letter(id), -- F10: what the third party is told
  version {INT} NOT NULL,
  created_by {INT} NOT NULL,
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL,
  UNIQUE (request_id, ref)
) {STRICT};
CREATE INDEX consultation_by_state ON consultation (agency_id, state, sort_due, id);
CREATE INDEX consultation_by_letter ON consultation (letter_id);

CREATE TABLE consultation_reminder (
  id {ID} PRIMARY KEY,
  consultation_id {INT} NOT NULL REFERENCES consultation(id),
  on_day {INT} NOT NULL,
  text {TEXT} NOT NULL,               -- how and by whom, what was said
  actor {INT} NOT NULL,
  at {INT} NOT NULL
) {STRICT};
CREATE INDEX consultation_reminder_by ON consultation_reminder (consultation_id, id);

-- Where a legal event comes from: a letter that was served, or a paper made outside the system.
ALTER TABLE request_event ADD COLUMN letter_id {INT} NOT NULL DEFAULT 0;
ALTER TABLE request_event ADD COLUMN paper {TEXT} NOT NULL DEFAULT ''; -- why it was done on paper
ALTER TABLE request_event ADD COLUMN file_id {INT} NOT NULL DEFAULT 0; -- request_file.id of the proof
