-- Accounts as log-in sees them: who it is, how the password stands, the second factor.
-- Technical columns (failed, locked_until, totp_step, last_login_at) do not move `version`: a wrong
-- password must not make an administrator's open form stale.

-- row: account(id person_id, agency agency_id, agency_name str, department department_id?, login str, name str, roles i64, active i64, password_hash str, password_at i64, must_change i64, failed i64, locked_until i64, totp_secret blob?, totp_step i64, totp_confirmed i64, last_login_at i64, mobile blob?, email blob?, version i64)

-- name: account_by_login(login str) -> account
-- The account of a log-in name (lower case).
SELECT p.id, p.agency_id AS agency, a.name AS agency_name, p.department_id AS department, p.login, p.name,
       p.roles, p.active, p.password_hash, p.password_at, p.must_change, p.failed, p.locked_until,
       p.totp_secret, p.totp_step, p.totp_confirmed, p.last_login_at, p.mobile, p.email, p.version
  FROM person p JOIN agency a ON a.id = p.agency_id
 WHERE p.login = :login;

-- name: account_by_id(id person_id) -> account
-- The same by id.
SELECT p.id, p.agency_id AS agency, a.name AS agency_name, p.department_id AS department, p.login, p.name,
       p.roles, p.active, p.password_hash, p.password_at, p.must_change, p.failed, p.locked_until,
       p.totp_secret, p.totp_step, p.totp_confirmed, p.last_login_at, p.mobile, p.email, p.version
  FROM person p JOIN agency a ON a.id = p.agency_id
 WHERE p.id = :id;

-- name: account_list(after person_id, limit i64) -> account*
-- All accounts in order of their making, for the command line.
SELECT p.id, p.agency_id AS agency, a.name AS agency_name, p.department_id AS department, p.login, p.name,
       p.roles, p.active, p.password_hash, p.password_at, p.must_change, p.failed, p.locked_until,
       p.totp_secret, p.totp_step, p.totp_confirmed, p.last_login_at, p.mobile, p.email, p.version
  FROM person p JOIN agency a ON a.id = p.agency_id
 WHERE p.id > :after ORDER BY p.id LIMIT :limit;

-- name: person_insert(id person_id, agency agency_id, department department_id?, login str, name str, title str, mobile blob?, email blob?, roles i64, password_hash str, must_change i64, now i64)
-- A new account; an empty hash means that nobody can log in with it yet.
INSERT INTO person (id, agency_id, department_id, login, name, title, mobile, email, roles, active,
  password_hash, password_at, must_change, failed, locked_until, totp_secret, totp_step, totp_confirmed,
  last_login_at, version, created_at, updated_at)
VALUES (:id, :agency, :department, :login, :name, :title, :mobile, :email, :roles, 1,
  :password_hash, :now, :must_change, 0, 0, NULL, -1, 0, 0, 1, :now, :now);

-- name: person_set_failed(id person_id, failed i64, locked_until i64)
-- Counts a wrong password or code, locks, unlocks.
UPDATE person SET failed = :failed, locked_until = :locked_until WHERE id = :id;

-- name: person_set_logged_in(id person_id, now i64)
-- The first factor was right.
UPDATE person SET failed = 0, locked_until = 0, last_login_at = :now WHERE id = :id;

-- name: person_set_hash(id person_id, hash str)
-- The same password under another cost.
UPDATE person SET password_hash = :hash WHERE id = :id;

-- name: person_set_password(id person_id, hash str, must_change i64, now i64)
-- Another password.
UPDATE person SET password_hash = :hash, password_at = :now, must_change = :must_change, failed = 0,
       locked_until = 0, version = version + 1, updated_at = :now
 WHERE id = :id;

-- name: person_set_factor(id person_id, secret blob?, step i64, confirmed i64, now i64)
-- Begins, confirms or takes away the second factor.
UPDATE person SET totp_secret = :secret, totp_step = :step, totp_confirmed = :confirmed,
       version = version + 1, updated_at = :now
 WHERE id = :id;

-- name: person_set_step(id person_id, step i64)
-- The last accepted code; nothing happens (0 rows) when another request was quicker.
UPDATE person SET totp_step = :step WHERE id = :id AND totp_step < :step;

-- name: person_set_contact(id person_id, mobile blob?, email blob?, version i64, now i64)
-- How to reach a person; 0 rows when somebody changed the row meanwhile.
UPDATE person SET mobile = :mobile, email = :email, version = version + 1, updated_at = :now
 WHERE id = :id AND version = :version;

-- name: password_old_insert(person person_id, at i64, hash str)
-- Keeps a password that was in use.
INSERT INTO password_old (person_id, at, hash) VALUES (:person, :at, :hash);

-- row: password_old(at i64, hash str)
-- name: password_old_list(person person_id, limit i64) -> password_old*
-- The latest ones first.
SELECT at, hash FROM password_old WHERE person_id = :person ORDER BY at DESC LIMIT :limit;

-- name: password_old_trim(person person_id, before i64)
-- Forgets those that no longer count.
DELETE FROM password_old WHERE person_id = :person AND at < :before;

-- name: recovery_insert(person person_id, hash blob)
-- One code; only its keyed digest.
INSERT INTO recovery_code (person_id, hash, used_at) VALUES (:person, :hash, 0);

-- name: recovery_use(person person_id, hash blob, now i64)
-- Uses one up: 1 row when it was there and unused.
UPDATE recovery_code SET used_at = :now WHERE person_id = :person AND hash = :hash AND used_at = 0;

-- name: recovery_clear(person person_id)
-- Before new ones are made, and with the second factor.
DELETE FROM recovery_code WHERE person_id = :person;

-- row: recovery_count(n i64)
-- name: recovery_left(person person_id) -> recovery_count
-- How many are still unused.
SELECT count(*) AS n FROM recovery_code WHERE person_id = :person AND used_at = 0;
