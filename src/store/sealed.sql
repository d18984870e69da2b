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

-- name: sealed_applicant_name(after i64, current blob, limit i64) -> sealed*
SELECT request_id AS id, name AS value FROM applicant
 WHERE request_id > :after AND substr(name, 2, 2) <> :current ORDER BY request_id LIMIT :limit;
-- name: sealed_applicant_name_set(id i64, old blob, value blob)
UPDATE applicant SET name = :value WHERE request_id = :id AND name = :old;

-- name: sealed_applicant_id_number(after i64, current blob, limit i64) -> sealed*
SELECT request_id AS id, id_number AS value FROM applicant
 WHERE request_id > :after AND id_number IS NOT NULL AND substr(id_number, 2, 2) <> :current ORDER BY request_id LIMIT :limit;
-- name: sealed_applicant_id_number_set(id i64, old blob, value blob)
UPDATE applicant SET id_number = :value WHERE request_id = :id AND id_number = :old;

-- name: sealed_applicant_legal_representative(after i64, current blob, limit i64) -> sealed*
SELECT request_id AS id, legal_representative AS value FROM applicant
 WHERE request_id > :after AND legal_representative IS NOT NULL AND substr(legal_representative, 2, 2) <> :current ORDER BY request_id LIMIT :limit;
-- name: sealed_applicant_legal_representative_set(id i64, old blob, value blob)
UPDATE applicant SET legal_representative = :value WHERE request_id = :id AND legal_representative = :old;

-- name: sealed_applicant_contact(after i64, current blob, limit i64) -> sealed*
SELECT request_id AS id, contact AS value FROM applicant
 WHERE request_id > :after AND contact IS NOT NULL AND substr(contact, 2, 2) <> :current ORDER BY request_id LIMIT :limit;
-- name: sealed_applicant_contact_set(id i64, old blob, value blob)
UPDATE applicant SET contact = :value WHERE request_id = :id AND contact = :old;

-- name: sealed_applicant_phone(after i64, current blob, limit i64) -> sealed*
SELECT request_id AS id, phone AS value FROM applicant
 WHERE request_id > :after AND phone IS NOT NULL AND substr(phone, 2, 2) <> :current ORDER BY request_id LIMIT :limit;
-- name: sealed_applicant_phone_set(id i64, old blob, value blob)
UPDATE applicant SET phone = :value WHERE request_id = :id AND phone = :old;

-- name: sealed_applicant_email(after i64, current blob, limit i64) -> sealed*
SELECT request_id AS id, email AS value FROM applicant
 WHERE request_id > :after AND email IS NOT NULL AND substr(email, 2, 2) <> :current ORDER BY request_id LIMIT :limit;
-- name: sealed_applicant_email_set(id i64, old blob, value blob)
UPDATE applicant SET email = :value WHERE request_id = :id AND email = :old;

-- name: sealed_applicant_address(after i64, current blob, limit i64) -> sealed*
SELECT request_id AS id, address AS value FROM applicant
 WHERE request_id > :after AND address IS NOT NULL AND substr(address, 2, 2) <> :current ORDER BY request_id LIMIT :limit;
-- name: sealed_applicant_address_set(id i64, old blob, value blob)
UPDATE applicant SET address = :value WHERE request_id = :id AND address = :old;

-- name: sealed_applicant_fax(after i64, current blob, limit i64) -> sealed*
SELECT request_id AS id, fax AS value FROM applicant
 WHERE request_id > :after AND fax IS NOT NULL AND substr(fax, 2, 2) <> :current ORDER BY request_id LIMIT :limit;
-- name: sealed_applicant_fax_set(id i64, old blob, value blob)
UPDATE applicant SET fax = :value WHERE request_id = :id AND fax = :old;

-- name: sealed_letter_addressee(after i64, current blob, limit i64) -> sealed*
SELECT id, addressee AS value FROM letter
 WHERE id > :after AND substr(addressee, 2, 2) <> :current ORDER BY id LIMIT :limit;
-- name: sealed_letter_addressee_set(id i64, old blob, value blob)
UPDATE letter SET addressee = :value WHERE id = :id AND addressee = :old;

-- name: sealed_remedy_claimant(after i64, current blob, limit i64) -> sealed*
SELECT id, claimant AS value FROM remedy
 WHERE id > :after AND substr(claimant, 2, 2) <> :current ORDER BY id LIMIT :limit;
-- name: sealed_remedy_claimant_set(id i64, old blob, value blob)
UPDATE remedy SET claimant = :value WHERE id = :id AND claimant = :old;

-- name: sealed_form_sent_answer(after i64, current blob, limit i64) -> sealed*
SELECT id, answer AS value FROM form_sent
 WHERE id > :after AND answer IS NOT NULL AND substr(answer, 2, 2) <> :current ORDER BY id LIMIT :limit;
-- name: sealed_form_sent_answer_set(id i64, old blob, value blob)
UPDATE form_sent SET answer = :value WHERE id = :id AND answer = :old;

-- name: sealed_decision_sealed(after i64, current blob, limit i64) -> sealed*
SELECT id, sealed AS value FROM decision
 WHERE id > :after AND sealed IS NOT NULL AND substr(sealed, 2, 2) <> :current ORDER BY id LIMIT :limit;
-- name: sealed_decision_sealed_set(id i64, old blob, value blob)
UPDATE decision SET sealed = :value WHERE id = :id AND sealed = :old;

-- name: sealed_consultation_party(after i64, current blob, limit i64) -> sealed*
SELECT id, party AS value FROM consultation
 WHERE id > :after AND substr(party, 2, 2) <> :current ORDER BY id LIMIT :limit;
-- name: sealed_consultation_party_set(id i64, old blob, value blob)
UPDATE consultation SET party = :value WHERE id = :id AND party = :old;

-- name: sealed_consultation_contact(after i64, current blob, limit i64) -> sealed*
SELECT id, contact AS value FROM consultation
 WHERE id > :after AND contact IS NOT NULL AND substr(contact, 2, 2) <> :current ORDER BY id LIMIT :limit;
-- name: sealed_consultation_contact_set(id i64, old blob, value blob)
UPDATE consultation SET contact = :value WHERE id = :id AND contact = :old;
