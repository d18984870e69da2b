-- The statements of bench/web/web.c.

-- row: web_row(id person_id, login str, name str, title str, active i64)
-- name: web_rows(after person_id, limit i64) -> web_row*
-- One page of a long list.
SELECT id, login, name, title, active FROM person WHERE id > :after ORDER BY id LIMIT :limit;

-- name: web_add(id draft_id, n i64, t str)
-- One small row.
INSERT INTO bench_row (id, n, t) VALUES (:id, :n, :t);
