-- Notices to people of the office: written by the use case that causes them, read, mailed.

-- row: notice_person(id person_id, department department_id?, roles i64, mail i64?, has_email i64)
-- name: notice_people(agency agency_id?, topic i64) -> notice_person*
-- Those who may log in, of an agency or of all, with what they want of a topic.
SELECT p.id, p.department_id AS department, p.roles, f.mail,
       CASE WHEN p.email IS NULL THEN 0 ELSE 1 END AS has_email
  FROM person p LEFT JOIN notice_preference f ON f.person_id = p.id AND f.topic = :topic
 WHERE p.active = 1 AND (:agency IS NULL OR p.agency_id = :agency) ORDER BY p.id;

-- name: notice_person(id person_id, topic i64) -> notice_person
-- One of them.
SELECT p.id, p.department_id AS department, p.roles, f.mail,
       CASE WHEN p.email IS NULL THEN 0 ELSE 1 END AS has_email
  FROM person p LEFT JOIN notice_preference f ON f.person_id = p.id AND f.topic = :topic
 WHERE p.active = 1 AND p.id = :id;

-- name: notice_insert(id notice_id, person person_id, kind i64, request request_id?, object_kind str, object i64, detail str, now i64, mail i64)
-- One more, unread.
INSERT INTO notice (id, person_id, kind, request_id, object_kind, object, detail, at, read_at, mail)
VALUES (:id, :person, :kind, :request, :object_kind, :object, :detail, :now, 0, :mail);

-- row: notice_line(id notice_id, person person_id, kind i64, request request_id?, agency agency_id?, number str?, receipt str?, subject str?, object_kind str, object i64, detail str, at i64, read_at i64, mail i64)
-- name: notice_list(person person_id, below notice_id?, limit i64) -> notice_line*
-- A person's, newest first.
SELECT n.id, n.person_id AS person, n.kind, n.request_id AS request, r.agency_id AS agency, r.number, r.receipt,
       r.subject, n.object_kind, n.object, n.detail, n.at, n.read_at, n.mail
  FROM notice n LEFT JOIN request r ON r.id = n.request_id
 WHERE n.person_id = :person AND (:below IS NULL OR n.id < :below) ORDER BY n.id DESC LIMIT :limit;

-- name: notice_list_unread(person person_id, below notice_id?, limit i64) -> notice_line*
-- Those not read yet.
SELECT n.id, n.person_id AS person, n.kind, n.request_id AS request, r.agency_id AS agency, r.number, r.receipt,
       r.subject, n.object_kind, n.object, n.detail, n.at, n.read_at, n.mail
  FROM notice n LEFT JOIN request r ON r.id = n.request_id
 WHERE n.person_id = :person AND n.read_at = 0 AND (:below IS NULL OR n.id < :below)
 ORDER BY n.id DESC LIMIT :limit;

-- name: notice_by_id(id notice_id) -> notice_line
-- One.
SELECT n.id, n.person_id AS person, n.kind, n.request_id AS request, r.agency_id AS agency, r.number, r.receipt,
       r.subject, n.object_kind, n.object, n.detail, n.at, n.read_at, n.mail
  FROM notice n LEFT JOIN request r ON r.id = n.request_id
 WHERE n.id = :id;

-- row: notice_count(n i64)
-- name: notice_count_unread(person person_id, limit i64) -> notice_count
-- How many are unread, no further than the limit: answered from an index.
SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM notice WHERE person_id = :person AND read_at = 0 LIMIT :limit) u;

-- name: notice_set_read(id notice_id, person person_id, now i64)
-- Seen.
UPDATE notice SET read_at = :now WHERE id = :id AND person_id = :person AND read_at = 0;

-- name: notice_set_all_read(person person_id, upto notice_id, now i64)
-- All that the page showed or that are older; what came meanwhile stays unread.
UPDATE notice SET read_at = :now WHERE person_id = :person AND id <= :upto AND read_at = 0;

-- name: notice_set_mailed(id notice_id, was i64)
-- 0 rows when another node was quicker.
UPDATE notice SET mail = 0 WHERE id = :id AND mail = :was;

-- row: notice_reader(person person_id)
-- name: notice_to_digest(mail i64, after person_id, limit i64) -> notice_reader*
-- Who has something waiting for the daily mail.
SELECT DISTINCT person_id AS person FROM notice WHERE mail = :mail AND person_id > :after
 ORDER BY person_id LIMIT :limit;

-- name: notice_waiting_mail(person person_id, mail i64, limit i64) -> notice_line*
-- What waits for a person's daily mail, oldest first.
SELECT n.id, n.person_id AS person, n.kind, n.request_id AS request, r.agency_id AS agency, r.number, r.receipt,
       r.subject, n.object_kind, n.object, n.detail, n.at, n.read_at, n.mail
  FROM notice n LEFT JOIN request r ON r.id = n.request_id
 WHERE n.person_id = :person AND n.mail = :mail ORDER BY n.id LIMIT :limit;

-- name: notice_set_digested(person person_id, mail i64, upto notice_id)
-- They are in a mail now.
UPDATE notice SET mail = 0 WHERE person_id = :person AND mail = :mail AND id <= :upto;

-- name: notice_clean(before i64)
-- Forgets what was read or stood unread long enough.
DELETE FROM notice WHERE at < :before;

-- row: notice_preference(topic i64, mail i64)
-- name: notice_preferences(person person_id) -> notice_preference*
-- What a person has chosen.
SELECT topic, mail FROM notice_preference WHERE person_id = :person ORDER BY topic;

-- name: notice_set_preference(person person_id, topic i64, mail i64)
-- Another choice.
INSERT INTO notice_preference (person_id, topic, mail) VALUES (:person, :topic, :mail)
ON CONFLICT (person_id, topic) DO UPDATE SET mail = :mail;

-- name: notice_mark(request request_id, clock i64, day i64, level i64, now i64)
-- 0 rows when this warning was given before.
INSERT INTO notice_mark (request_id, clock, day, level, at) VALUES (:request, :clock, :day, :level, :now)
ON CONFLICT (request_id, clock, day, level) DO NOTHING;

-- row: notice_agency(id agency_id)
-- name: notice_agencies(after agency_id, limit i64) -> notice_agency*
-- All that are in use.
SELECT id FROM agency WHERE active = 1 AND id > :after ORDER BY id LIMIT :limit;

-- row: notice_case(id request_id, stage i64, received_on i64?, due_on i64?, sort_due i64, clock_state i64)
-- name: notice_cases(agency agency_id, due i64, id request_id, to i64, limit i64) -> notice_case*
-- Running cases by due day, after the one last seen.
SELECT id, stage, received_on, due_on, sort_due, clock_state FROM request
 WHERE agency_id = :agency AND (sort_due, id) > (:due, :id) AND sort_due <= :to
 ORDER BY sort_due, id LIMIT :limit;

-- name: notice_cases_at(agency agency_id, stage i64, due i64, id request_id, to i64, limit i64) -> notice_case*
-- The same of one stage.
SELECT id, stage, received_on, due_on, sort_due, clock_state FROM request
 WHERE agency_id = :agency AND stage = :stage AND (sort_due, id) > (:due, :id) AND sort_due <= :to
 ORDER BY sort_due, id LIMIT :limit;

-- row: notice_reachable(n i64)
-- name: notice_reachable(request request_id) -> notice_reachable
-- 1 when the applicant gave an e-mail address.
SELECT COUNT(*) AS n FROM applicant WHERE request_id = :request AND email IS NOT NULL;

-- row: notice_consultation(request request_id, due_on i64)
-- name: notice_consultations(agency agency_id, state i64, today i64, after i64, limit i64) -> notice_consultation*
-- Those asked whose last day is over, by day, from the day after `after`.
SELECT request_id AS request, due_on FROM consultation
 WHERE agency_id = :agency AND state = :state AND sort_due > :after AND sort_due < :today AND due_on IS NOT NULL
 ORDER BY sort_due, id LIMIT :limit;

-- row: notice_remedy(id remedy_id, number str, due_on i64, due_kind i64)
-- name: notice_remedies(agency agency_id, due i64, id remedy_id, to i64, limit i64) -> notice_remedy*
-- Reviews and lawsuits by our own next deadline, after the one last seen.
SELECT id, number, due_on, due_kind FROM remedy
 WHERE agency_id = :agency AND (sort_due, id) > (:due, :id) AND sort_due <= :to AND due_on IS NOT NULL
 ORDER BY sort_due, id LIMIT :limit;

-- name: notice_mark_remedy(remedy remedy_id, day i64, level i64, now i64)
-- 0 rows when this warning was given before.
INSERT INTO notice_mark_remedy (remedy_id, day, level, at) VALUES (:remedy, :day, :level, :now)
ON CONFLICT (remedy_id, day, level) DO NOTHING;

-- row: notice_annual(name str, created_at i64, state i64)
-- name: notice_annual(agency agency_id, year i64) -> notice_annual
-- How far an agency's report of a year is; 0: nothing is stored yet.
SELECT a.name, a.created_at, coalesce(r.state, 0) AS state
  FROM agency a LEFT JOIN annual_report r ON r.agency_id = a.id AND r.year = :year WHERE a.id = :agency;

-- row: notice_writer(person person_id)
-- name: notice_writers(agency agency_id, year i64) -> notice_writer*
-- Who wrote on it.
SELECT DISTINCT actor AS person FROM annual_text WHERE agency_id = :agency AND year = :year ORDER BY actor;

-- name: notice_mark_annual(agency agency_id, kind i64, day i64, level i64, now i64)
-- 0 rows when this reminder was given before.
INSERT INTO notice_mark_annual (agency_id, kind, day, level, at) VALUES (:agency, :kind, :day, :level, :now)
ON CONFLICT (agency_id, kind, day, level) DO NOTHING;
