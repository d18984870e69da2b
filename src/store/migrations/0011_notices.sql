-- Notices: what people are told, how they want it by mail, what has been told already; the feed of legal dates;
-- which letters an applicant has opened.

CREATE TABLE notice (
  id {ID} PRIMARY KEY,
  person_id {INT} NOT NULL REFERENCES person(id), -- whom it is for
  kind {INT} NOT NULL,                -- enum notice_kind
  request_id {INT} NULL REFERENCES request(id),
  object_kind {TEXT} NOT NULL,        -- where it leads: "letter"; empty: the request
  object {INT} NOT NULL,
  detail {TEXT} NOT NULL,             -- a few words without personal data
  at {INT} NOT NULL,
  read_at {INT} NOT NULL,             -- 0: not yet
  mail {INT} NOT NULL                 -- enum notice_mail: what is still to be done; 0: nothing
) {STRICT};
CREATE INDEX notice_by_person ON notice (person_id, id);
CREATE INDEX notice_unread ON notice (person_id, id) WHERE read_at = 0;
CREATE INDEX notice_to_mail ON notice (mail, person_id, id) WHERE mail <> 0;

-- How a person wants the notices of a topic by mail; without a row: as the topic's default.
CREATE TABLE notice_preference (
  person_id {INT} NOT NULL REFERENCES person(id),
  topic {INT} NOT NULL,               -- enum notice_topic
  mail {INT} NOT NULL,                -- enum notice_mail
  PRIMARY KEY (person_id, topic)
) {STRICT};

-- Which warnings have been given: each once, on however many nodes.
CREATE TABLE notice_mark (
  request_id {INT} NOT NULL REFERENCES request(id),
  clock {INT} NOT NULL,               -- enum notice_clock: which period
  day {INT} NOT NULL,                 -- its last day
  level {INT} NOT NULL,               -- working days left; negative: over
  at {INT} NOT NULL,
  PRIMARY KEY (request_id, clock, day, level)
) {STRICT};

-- Secret links to calendars of legal dates; only the digest of the secret is kept.
CREATE TABLE feed (
  id {ID} PRIMARY KEY,
  person_id {INT} NOT NULL REFERENCES person(id),
  scope {INT} NOT NULL,               -- enum feed_scope
  token_hash {BLOB} NOT NULL UNIQUE,
  created_at {INT} NOT NULL,
  used_at {INT} NOT NULL,             -- last fetched; 0: never
  UNIQUE (person_id, scope)
) {STRICT};

-- The first time an applicant opened a letter on the status page.
CREATE TABLE letter_reading (
  letter_id {INT} NOT NULL PRIMARY KEY REFERENCES letter(id),
  at {INT} NOT NULL
) {STRICT};

ALTER TABLE mail ADD COLUMN request_id {INT} NULL REFERENCES request(id); -- what it is about, to tell who is to act on a bounce
