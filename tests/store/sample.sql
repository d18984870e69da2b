-- Statements for the tests alone: every type, every shape.

-- row: sample(id draft_id, agency agency_id?, n i64, n0 i64?, t str, t0 str?,
--   b blob, b0 blob?)
-- row: count(n i64)

-- name: sample_add(id draft_id, agency agency_id?, n i64, n0 i64?, t str, t0 str?, b blob,
--   b0 blob?)
INSERT INTO sample (id, agency, n, n0, t, t0, b, b0)
VALUES (:id, :agency, :n, :n0, :t, :t0, :b, :b0);

-- name: sample_load(id draft_id) -> sample
SELECT id, agency, n, n0, t, t0, b, b0 FROM sample WHERE id = :id;

-- name: sample_first -> sample
-- Wrong on purpose as soon as there are two: -> row means at most one.
SELECT id, agency, n, n0, t, t0, b, b0 FROM sample ORDER BY id;

-- name: sample_list(agency agency_id?, t0 str?, n0 i64?, limit i64) -> sample*
-- An optional filter is (:x IS NULL OR …); 'a :quoted; name' and "t0" are left alone.
SELECT id, agency, n, n0, t, "t0", b, b0 FROM sample
 WHERE (:agency IS NULL OR agency = :agency) /* a :comment; */
   AND (:t0 IS NULL OR t0 = :t0)
   AND (:n0 IS NULL OR n0 = :n0) -- another :one;
   AND t <> 'a :quoted; name'
 ORDER BY id LIMIT :limit;

-- name: sample_each -> sample...
SELECT id, agency, n, n0, t, t0, b, b0 FROM sample ORDER BY id;

-- name: sample_set_n(from draft_id, n i64)
UPDATE sample SET n = :n WHERE id >= :from;

-- name: sample_take(n i64) -> sample
-- One waiting row, as a job queue takes it.
UPDATE sample SET n = :n WHERE id = (SELECT id FROM sample WHERE n = 0 ORDER BY id LIMIT 1 {SKIP})
RETURNING id, agency, n, n0, t, t0, b, b0;

-- name: sample_delete(id draft_id)
DELETE FROM sample WHERE id = :id;

-- name: sample_count -> count
SELECT count(*) AS n FROM sample;

-- name: sample_hole -> count
-- NULL where none was declared.
SELECT NULLIF(1, 1) AS n;
-- name: sample_hole [postgres]
SELECT NULL::bigint AS n;

-- name: sample_child_add(id draft_id, parent draft_id)
INSERT INTO sample_child (id, parent) VALUES (:id, :parent);

-- name: sample_late_add(id draft_id, parent draft_id)
INSERT INTO sample_late (id, parent) VALUES (:id, :parent);

-- name: sample_many(limit i64) -> count*
WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :limit)
SELECT n FROM c;
-- name: sample_many [postgres]
SELECT n FROM generate_series(1::bigint, :limit) AS g(n);
