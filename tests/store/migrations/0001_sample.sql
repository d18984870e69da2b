-- Tables for the tests alone; applied after the program's own migrations.
CREATE TABLE sample (
	id {ID} NOT NULL PRIMARY KEY,
	agency {INT},
	n {INT} NOT NULL CONSTRAINT sample_n CHECK (n >= 0),
	n0 {INT},
	t {TEXT} NOT NULL UNIQUE,
	t0 {TEXT},
	b {BLOB} NOT NULL,
	b0 {BLOB}
) {STRICT};
CREATE TABLE sample_child (
	id {ID} NOT NULL PRIMARY KEY,
	parent {INT} NOT NULL REFERENCES sample (id)
) {STRICT};
CREATE TABLE sample_late (
	id {ID} NOT NULL PRIMARY KEY,
	parent {INT} NOT NULL REFERENCES sample (id) DEFERRABLE INITIALLY DEFERRED
) {STRICT};
-- [postgres]
COMMENT ON TABLE sample IS 'only here: it''s PostgreSQL; really';
-- [all]
CREATE INDEX sample_agency ON sample (agency) WHERE agency IS NOT NULL;
