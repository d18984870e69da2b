-- Attachments, work to be done later, mail.  Times are milliseconds since the epoch (UTC).

-- Content that a committed transaction uses.  Its bytes lie in the folder blobs/, or here.
CREATE TABLE blob (
  digest {BLOB} NOT NULL PRIMARY KEY CHECK (length(digest) = 32), -- SM3
  size {INT} NOT NULL CHECK (size >= 0),
  created_at {INT} NOT NULL
) {STRICT};

-- Bytes of an installation without a shared folder: one row per upload; digest NULL while it lasts.
CREATE TABLE blob_content (
  id {ID} PRIMARY KEY,
  digest {BLOB} NULL UNIQUE CHECK (length(digest) = 32),
  size {INT} NOT NULL,
  created_at {INT} NOT NULL
) {STRICT};
CREATE TABLE blob_chunk (
  content_id {INT} NOT NULL REFERENCES blob_content(id),
  number {INT} NOT NULL,              -- 0, 1, 2 …; all but the last hold BLOB_CHUNK bytes
  bytes {BLOB} NOT NULL,
  PRIMARY KEY (content_id, number)
) {STRICT};

CREATE TABLE job (
  id {ID} PRIMARY KEY,
  kind {TEXT} NOT NULL,
  key {TEXT} NOT NULL,                -- empty: none
  payload {BLOB} NOT NULL,
  state {INT} NOT NULL CHECK (state IN (0, 1, 2)), -- waiting, running, failed; done ones are deleted
  run_at {INT} NOT NULL,
  tries {INT} NOT NULL,
  tries_max {INT} NOT NULL,
  lease {INT} NOT NULL,               -- token of the present claim
  lease_until {INT} NOT NULL,
  reason {TEXT} NOT NULL,             -- why the last try failed, without personal data
  created_at {INT} NOT NULL,
  updated_at {INT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX job_key ON job (kind, key) WHERE key <> '' AND state <> 2;
CREATE INDEX job_due ON job (state, run_at, id);

-- The last day (days since 1970-01-01, Asia/Shanghai) for which something regular was begun.
CREATE TABLE schedule (
  name {TEXT} NOT NULL PRIMARY KEY,
  day {INT} NOT NULL
) {STRICT};

CREATE TABLE mail (
  id {ID} PRIMARY KEY,
  recipient {BLOB} NOT NULL,          -- sealed: address, line end, name
  content {BLOB} NOT NULL,            -- sealed: subject, line end, text
  state {INT} NOT NULL CHECK (state IN (0, 1, 2)), -- waiting, sent, bounced
  code {INT} NOT NULL,                -- of the mail server's last answer, 0: none
  created_at {INT} NOT NULL,
  settled_at {INT} NOT NULL           -- sent or bounced; 0: neither yet
) {STRICT};
CREATE INDEX mail_by_state ON mail (state, id);
