-- 行政复议、行政诉讼 against the agency, and what stands in table four.

CREATE TABLE remedy (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  number {TEXT} NOT NULL,             -- of our register, without gaps
  block {INT} NOT NULL,               -- enum remedy_block
  prior_id {INT} NULL REFERENCES remedy(id), -- lawsuits: the review before it, when it is in the register
  prior {TEXT} NOT NULL,              -- the same when it is not
  subject {TEXT} NOT NULL,            -- what it is about
  item {TEXT} NOT NULL,               -- without a request: the 主动公开 item
  claimant {BLOB} NOT NULL,           -- sealed
  claimant_index {BLOB} NOT NULL,     -- blind index: another case of the same person
  claimant_kind {INT} NOT NULL,       -- 0 a person, 1 an organisation
  claimants {INT} NOT NULL,           -- how many; one case whatever the number
  masked_name {TEXT} NOT NULL,
  body {TEXT} NOT NULL,               -- 复议机关 or court of the present stage
  case_number {TEXT} NOT NULL,        -- of the present stage
  stage {INT} NOT NULL,               -- enum remedy_stage
  opened_on {INT} NOT NULL,
  year {INT} NOT NULL,                -- of opened_on
  result {INT} NOT NULL,              -- enum remedy_result, -1 none
  decided_on {INT} NULL,
  pending {INT} NOT NULL CHECK (pending IN (0, 1)),
  due_kind {INT} NOT NULL,            -- enum remedy_entry_kind that settles the next deadline, -1 none
  due_duty {INT} NOT NULL,            -- enum remedy_duty
  due_on {INT} NULL,
  provisional {INT} NOT NULL,
  sort_due {INT} NOT NULL,            -- our own deadlines first, then those of body or court, then what is over
  version {INT} NOT NULL,
  created_by {INT} NOT NULL,
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL,
  UNIQUE (agency_id, number)
) {STRICT};
CREATE INDEX remedy_list ON remedy (agency_id, sort_due, id);
CREATE INDEX remedy_by_claimant ON remedy (claimant_index, id);

CREATE TABLE remedy_request (
  remedy_id {INT} NOT NULL REFERENCES remedy(id),
  request_id {INT} NOT NULL REFERENCES request(id),
  PRIMARY KEY (remedy_id, request_id)
) {STRICT};
CREATE INDEX remedy_of_request ON remedy_request (request_id, remedy_id);

-- What law/remedy_case folds.  Never changed; a wrong one is superseded by a correcting entry.
CREATE TABLE remedy_entry (
  id {ID} PRIMARY KEY,
  remedy_id {INT} NOT NULL REFERENCES remedy(id),
  kind {INT} NOT NULL,                -- enum remedy_entry_kind
  stage {INT} NOT NULL,
  on_day {INT} NOT NULL,
  other_day {INT} NULL,
  value {INT} NOT NULL,
  body {TEXT} NOT NULL,
  case_number {TEXT} NOT NULL,
  text {TEXT} NOT NULL,
  round_id {INT} NULL REFERENCES request(id), -- the request that is answered anew
  reason {TEXT} NOT NULL,             -- of a correction
  actor {INT} NOT NULL,
  at {INT} NOT NULL,
  corrects {INT} NULL REFERENCES remedy_entry(id),
  void {INT} NOT NULL,                -- 1: takes the corrected one away without another
  place {INT} NOT NULL
) {STRICT};
CREATE INDEX remedy_entry_by_remedy ON remedy_entry (remedy_id, on_day, place);
CREATE INDEX remedy_entry_by_round ON remedy_entry (round_id) WHERE round_id IS NOT NULL;

-- When the case stood open and how it closed, for table four of the report: from the fold.
CREATE TABLE remedy_span (
  remedy_id {INT} NOT NULL REFERENCES remedy(id),
  n {INT} NOT NULL,
  opened_on {INT} NOT NULL,
  closed_on {INT} NULL,
  counted_as {INT} NOT NULL,          -- enum remedy_column at closed_on, -1 none
  PRIMARY KEY (remedy_id, n)
) {STRICT};

CREATE TABLE remedy_file (
  id {ID} PRIMARY KEY,
  remedy_id {INT} NOT NULL REFERENCES remedy(id),
  kind {INT} NOT NULL,                -- enum remedy_file_kind
  stage {INT} NOT NULL,
  name {TEXT} NOT NULL,
  type {TEXT} NOT NULL,
  size {INT} NOT NULL,
  digest {BLOB} NOT NULL,
  actor {INT} NOT NULL,
  at {INT} NOT NULL
) {STRICT};
CREATE INDEX remedy_file_by_remedy ON remedy_file (remedy_id, id);
