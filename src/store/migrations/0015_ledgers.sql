-- Ledgers behind the annual report.  Days are days since 1970-01-01; money is 分.
-- What is counted (item): 0-2 规章 and 3-5 行政规范性文件 made, repealed, in force; 6 许可, 7 处罚, 8 强制, 9 收费;
-- 10 posts, 11 followers; 12 press conferences, 13 interviews, 14-17 coverage by level; 18 interpretations, 19
-- answers to concerns; 20 accounts open, 21 opened, 22 closed; 23 postage, 24 fees received.  0-9 are the cells of
-- table two.

-- 规章 (kind 0) and 行政规范性文件 (kind 1).
CREATE TABLE norm (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  kind {INT} NOT NULL CHECK (kind IN (0, 1)),
  title {TEXT} NOT NULL,
  number {TEXT} NOT NULL,             -- 文号
  made_on {INT} NOT NULL,
  in_force_on {INT} NOT NULL,
  amended_on {INT} NULL,              -- of the earliest amendment
  amended_by {TEXT} NOT NULL,         -- the amending ones, by 文号
  repealed_on {INT} NULL,
  repealed_by {TEXT} NOT NULL,
  expires_on {INT} NULL,              -- last day in force
  made_year {INT} NOT NULL,
  repealed_year {INT} NULL,
  from_year {INT} NOT NULL,           -- valid on 31 December of from_year to to_year (law/norm.h)
  to_year {INT} NOT NULL,
  version {INT} NOT NULL,
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL,
  UNIQUE (agency_id, number)
) {STRICT};
CREATE INDEX norm_by_agency ON norm (agency_id, kind, made_on, id);

-- Accounts and other channels: site, social media, screens, boards, windows.
CREATE TABLE channel (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  department_id {INT} NULL REFERENCES department(id),
  platform {INT} NOT NULL,            -- enum channel_platform
  name {TEXT} NOT NULL,
  owner {TEXT} NOT NULL,              -- 主办单位
  responsible {TEXT} NOT NULL,        -- 责任人
  place {TEXT} NOT NULL,              -- address of the site, or where the screen stands
  state {INT} NOT NULL,               -- enum channel_state
  applied_by {INT} NOT NULL,
  approval {TEXT} NOT NULL,           -- 批准文号
  approved_on {INT} NULL,
  opened_on {INT} NULL,
  closed_on {INT} NULL,
  closing_notice {TEXT} NOT NULL,     -- where the closing was announced
  from_year {INT} NOT NULL,           -- open on 31 December of from_year to to_year
  to_year {INT} NOT NULL,
  opened_year {INT} NULL,
  closed_year {INT} NULL,
  version {INT} NOT NULL,
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL,
  UNIQUE (agency_id, platform, name)
) {STRICT};
CREATE INDEX channel_by_agency ON channel (agency_id, state, platform, id);

-- One import of a file; taken back as a whole.
CREATE TABLE ledger_batch (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  kind {INT} NOT NULL,                -- enum ledger_import_kind
  year {INT} NOT NULL,
  file_name {TEXT} NOT NULL,
  digest {BLOB} NOT NULL,             -- of the file
  rows_read {INT} NOT NULL,
  source {TEXT} NOT NULL,
  actor {INT} NOT NULL,
  at {INT} NOT NULL,
  undone_by {INT} NOT NULL,
  undone_at {INT} NOT NULL,           -- 0: it stands
  reason {TEXT} NOT NULL
) {STRICT};
CREATE INDEX ledger_batch_by_agency ON ledger_batch (agency_id, id);

-- Monthly figures as a sum of entries that are never changed: a correction is one more entry, with the difference.
CREATE TABLE tally (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  department_id {INT} NULL REFERENCES department(id), -- NULL: the agency as a whole
  channel_id {INT} NULL REFERENCES channel(id),
  platform {INT} NOT NULL,            -- of the channel; 0 without one
  item {INT} NOT NULL,
  year {INT} NOT NULL,
  month {INT} NOT NULL,
  amount {INT} NOT NULL,              -- what this entry adds
  source {TEXT} NOT NULL,
  reason {TEXT} NOT NULL,             -- of a correction
  batch_id {INT} NULL REFERENCES ledger_batch(id),
  actor {INT} NOT NULL,
  at {INT} NOT NULL
) {STRICT};
CREATE INDEX tally_by_year ON tally (agency_id, year, item, month, id);
CREATE INDEX tally_by_batch ON tally (batch_id, id);

-- A department vouches for what one sheet of a month held up to one entry; a later entry asks for it again.
CREATE TABLE tally_sign (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  department_id {INT} NULL REFERENCES department(id),
  sheet {INT} NOT NULL,               -- enum ledger_sheet
  year {INT} NOT NULL,
  month {INT} NOT NULL,
  upto {INT} NOT NULL,                -- id of the last entry that was looked at
  actor {INT} NOT NULL,
  at {INT} NOT NULL
) {STRICT};
CREATE INDEX tally_sign_by_year ON tally_sign (agency_id, year, sheet, month, id);

-- 双公示: single decisions.  Fields of the standard that are searched are columns; the others stand in `fields`,
-- a line each "CODE value"; personal ones are sealed together.
CREATE TABLE decision (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  department_id {INT} NULL REFERENCES department(id),
  item {INT} NOT NULL,                -- 6 许可, 7 处罚
  number {TEXT} NOT NULL,             -- 文书号
  decided_on {INT} NOT NULL,
  year {INT} NOT NULL,
  month {INT} NOT NULL,
  party {TEXT} NOT NULL,              -- an organisation in full, a person masked
  credit_code {TEXT} NOT NULL,
  category {TEXT} NOT NULL,
  content {TEXT} NOT NULL,
  fields {TEXT} NOT NULL,
  sealed {BLOB} NULL,
  publish_due {INT} NOT NULL,         -- seven working days
  publish_end {INT} NULL,             -- 公示截止期
  published_on {INT} NULL,
  batch_id {INT} NULL REFERENCES ledger_batch(id),
  void {INT} NOT NULL,                -- 1: taken back
  actor {INT} NOT NULL,
  at {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX decision_by_number ON decision (agency_id, item, number) WHERE void = 0;
CREATE INDEX decision_by_year ON decision (agency_id, item, year, month, id);
CREATE INDEX decision_by_batch ON decision (batch_id, id);

-- Postage spent (item 23) and 信息处理费 received (item 24).
CREATE TABLE money (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  item {INT} NOT NULL CHECK (item IN (23, 24)),
  on_day {INT} NOT NULL,
  year {INT} NOT NULL,
  amount {INT} NOT NULL,              -- 分; negative: takes an entry back
  ref {TEXT} NOT NULL,                -- 票据号, 邮件号
  request_id {INT} NULL REFERENCES request(id),
  note {TEXT} NOT NULL,
  corrects {INT} NULL REFERENCES money(id),
  live {INT} NOT NULL,                -- 0: taken back, or takes back
  actor {INT} NOT NULL,
  at {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX money_by_ref ON money (agency_id, item, ref) WHERE live = 1 AND item = 24;
CREATE INDEX money_by_year ON money (agency_id, item, year, on_day, id);

-- What every number of the report and of its prose is made of.  A number is the sum of amount, its list the rows.
CREATE VIEW ledger_line AS
SELECT agency_id, kind * 3 AS item, 0 AS platform, made_year AS from_year, made_year AS to_year, made_on AS day, id, 1 AS amount
  FROM norm
UNION ALL
SELECT agency_id, kind * 3 + 1, 0, repealed_year, repealed_year, repealed_on, id, 1 FROM norm WHERE repealed_on IS NOT NULL
UNION ALL
SELECT agency_id, kind * 3 + 2, 0, from_year, to_year, in_force_on, id, 1 FROM norm
UNION ALL
SELECT agency_id, item, platform, year, year, month, id, amount FROM tally WHERE item <> 11
UNION ALL
SELECT agency_id, 20, platform, from_year, to_year, opened_on, id, 1 FROM channel WHERE opened_on IS NOT NULL
UNION ALL
SELECT agency_id, 21, platform, opened_year, opened_year, opened_on, id, 1 FROM channel WHERE opened_on IS NOT NULL
UNION ALL
SELECT agency_id, 22, platform, closed_year, closed_year, closed_on, id, 1 FROM channel WHERE closed_on IS NOT NULL
UNION ALL
SELECT agency_id, item, 0, year, year, on_day, id, amount FROM money;
