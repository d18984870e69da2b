-- The log.  Rows are only ever added; triggers refuse the rest.

-- row: event(seq event_id, at i64, actor person_id, agency agency_id, role str, address str,
--   action str, object_kind str, object i64, refused i64, reason str, before blob?, after blob?,
--   detail str, chain blob)
-- row: event_head(seq i64, at i64, chain blob)

-- name: event_head_lock -> event_head
-- The head for one who is about to append.
SELECT seq, at, chain FROM event_head WHERE one = 1;
-- name: event_head_lock [postgres]
SELECT seq, at, chain FROM event_head WHERE one = 1 FOR UPDATE;

-- name: event_head_read -> event_head
SELECT seq, at, chain FROM event_head WHERE one = 1;

-- name: event_head_set(seq i64, at i64, chain blob)
UPDATE event_head SET seq = :seq, at = :at, chain = :chain WHERE one = 1;

-- name: event_add(seq event_id, at i64, actor person_id, agency agency_id, role str,
--   address str, action str, object_kind str, object i64, refused i64, reason str, before blob?,
--   after blob?, detail str, chain blob)
INSERT INTO event (seq, at, actor, agency, role, address, action, object_kind, object, refused,
	reason, before, after, detail, chain)
VALUES (:seq, :at, :actor, :agency, :role, :address, :action, :object_kind, :object, :refused,
	:reason, :before, :after, :detail, :chain);

-- name: event_each(from event_id) -> event...
-- Every event from that number on, in order: verification and export.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event WHERE seq >= :from ORDER BY seq;

-- name: event_load(seq event_id) -> event
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event WHERE seq = :seq;

-- name: event_list(below event_id?, actor person_id?, agency agency_id?, action str?,
--   object_kind str?, object i64?, since i64?, until i64?, refused i64?, limit i64) -> event*
-- The log viewer: newest first, one page below a number (none: from the newest).  action is a
-- prefix ("login." or "person.add"); since <= at < until; agency as given, not those below it.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE (:below IS NULL OR seq < :below)
   AND (:actor IS NULL OR actor = :actor)
   AND (:agency IS NULL OR agency = :agency)
   AND (:action IS NULL OR substr(action, 1, length(:action)) = :action)
   AND (:object_kind IS NULL OR object_kind = :object_kind)
   AND (:object IS NULL OR object = :object)
   AND (:since IS NULL OR at >= :since)
   AND (:until IS NULL OR at < :until)
   AND (:refused IS NULL OR refused = :refused)
 ORDER BY seq DESC LIMIT :limit;

-- name: event_list_object(object_kind str, object i64, below event_id?, limit i64) -> event*
-- The history of one thing, newest first; an index serves it.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE object_kind = :object_kind AND object = :object AND (:below IS NULL OR seq < :below)
 ORDER BY seq DESC LIMIT :limit;

-- name: event_list_actor(actor person_id, action str?, below event_id?, limit i64) -> event*
-- What one person did (own logins: action "login."), newest first.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE actor = :actor AND (:below IS NULL OR seq < :below)
   AND (:action IS NULL OR substr(action, 1, length(:action)) = :action)
 ORDER BY seq DESC LIMIT :limit;

-- The log viewer.  One statement per way to look for events, so that an index gives every page in
-- the order of seq, below a number: from <= seq < below, since <= at < until.  The plus signs keep
-- the planner of SQLite from another index; event_seq_from and _until make numbers of times.

-- row: event_number(n i64)
-- name: event_seq_from(at i64) -> event_number
-- The first event of that time or later.
SELECT seq AS n FROM event WHERE at >= :at ORDER BY at, seq LIMIT 1;
-- name: event_seq_until(at i64) -> event_number
-- The last event before that time.
SELECT seq AS n FROM event WHERE at < :at ORDER BY at DESC, seq DESC LIMIT 1;

-- name: event_page_all(below event_id, from event_id, since i64, until i64, limit i64) -> event*
-- A page: any.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 ORDER BY seq DESC LIMIT :limit;

-- name: event_page_refused(below event_id, from event_id, since i64, until i64, limit i64) -> event*
-- A page: refused alone.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE refused = 1
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 ORDER BY seq DESC LIMIT :limit;

-- name: event_count_refused(below event_id, from event_id, since i64, until i64,
--   limit i64) -> event_number
-- How many, up to limit.
SELECT count(*) AS n FROM (SELECT 1 AS one FROM event
 WHERE refused = 1
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 LIMIT :limit) AS few;

-- name: event_page_actor(actor person_id, below event_id, from event_id, since i64, until i64, limit
--   i64) -> event*
-- A page: one person's.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE actor = :actor
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 ORDER BY seq DESC LIMIT :limit;

-- name: event_count_actor(actor person_id, below event_id, from event_id, since i64, until i64, limit
--   i64) -> event_number
-- How many, up to limit.
SELECT count(*) AS n FROM (SELECT 1 AS one FROM event
 WHERE actor = :actor
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 LIMIT :limit) AS few;

-- name: event_page_actor_refused(actor person_id, below event_id, from event_id, since i64, until i64,
--   limit i64) -> event*
-- A page: what was refused to one person.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE actor = :actor AND refused = 1
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 ORDER BY seq DESC LIMIT :limit;

-- name: event_count_actor_refused(actor person_id, below event_id, from event_id, since i64, until i64,
--   limit i64) -> event_number
-- How many, up to limit.
SELECT count(*) AS n FROM (SELECT 1 AS one FROM event
 WHERE actor = :actor AND refused = 1
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 LIMIT :limit) AS few;

-- name: event_page_action(action str, below event_id, from event_id, since i64, until i64,
--   limit i64) -> event*
-- A page: one action; the caller merges the actions of a group.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE action = :action
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 ORDER BY seq DESC LIMIT :limit;

-- name: event_count_action(action str, below event_id, from event_id, since i64, until i64,
--   limit i64) -> event_number
-- How many, up to limit.
SELECT count(*) AS n FROM (SELECT 1 AS one FROM event
 WHERE action = :action
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 LIMIT :limit) AS few;

-- name: event_page_action_refused(action str, below event_id, from event_id, since i64, until i64, limit
--   i64) -> event*
-- A page: one action, refused.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE action = :action AND refused = 1
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 ORDER BY seq DESC LIMIT :limit;

-- name: event_count_action_refused(action str, below event_id, from event_id, since i64, until i64,
--   limit i64) -> event_number
-- How many, up to limit.
SELECT count(*) AS n FROM (SELECT 1 AS one FROM event
 WHERE action = :action AND refused = 1
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 LIMIT :limit) AS few;

-- name: event_page_actor_action(actor person_id, action str, refused i64?, below event_id, from
--   event_id, since i64, until i64, limit i64) -> event*
-- A page: one person's, one action.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE actor = :actor AND action = :action
   AND (:refused IS NULL OR refused = :refused)
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 ORDER BY seq DESC LIMIT :limit;

-- name: event_count_actor_action(actor person_id, action str, refused i64?, below event_id, from
--   event_id, since i64, until i64, limit i64) -> event_number
-- How many, up to limit.
SELECT count(*) AS n FROM (SELECT 1 AS one FROM event
 WHERE actor = :actor AND action = :action
   AND (:refused IS NULL OR refused = :refused)
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 LIMIT :limit) AS few;

-- name: event_page_object(object_kind str, object i64, actor person_id?, actions str?, refused i64?,
--   below event_id, from event_id, since i64, until i64, limit i64) -> event*
-- A page: of one thing; actions: ',login.ok,login.failed,'.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE object_kind = :object_kind AND object = :object
   AND (:actor IS NULL OR actor = :actor)
   AND (:actions IS NULL OR :actions LIKE '%,' || action || ',%')
   AND (:refused IS NULL OR refused = :refused)
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 ORDER BY seq DESC LIMIT :limit;

-- name: event_count_object(object_kind str, object i64, actor person_id?, actions str?, refused i64?,
--   below event_id, from event_id, since i64, until i64, limit i64) -> event_number
-- How many, up to limit.
SELECT count(*) AS n FROM (SELECT 1 AS one FROM event
 WHERE object_kind = :object_kind AND object = :object
   AND (:actor IS NULL OR actor = :actor)
   AND (:actions IS NULL OR :actions LIKE '%,' || action || ',%')
   AND (:refused IS NULL OR refused = :refused)
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 LIMIT :limit) AS few;

-- name: event_page_agency(agency agency_id, object_kind str?, object i64?, actor person_id?, actions
--   str?, refused i64?, below event_id, from event_id, since i64, until i64, limit i64) -> event*
-- A page: of one agency, for an auditor who sees no other.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE agency = :agency
   AND (:object_kind IS NULL OR (object_kind = :object_kind AND object = :object))
   AND (:actor IS NULL OR actor = :actor)
   AND (:actions IS NULL OR :actions LIKE '%,' || action || ',%')
   AND (:refused IS NULL OR refused = :refused)
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 ORDER BY seq DESC LIMIT :limit;

-- name: event_count_agency(agency agency_id, object_kind str?, object i64?, actor person_id?, actions
--   str?, refused i64?, below event_id, from event_id, since i64, until i64,
--   limit i64) -> event_number
-- How many, up to limit.
SELECT count(*) AS n FROM (SELECT 1 AS one FROM event
 WHERE agency = :agency
   AND (:object_kind IS NULL OR (object_kind = :object_kind AND object = :object))
   AND (:actor IS NULL OR actor = :actor)
   AND (:actions IS NULL OR :actions LIKE '%,' || action || ',%')
   AND (:refused IS NULL OR refused = :refused)
   AND seq < :below AND seq >= :from AND +at >= :since AND +at < :until
 LIMIT :limit) AS few;

-- name: event_export(from event_id, to event_id, since i64, until i64, agency agency_id?, object_kind
--   str?, object i64?, actor person_id?, actions str?, refused i64?, limit i64) -> event*
-- Oldest first, from <= seq <= to: a batch of an export.
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason,
       before, after, detail, chain
  FROM event
 WHERE seq >= :from AND seq <= :to AND +at >= :since AND +at < :until
   AND (:agency IS NULL OR agency = :agency)
   AND (:object_kind IS NULL OR (object_kind = :object_kind AND object = :object))
   AND (:actor IS NULL OR actor = :actor)
   AND (:actions IS NULL OR :actions LIKE '%,' || action || ',%')
   AND (:refused IS NULL OR refused = :refused)
 ORDER BY seq LIMIT :limit;

-- row: event_day(day i64, n i64)
-- name: event_day_starts(from i64, days i64) -> event_day*
-- The number of the first event on or after each of days+1 moments, a day apart from :from on.
WITH RECURSIVE d(day, t) AS (
  SELECT CAST(0 AS {INT}), CAST(:from AS {INT})
  UNION ALL
  SELECT day + 1, t + 86400000 FROM d WHERE day < :days)
SELECT d.day, coalesce((SELECT seq FROM event WHERE at >= d.t ORDER BY at, seq LIMIT 1),
                       (SELECT seq + 1 FROM event_head WHERE one = 1)) AS n
  FROM d ORDER BY d.day;

-- name: event_days_agency(agency agency_id, from event_id, since i64) -> event_day*
-- Events of one agency by day (days since :since) from a number on.
SELECT (at - :since) / 86400000 AS day, count(*) AS n FROM event
 WHERE agency = :agency AND seq >= :from AND +at >= :since GROUP BY 1 ORDER BY 1;

-- name: event_days_refused(agency agency_id?, from event_id, since i64) -> event_day*
-- Refused log-ins by day, in the same way.
SELECT (at - :since) / 86400000 AS day, count(*) AS n FROM event
 WHERE refused = 1 AND seq >= :from AND +at >= :since
   AND substr(action, 1, 6) = 'login.' AND (:agency IS NULL OR agency = :agency)
 GROUP BY 1 ORDER BY 1;

-- row: event_person(id person_id, login str, name str)
-- name: event_person(id person_id) -> event_person
-- Who an event's actor is.
SELECT id, login, name FROM person WHERE id = :id;
-- name: event_person_by_login(login str) -> event_person
SELECT id, login, name FROM person WHERE login = :login;

-- row: event_scope(parent agency_id?)
-- name: event_scope(agency agency_id) -> event_scope
-- Is it a top agency?  Its auditor sees the whole log.
SELECT parent_id AS parent FROM agency WHERE id = :agency;
