-- Attachments: which content is used, and the bytes of those that lie in the database.

-- row: blob(digest blob, size i64, created_at i64)

-- name: blob_by_digest(digest blob) -> blob
-- Used content.
SELECT digest, size, created_at FROM blob WHERE digest = :digest;

-- name: blob_insert(digest blob, size i64, now i64)
-- This content belongs to a record; 0 rows when it already did.
INSERT INTO blob (digest, size, created_at) VALUES (:digest, :size, :now) ON CONFLICT (digest) DO NOTHING;

-- name: blob_page(after blob, limit i64) -> blob*
-- All used content, in order of the digests.
SELECT digest, size, created_at FROM blob WHERE digest > :after ORDER BY digest LIMIT :limit;

-- name: blob_each -> blob...
-- The same, streamed.
SELECT digest, size, created_at FROM blob ORDER BY digest;

-- row: blob_content(id i64, size i64)
-- name: blob_content_find(digest blob) -> blob_content
-- Where the bytes are.
SELECT id, size FROM blob_content WHERE digest = :digest;

-- name: blob_content_insert(id i64, now i64)
-- An upload begins.
INSERT INTO blob_content (id, digest, size, created_at) VALUES (:id, NULL, 0, :now);

-- name: blob_content_finish(id i64, digest blob, size i64, now i64)
-- An upload is complete.
UPDATE blob_content SET digest = :digest, size = :size, created_at = :now WHERE id = :id AND digest IS NULL;

-- name: blob_content_touch(id i64, now i64)
-- The same content was uploaded again: nobody uses it yet, but somebody is about to.
UPDATE blob_content SET created_at = :now WHERE id = :id;

-- name: blob_content_delete(id i64)
-- After its chunks.
DELETE FROM blob_content WHERE id = :id;

-- name: blob_chunk_insert(content i64, number i64, bytes blob)
INSERT INTO blob_chunk (content_id, number, bytes) VALUES (:content, :number, :bytes);

-- row: blob_chunk(bytes blob)
-- name: blob_chunk_find(content i64, number i64) -> blob_chunk
SELECT bytes FROM blob_chunk WHERE content_id = :content AND number = :number;

-- name: blob_chunk_delete(content i64)
DELETE FROM blob_chunk WHERE content_id = :content;

-- name: blob_content_unused(before i64, limit i64) -> blob_content*
-- Uploads that were broken off, and content that nobody uses.
SELECT id, size FROM blob_content
 WHERE created_at < :before AND (digest IS NULL OR digest NOT IN (SELECT digest FROM blob))
 ORDER BY id LIMIT :limit;
