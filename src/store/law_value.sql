-- Values the law leaves open, as an agency has set them.

-- row: law_value(id i64, name str, value i64, from_day i64, reason str, actor person_id, actor_name str?, at i64)
-- name: law_values_on(agency agency_id, day i64) -> law_value*
-- What holds for a case that came on a day, in the order of setting: the last of a name counts.
SELECT v.id, v.name, v.value, v.from_day, v.reason, v.actor, p.name AS actor_name, v.at
  FROM law_value v LEFT JOIN person p ON p.id = v.actor
 WHERE v.agency_id = :agency AND v.from_day <= :day ORDER BY v.name, v.from_day, v.id LIMIT 2000;

-- name: law_values_of(agency agency_id, name str) -> law_value*
-- All of one name, newest first.
SELECT v.id, v.name, v.value, v.from_day, v.reason, v.actor, p.name AS actor_name, v.at
  FROM law_value v LEFT JOIN person p ON p.id = v.actor
 WHERE v.agency_id = :agency AND v.name = :name ORDER BY v.id DESC LIMIT 100;

-- name: law_value_insert(id i64, agency agency_id, name str, value i64, from_day i64, reason str, actor person_id, at i64)
-- One more.
INSERT INTO law_value (id, agency_id, name, value, from_day, reason, actor, at)
VALUES (:id, :agency, :name, :value, :from_day, :reason, :actor, :at);
