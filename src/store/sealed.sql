-- Sealed columns, for a change of keys: those of another generation than :current, which is the
-- two bytes behind the first (core/seal.h).  desk/reseal.c has the list; its test compares it with
-- the database.

-- row: sealed(id i64, value blob)

-- name: sealed_person_mobile(after i64, current blob, limit i64) -> sealed*
SELECT id, mobile AS value FROM person
 WHERE id > :after AND mobile IS NOT NULL AND substr(mobile, 2, 2) <> :current ORDER BY id LIMIT :limit;
-- name: sealed_person_mobile_set(id i64, old blob, value blob)
UPDATE person SET mobile = :value WHERE id = :id AND mobile = :old;

-- name: sealed_person_email(after i64, current blob, limit i64) -> sealed*
SELECT id, email AS value FROM person
 WHERE id > :after AND email IS NOT NULL AND substr(email, 2, 2) <> :current ORDER BY id LIMIT :limit;
-- name: sealed_person_email_set(id i64, old blob, value blob)
UPDATE person SET email = :value WHERE id = :id AND email = :old;

-- name: sealed_person_totp_secret(after i64, current blob, limit i64) -> sealed*
SELECT id, totp_secret AS value FROM person
 WHERE id > :after AND totp_secret IS NOT NULL AND substr(totp_secret, 2, 2) <> :current
 ORDER BY id LIMIT :limit;
-- name: sealed_person_totp_secret_set(id i64, old blob, value blob)
UPDATE person SET totp_secret = :value WHERE id = :id AND totp_secret = :old;

-- name: sealed_draft_content(after i64, current blob, limit i64) -> sealed*
SELECT id, content AS value FROM draft
 WHERE id > :after AND substr(content, 2, 2) <> :current ORDER BY id LIMIT :limit;
-- name: sealed_draft_content_set(id i64, old blob, value blob)
UPDATE draft SET content = :value WHERE id = :id AND content = :old;

-- name: sealed_mail_recipient(after i64, current blob, limit i64) -> sealed*
SELECT id, recipient AS value FROM mail
 WHERE id > :after AND substr(recipient, 2, 2) <> :current ORDER BY id LIMIT :limit;
-- name: sealed_mail_recipient_set(id i64, old blob, value blob)
UPDATE mail SET recipient = :value WHERE id = :id AND recipient = :old;

-- name: sealed_mail_content(after i64, current blob, limit i64) -> sealed*
SELECT id, content AS value FROM mail
 WHERE id > :after AND substr(content, 2, 2) <> :current ORDER BY id LIMIT :limit;
-- name: sealed_mail_content_set(id i64, old blob, value blob)
UPDATE mail SET content = :value WHERE id = :id AND content = :old;
