-- What the store needs for itself.

-- row: store_tables(ours i64, others i64)
-- name: store_tables -> store_tables
-- ours: is schema_version there; others: tables beside it, to know a foreign database.
SELECT coalesce(sum(CASE WHEN name = 'schema_version' THEN 1 ELSE 0 END), 0) AS ours,
       coalesce(sum(CASE WHEN name = 'schema_version' THEN 0 ELSE 1 END), 0) AS others
  FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!';
-- name: store_tables [postgres]
SELECT coalesce(sum(CASE WHEN relname = 'schema_version' THEN 1 ELSE 0 END), 0)::bigint AS ours,
       coalesce(sum(CASE WHEN relname = 'schema_version' THEN 0 ELSE 1 END), 0)::bigint AS others
  FROM pg_catalog.pg_class
 WHERE relkind = 'r' AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace
                                          WHERE nspname = current_schema());

-- row: store_version(number i64, name str, checksum str)
-- name: store_versions -> store_version*
-- The migrations that were applied, in order.
SELECT number, name, checksum FROM schema_version ORDER BY number;

-- name: store_version_add(number i64, name str, checksum str, at i64)
INSERT INTO schema_version (number, name, checksum, applied_at)
VALUES (:number, :name, :checksum, :at);

-- name: store_lock_writes
-- First in a group of writes where other nodes write too: they pass one at a time, as on
-- SQLite, so that a use case never sees another's half.
SELECT 1 WHERE 0 = 1;
-- name: store_lock_writes [postgres]
LOCK TABLE write_lock IN EXCLUSIVE MODE;

-- row: store_one(one i64)
-- name: store_ping -> store_one
SELECT 1 AS one;
-- name: store_ping [postgres]
SELECT 1::bigint AS one;

-- row: idempotency(at i64, result blob)
-- name: idempotency_find(key str) -> idempotency
SELECT at, result FROM idempotency WHERE key = :key;

-- name: idempotency_add(key str, at i64, result blob)
INSERT INTO idempotency (key, at, result) VALUES (:key, :at, :result);

-- name: idempotency_clean(before i64, before_group i64)
-- Callers' keys after days, the keys of groups (they begin with a point) after an hour.
DELETE FROM idempotency
 WHERE at < :before_group AND (at < :before OR substr(key, 1, 1) = '.');
