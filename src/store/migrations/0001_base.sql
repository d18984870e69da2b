-- What every part needs: facts about the database, the versions it went through,
-- writes done once, the log.

CREATE TABLE meta (
	key {TEXT} NOT NULL PRIMARY KEY,
	value {TEXT} NOT NULL
) {STRICT};

INSERT INTO meta (key, value) VALUES ('product', 'gongkai');

CREATE TABLE schema_version (
	number {INT} NOT NULL PRIMARY KEY,
	name {TEXT} NOT NULL,
	checksum {TEXT} NOT NULL,
	applied_at {INT} NOT NULL
) {STRICT};

-- Never written; a write transaction on PostgreSQL locks it first.
CREATE TABLE write_lock (one {INT} NOT NULL PRIMARY KEY) {STRICT};

CREATE TABLE idempotency (
	key {TEXT} NOT NULL PRIMARY KEY,
	at {INT} NOT NULL,
	result {BLOB} NOT NULL
) {STRICT};
CREATE INDEX idempotency_at ON idempotency (at);

-- docs/log-format.md describes the columns and how chain is made.
CREATE TABLE event (
	seq {ID} NOT NULL PRIMARY KEY,
	at {INT} NOT NULL,
	actor {INT} NOT NULL,
	agency {INT} NOT NULL,
	role {TEXT} NOT NULL,
	address {TEXT} NOT NULL,
	action {TEXT} NOT NULL,
	object_kind {TEXT} NOT NULL,
	object {INT} NOT NULL,
	refused {INT} NOT NULL CHECK (refused IN (0, 1)),
	reason {TEXT} NOT NULL,
	before {BLOB} CHECK (length(before) = 32),
	after {BLOB} CHECK (length(after) = 32),
	detail {TEXT} NOT NULL,
	chain {BLOB} NOT NULL CHECK (length(chain) = 32)
) {STRICT};
CREATE INDEX event_object ON event (object_kind, object, seq);
CREATE INDEX event_actor ON event (actor, seq);
CREATE INDEX event_agency ON event (agency, seq);

CREATE TABLE event_head (
	one {INT} NOT NULL PRIMARY KEY CHECK (one = 1),
	seq {INT} NOT NULL,
	at {INT} NOT NULL,
	chain {BLOB} NOT NULL CHECK (length(chain) = 32)
) {STRICT};

-- [sqlite]
INSERT INTO event_head (one, seq, at, chain) VALUES (1, 0, 0, zeroblob(32));
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;
CREATE TRIGGER event_head_no_delete BEFORE DELETE ON event_head
BEGIN SELECT RAISE(ABORT, 'event_head stays'); END;
-- REPLACE deletes without calling the trigger above, so a number may only be the next one.
CREATE TRIGGER event_next BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT seq + 1 FROM event_head)
BEGIN SELECT RAISE(ABORT, 'event is append-only'); END;

-- [postgres]
INSERT INTO event_head (one, seq, at, chain) VALUES (1, 0, 0, decode(repeat('00', 32), 'hex'));
CREATE FUNCTION event_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'event is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event
	FOR EACH ROW EXECUTE FUNCTION event_keep();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event
	FOR EACH STATEMENT EXECUTE FUNCTION event_keep();
CREATE TRIGGER event_head_no_delete BEFORE DELETE ON event_head
	FOR EACH ROW EXECUTE FUNCTION event_keep();
