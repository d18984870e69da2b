-- What a person typed and could not send: sealed, for seven days.

-- row: draft(id draft_id, owner str, path str, content blob, created_at i64, expires_at i64)

-- name: draft_insert(id draft_id, owner str, path str, content blob, now i64, expires_at i64)
-- Keeps one.
INSERT INTO draft (id, owner, path, content, created_at, expires_at)
VALUES (:id, :owner, :path, :content, :now, :expires_at);

-- name: draft_latest(owner str, path str, now i64) -> draft
-- The latest one of this form.
SELECT id, owner, path, content, created_at, expires_at FROM draft
 WHERE owner = :owner AND path = :path AND expires_at > :now ORDER BY created_at DESC, id DESC LIMIT 1;

-- name: draft_delete(owner str, path str)
-- All of this form.
DELETE FROM draft WHERE owner = :owner AND path = :path;

-- name: draft_take_over(owner str, visitor str)
-- A visitor who logs in keeps what was typed before.
UPDATE draft SET owner = :owner WHERE owner = :visitor;

-- row: draft_count(n i64)
-- name: draft_count(owner str) -> draft_count
-- How many one owner has.
SELECT count(*) AS n FROM draft WHERE owner = :owner;

-- name: draft_purge(now i64)
-- Forgets what has expired.
DELETE FROM draft WHERE expires_at <= :now;
