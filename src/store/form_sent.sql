-- Forms that have been sent (desk/once.h).

-- row: form_sent(id i64, content str, at i64, answer blob?)

-- name: form_sent_find(form str) -> form_sent
SELECT id, content, at, answer FROM form_sent WHERE form = :form;

-- name: form_sent_insert(id i64, form str, content str, now i64)
INSERT INTO form_sent (id, form, content, at) VALUES (:id, :form, :content, :now);

-- name: form_sent_again(id i64, content str, now i64)
-- The same form with something else in it: another piece of work.
UPDATE form_sent SET content = :content, at = :now, answer = NULL WHERE id = :id;

-- name: form_sent_answer(id i64, content str, answer blob)
UPDATE form_sent SET answer = :answer WHERE id = :id AND content = :content;

-- name: form_sent_forget_answers(before i64)
UPDATE form_sent SET answer = NULL WHERE at < :before AND answer IS NOT NULL;

-- name: form_sent_purge(before i64)
DELETE FROM form_sent WHERE at < :before;
