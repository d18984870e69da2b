-- The statements of bench/store.c.

-- row: bench_row(id draft_id, n i64, t str)
-- name: bench_add(id draft_id, n i64, t str)
INSERT INTO bench_row (id, n, t) VALUES (:id, :n, :t);

-- name: bench_load(id draft_id) -> bench_row
SELECT id, n, t FROM bench_row WHERE id = :id;
