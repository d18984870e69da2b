-- 依申请公开: requests, their applicants, legal events, papers and letters.
-- Days are days since 1970-01-01 (Asia/Shanghai), moments milliseconds since the epoch.  Sealed columns
-- hold core/seal values; their place is "table.column/id".

CREATE TABLE request (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  number {TEXT} NULL,                 -- "2026-0001", the agency's register; given at registration, without gaps
  receipt {TEXT} NOT NULL,            -- "W2026-000001" on the applicant's receipt; the same on the parts of one paper
  year {INT} NOT NULL,                -- of receipt, or of arrival while not settled
  query_code {BLOB} NOT NULL,         -- keyed digest of the applicant's query code
  stage {INT} NOT NULL,               -- enum request_stage
  channel {INT} NOT NULL,             -- enum receipt_channel
  origin {INT} NOT NULL,              -- enum request_origin: asked here, or handed over by a superior
  class {INT} NOT NULL,               -- enum applicant_class: the columns of table three
  masked_name {TEXT} NOT NULL,        -- "王*明", for lists; an organisation's name in full
  subject {TEXT} NOT NULL,            -- short title
  content {TEXT} NOT NULL,            -- what is asked for
  provide_form {INT} NOT NULL,        -- enum provide_form
  provide_way {INT} NOT NULL,         -- enum provide_way
  arrived_on {INT} NOT NULL,
  received_on {INT} NULL,             -- the legal day of receipt; NULL while it is not settled
  due_on {INT} NULL,                  -- last day of the running period; NULL while none runs
  sort_due {INT} NOT NULL,            -- due_on, or a day far off while paused, or farther when closed
  provisional {INT} NOT NULL,
  clock_state {INT} NOT NULL,         -- enum clock_state; -1 before receipt
  outcome {INT} NOT NULL,             -- enum outcome, -1 open
  outcome_rule {TEXT} NOT NULL,
  closed_on {INT} NULL,
  department_id {INT} NULL REFERENCES department(id), -- the lead one
  handler_id {INT} NULL REFERENCES person(id),
  parent_id {INT} NULL REFERENCES request(id),        -- split from, or redone after a review
  version {INT} NOT NULL,
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL,
  UNIQUE (agency_id, number)
) {STRICT};
-- [postgres]
-- Beginnings of numbers are looked for by range, in the order of bytes whatever the database's language.
ALTER TABLE request ALTER COLUMN number TYPE TEXT COLLATE "C", ALTER COLUMN receipt TYPE TEXT COLLATE "C";
-- [all]
CREATE INDEX request_inbox ON request (agency_id, sort_due, id);
CREATE INDEX request_by_stage ON request (agency_id, stage, sort_due, id);
CREATE INDEX request_by_department ON request (agency_id, department_id, sort_due, id);
CREATE INDEX request_by_handler ON request (agency_id, handler_id, sort_due, id);
CREATE INDEX request_by_channel ON request (agency_id, channel, sort_due, id);
CREATE INDEX request_by_class ON request (agency_id, class, sort_due, id);
CREATE INDEX request_by_receipt ON request (agency_id, receipt);
CREATE INDEX request_by_agency ON request (agency_id, id);
CREATE INDEX request_open ON request (id) WHERE closed_on IS NULL;
CREATE INDEX request_by_year ON request (agency_id, year, class, outcome);
CREATE INDEX request_by_code ON request (query_code);

CREATE TABLE applicant (
  request_id {ID} PRIMARY KEY REFERENCES request(id),
  kind {INT} NOT NULL,                -- 0 a person, 1 an organisation
  name {BLOB} NOT NULL,               -- sealed
  name_index {BLOB} NOT NULL,         -- blind index of the name, to find it again
  id_type {INT} NOT NULL,             -- enum identity_type
  id_number {BLOB} NULL,              -- sealed
  id_index {BLOB} NULL,               -- blind index of type and number: the same applicant again
  credit_code {TEXT} NOT NULL,        -- organisations; not personal
  legal_representative {BLOB} NULL,   -- sealed
  contact {BLOB} NULL,                -- sealed
  phone {BLOB} NULL,                  -- sealed
  email {BLOB} NULL,                  -- sealed
  address {BLOB} NULL,                -- sealed
  postcode {TEXT} NOT NULL,
  fax {BLOB} NULL                     -- sealed
) {STRICT};
CREATE INDEX applicant_by_index ON applicant (id_index, request_id);
CREATE INDEX applicant_by_name ON applicant (name_index, request_id);

-- The legal events of a case: what law/clock folds.  Never changed; a wrong one is superseded by a correcting entry.
CREATE TABLE request_event (
  id {ID} PRIMARY KEY,
  request_id {INT} NOT NULL REFERENCES request(id),
  kind {INT} NOT NULL,                -- enum clock_event_kind
  on_day {INT} NOT NULL,
  days {INT} NOT NULL,
  until_day {INT} NULL,
  consultee {INT} NOT NULL,
  ref {TEXT} NOT NULL,                -- id of the consultation
  reason {TEXT} NOT NULL,
  actor {INT} NOT NULL,
  at {INT} NOT NULL,
  corrects {INT} NULL REFERENCES request_event(id), -- the entry this one takes the place of
  void {INT} NOT NULL,                -- 1: takes the corrected one away without another
  place {INT} NOT NULL                -- order within a day: its id, or the place of the entry it takes the place of
) {STRICT};
CREATE INDEX request_event_by_request ON request_event (request_id, on_day, place);

CREATE TABLE request_file (
  id {ID} PRIMARY KEY,
  request_id {INT} NOT NULL REFERENCES request(id),
  kind {INT} NOT NULL,                -- enum request_file_kind
  name {TEXT} NOT NULL,
  type {TEXT} NOT NULL,
  size {INT} NOT NULL,
  digest {BLOB} NOT NULL,             -- of the blob
  public_to_applicant {INT} NOT NULL, -- may be read on the status page
  actor {INT} NOT NULL,
  at {INT} NOT NULL
) {STRICT};
CREATE INDEX request_file_by_request ON request_file (request_id, id);

-- Work inside the office: notes, assistance of departments, opinions, search records.
CREATE TABLE request_note (
  id {ID} PRIMARY KEY,
  request_id {INT} NOT NULL REFERENCES request(id),
  kind {INT} NOT NULL,                -- enum request_note_kind
  department_id {INT} NULL REFERENCES department(id),
  text {TEXT} NOT NULL,
  actor {INT} NOT NULL,
  at {INT} NOT NULL,
  answer {TEXT} NOT NULL,
  answered_by {INT} NOT NULL,
  answered_at {INT} NOT NULL
) {STRICT};
CREATE INDEX request_note_by_request ON request_note (request_id, id);

-- Letters: drafted, reviewed, signed, numbered, served.
CREATE TABLE letter (
  id {ID} PRIMARY KEY,
  request_id {INT} NOT NULL REFERENCES request(id),
  form {TEXT} NOT NULL,               -- "F13" of law/rules.md 6.1
  state {INT} NOT NULL,               -- enum letter_state
  number {TEXT} NULL,                 -- 文号, given when signed, without gaps
  title {TEXT} NOT NULL,
  addressee {BLOB} NOT NULL,          -- sealed
  body {TEXT} NOT NULL,               -- paragraphs, one a line; the remedy is not among them: it is computed
  outcome {INT} NOT NULL,             -- for replies, -1 otherwise
  facts {TEXT} NOT NULL,              -- JSON: answers of the decision order, ground
  signed_by {INT} NOT NULL,
  signed_on {INT} NULL,
  docx {BLOB} NULL,                   -- digests of the final documents
  pdf {BLOB} NULL,
  served_way {INT} NOT NULL,          -- enum service_way, -1 not yet
  sent_on {INT} NULL,
  served_on {INT} NULL,
  proof {TEXT} NOT NULL,              -- EMS number, signature
  version {INT} NOT NULL,
  created_by {INT} NOT NULL,
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL
) {STRICT};
CREATE INDEX letter_by_request ON letter (request_id, id);

-- The opinions on a letter: legal, secrecy, head.
CREATE TABLE letter_opinion (
  id {ID} PRIMARY KEY,
  letter_id {INT} NOT NULL REFERENCES letter(id),
  step {INT} NOT NULL,                -- enum letter_step
  agreed {INT} NOT NULL,
  text {TEXT} NOT NULL,
  actor {INT} NOT NULL,
  at {INT} NOT NULL
) {STRICT};
CREATE INDEX letter_opinion_by_letter ON letter_opinion (letter_id, id);

-- Numbers without gaps: the next one of a series, taken in the transaction that uses it.
CREATE TABLE number_series (
  agency_id {INT} NOT NULL REFERENCES agency(id),
  series {TEXT} NOT NULL,             -- "request", "letter"
  year {INT} NOT NULL,
  next {INT} NOT NULL,
  PRIMARY KEY (agency_id, series, year)
) {STRICT};
