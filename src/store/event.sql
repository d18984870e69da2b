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
