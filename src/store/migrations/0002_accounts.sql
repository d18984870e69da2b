-- Agencies, departments, people, their rights, sessions and second factors.
-- Times are milliseconds since the epoch (UTC).  `version` grows by one with every change of a row
-- (optimistic locking).  Sealed columns hold core/seal values; their place is "table.column/id".

CREATE TABLE agency (
  id {ID} PRIMARY KEY,
  parent_id {INT} NULL REFERENCES agency(id),
  name {TEXT} NOT NULL UNIQUE,
  short_name {TEXT} NOT NULL,
  credit_code {TEXT} NOT NULL,        -- 统一社会信用代码, may be empty
  address {TEXT} NOT NULL,
  postcode {TEXT} NOT NULL,
  office_hours {TEXT} NOT NULL,
  phone {TEXT} NOT NULL,
  fax {TEXT} NOT NULL,
  email {TEXT} NOT NULL,
  index_pattern {TEXT} NOT NULL,      -- 索引号, {year} {serial} stand for what is counted
  document_pattern {TEXT} NOT NULL,   -- 文号
  site_code {TEXT} NOT NULL,          -- 网站标识码
  icp {TEXT} NOT NULL,
  police_record {TEXT} NOT NULL,
  active {INT} NOT NULL CHECK (active IN (0, 1)),
  version {INT} NOT NULL,
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL
) {STRICT};

CREATE TABLE department (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  name {TEXT} NOT NULL,
  phone {TEXT} NOT NULL,
  position {INT} NOT NULL,            -- order in lists
  active {INT} NOT NULL CHECK (active IN (0, 1)),
  version {INT} NOT NULL,
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL,
  UNIQUE (agency_id, name)
) {STRICT};

CREATE TABLE person (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  department_id {INT} NULL REFERENCES department(id),
  login {TEXT} NOT NULL UNIQUE,       -- lower case
  name {TEXT} NOT NULL,
  title {TEXT} NOT NULL,              -- 职务, may be empty
  mobile {BLOB} NULL,                 -- sealed
  email {BLOB} NULL,                  -- sealed
  roles {INT} NOT NULL,               -- bits of desk/role.h
  active {INT} NOT NULL CHECK (active IN (0, 1)),
  password_hash {TEXT} NOT NULL,      -- empty: cannot log in until a password is set
  password_at {INT} NOT NULL,
  must_change {INT} NOT NULL,         -- the next log-in asks for a new password
  failed {INT} NOT NULL,              -- wrong passwords since the last right one
  locked_until {INT} NOT NULL,        -- 0: not locked
  totp_secret {BLOB} NULL,            -- sealed; NULL: no second factor
  totp_step {INT} NOT NULL,           -- last accepted time step, against replay
  totp_confirmed {INT} NOT NULL,
  last_login_at {INT} NOT NULL,
  version {INT} NOT NULL,
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL
) {STRICT};
-- Lists by key, and how many there are without looking at the rows.
CREATE INDEX person_by_agency ON person (agency_id, id, active, department_id);
CREATE INDEX person_by_department ON person (department_id, active);

CREATE TABLE password_old (
  person_id {INT} NOT NULL REFERENCES person(id),
  at {INT} NOT NULL,
  hash {TEXT} NOT NULL,
  PRIMARY KEY (person_id, at)
) {STRICT};

CREATE TABLE recovery_code (
  person_id {INT} NOT NULL REFERENCES person(id),
  hash {BLOB} NOT NULL,
  used_at {INT} NOT NULL,             -- 0: not used
  PRIMARY KEY (person_id, hash)
) {STRICT};

CREATE TABLE session (
  id {ID} PRIMARY KEY,
  token_hash {BLOB} NOT NULL UNIQUE,  -- SM3 of the cookie's secret
  person_id {INT} NOT NULL REFERENCES person(id),
  stage {INT} NOT NULL,               -- desk/session.h: 0 code missing; 1 complete; 2 new password asked for; 3 second factor to be set up
  address {TEXT} NOT NULL,
  agent {TEXT} NOT NULL,              -- browser family, not the whole header
  created_at {INT} NOT NULL,
  seen_at {INT} NOT NULL,             -- written at most once a minute
  ended_at {INT} NOT NULL             -- 0: open; log-out, revoke or time-out otherwise
) {STRICT};
CREATE INDEX session_by_person ON session (person_id, created_at);

-- A change of rights is proposed by one administrator and decided by another.
CREATE TABLE rights_change (
  id {ID} PRIMARY KEY,
  person_id {INT} NOT NULL REFERENCES person(id),
  roles_before {INT} NOT NULL,
  roles_after {INT} NOT NULL,
  reason {TEXT} NOT NULL,
  proposed_by {INT} NOT NULL REFERENCES person(id),
  proposed_at {INT} NOT NULL,
  decided_by {INT} NULL REFERENCES person(id),
  decided_at {INT} NOT NULL,
  decision {INT} NOT NULL,            -- 0 open, 1 granted, 2 refused, 3 withdrawn
  decision_reason {TEXT} NOT NULL
) {STRICT};
CREATE INDEX rights_change_open ON rights_change (decision, id);

-- Counters of attempts (log-in by address and by account), one row per minute.
CREATE TABLE attempt (
  key {TEXT} NOT NULL,                -- keyed hash, never the address or name itself
  minute {INT} NOT NULL,
  count {INT} NOT NULL,
  PRIMARY KEY (key, minute)
) {STRICT};

-- What a person typed and could not send (session over, stale form).
CREATE TABLE draft (
  id {ID} PRIMARY KEY,
  owner {TEXT} NOT NULL,              -- "person:<id>" or the hash of a visitor's cookie
  path {TEXT} NOT NULL,
  content {BLOB} NOT NULL,            -- sealed pairs
  created_at {INT} NOT NULL,
  expires_at {INT} NOT NULL
) {STRICT};
CREATE INDEX draft_by_owner ON draft (owner, path, created_at);

-- Working calendars: imported arrangements of a year and local days of an agency.
CREATE TABLE calendar_year (
  id {ID} PRIMARY KEY,
  year {INT} NOT NULL,
  content {TEXT} NOT NULL,            -- JSON as imported (law/holidays shape)
  source {TEXT} NOT NULL,
  imported_by {INT} NOT NULL,
  imported_at {INT} NOT NULL,
  current {INT} NOT NULL CHECK (current IN (0, 1))
) {STRICT};
CREATE INDEX calendar_year_current ON calendar_year (current, year);

CREATE TABLE local_day (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  day {INT} NOT NULL,                 -- days since 1970-01-01
  works {INT} NOT NULL CHECK (works IN (0, 1)),
  name {TEXT} NOT NULL,
  created_by {INT} NOT NULL,
  created_at {INT} NOT NULL,
  UNIQUE (agency_id, day)
) {STRICT};
