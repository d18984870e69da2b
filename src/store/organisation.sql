-- Agencies as a tree, their departments, and people as the administrators see them.

-- row: agency(id agency_id, parent agency_id?, name str, short_name str, credit_code str, address str, postcode str, office_hours str, phone str, fax str, email str, index_pattern str, document_pattern str, site_code str, icp str, police_record str, review_body str, court str, review_url str, active i64, version i64, updated_at i64)

-- name: agency_by_id(id agency_id) -> agency
-- All facts of one agency.
SELECT id, parent_id AS parent, name, short_name, credit_code, address, postcode, office_hours, phone, fax,
       email, index_pattern, document_pattern, site_code, icp, police_record, review_body, court, review_url, active, version,
       updated_at
  FROM agency WHERE id = :id;

-- row: agency_line(id agency_id, name str, short_name str, active i64, children i64, people i64)
-- name: agency_children(parent agency_id?, after str, limit i64) -> agency_line*
-- The agencies directly below one (or the top ones), by name, after the name last shown.
SELECT a.id, a.name, a.short_name, a.active,
       (SELECT count(*) FROM agency c WHERE c.parent_id = a.id) AS children,
       (SELECT count(*) FROM person p WHERE p.agency_id = a.id AND p.active = 1) AS people
  FROM agency a
 WHERE coalesce(a.parent_id, 0) = coalesce(:parent, 0) AND a.name > :after
 ORDER BY a.name LIMIT :limit;

-- row: total(n i64)
-- name: agency_children_count(parent agency_id?) -> total
-- How many there are.
SELECT count(*) AS n FROM agency WHERE coalesce(parent_id, 0) = coalesce(:parent, 0);

-- row: agency_step(id agency_id, name str, depth i64)
-- name: agency_path(id agency_id) -> agency_step*
-- The agency and those above it, nearest first; the depth is bounded against a damaged tree.
WITH RECURSIVE up(id, parent_id, name, depth) AS (
  SELECT id, parent_id, name, 0 FROM agency WHERE id = :id
  UNION ALL
  SELECT a.id, a.parent_id, a.name, up.depth + 1 FROM agency a JOIN up ON a.id = up.parent_id
   WHERE up.depth < 20)
SELECT id, name, depth FROM up ORDER BY depth;

-- name: agency_within(top agency_id, limit i64) -> agency_step*
-- An agency and all below it, for choosing one.
WITH RECURSIVE down(id, name, depth) AS (
  SELECT id, name, 0 FROM agency WHERE id = :top
  UNION ALL
  SELECT a.id, a.name, down.depth + 1 FROM agency a JOIN down ON a.parent_id = down.id
   WHERE down.depth < 20)
SELECT id, name, depth FROM down ORDER BY depth, name LIMIT :limit;

-- name: agency_insert(id agency_id, parent agency_id?, name str, short_name str, credit_code str, address str, postcode str, office_hours str, phone str, fax str, email str, index_pattern str, document_pattern str, site_code str, icp str, police_record str, review_body str, court str, review_url str, now i64)
-- A new agency.
INSERT INTO agency (id, parent_id, name, short_name, credit_code, address, postcode, office_hours, phone, fax,
  email, index_pattern, document_pattern, site_code, icp, police_record, review_body, court, review_url, active, version, created_at,
  updated_at)
VALUES (:id, :parent, :name, :short_name, :credit_code, :address, :postcode, :office_hours, :phone, :fax,
  :email, :index_pattern, :document_pattern, :site_code, :icp, :police_record, :review_body, :court, :review_url, 1, 1, :now, :now);

-- name: agency_update(id agency_id, version i64, name str, short_name str, credit_code str, address str, postcode str, office_hours str, phone str, fax str, email str, index_pattern str, document_pattern str, site_code str, icp str, police_record str, review_body str, court str, review_url str, active i64, now i64)
-- Changes its facts; 0 rows when somebody was quicker.
UPDATE agency SET name = :name, short_name = :short_name, credit_code = :credit_code, address = :address,
       postcode = :postcode, office_hours = :office_hours, phone = :phone, fax = :fax, email = :email,
       index_pattern = :index_pattern, document_pattern = :document_pattern, site_code = :site_code,
       icp = :icp, police_record = :police_record, review_body = :review_body, court = :court, review_url = :review_url,
       active = :active, version = version + 1, updated_at = :now
 WHERE id = :id AND version = :version;

-- row: department(id department_id, agency agency_id, name str, phone str, position i64, active i64, version i64, people i64)
-- name: department_list(agency agency_id) -> department*
-- All departments of an agency in their order.
SELECT d.id, d.agency_id AS agency, d.name, d.phone, d.position, d.active, d.version,
       (SELECT count(*) FROM person p WHERE p.department_id = d.id AND p.active = 1) AS people
  FROM department d WHERE d.agency_id = :agency ORDER BY d.active DESC, d.position, d.id;

-- name: department_by_id(id department_id) -> department
-- One of them.
SELECT d.id, d.agency_id AS agency, d.name, d.phone, d.position, d.active, d.version,
       (SELECT count(*) FROM person p WHERE p.department_id = d.id AND p.active = 1) AS people
  FROM department d WHERE d.id = :id;

-- name: department_insert(id department_id, agency agency_id, name str, phone str, position i64, now i64)
-- A new department.
INSERT INTO department (id, agency_id, name, phone, position, active, version, created_at, updated_at)
VALUES (:id, :agency, :name, :phone, :position, 1, 1, :now, :now);

-- name: department_update(id department_id, version i64, name str, phone str, position i64, active i64, now i64)
-- Changes it; 0 rows when somebody was quicker.
UPDATE department SET name = :name, phone = :phone, position = :position, active = :active,
       version = version + 1, updated_at = :now
 WHERE id = :id AND version = :version;

-- row: person_line(id person_id, agency agency_id, agency_name str, department department_id?, department_name str?, login str, name str, title str, roles i64, active i64, locked_until i64, factor i64, last_login_at i64)
-- name: person_page(agency agency_id, department department_id?, active i64?, like str?, after person_id, limit i64) -> person_line*
-- People of one agency in order of their making, after the one last shown; like: part of name or login with %.
SELECT p.id, p.agency_id AS agency, a.name AS agency_name, p.department_id AS department,
       d.name AS department_name, p.login, p.name, p.title, p.roles, p.active, p.locked_until,
       p.totp_confirmed AS factor, p.last_login_at
  FROM person p JOIN agency a ON a.id = p.agency_id LEFT JOIN department d ON d.id = p.department_id
 WHERE p.agency_id = :agency AND p.id > :after
   AND (:department IS NULL OR p.department_id = :department)
   AND (:active IS NULL OR p.active = :active)
   AND (:like IS NULL OR p.name LIKE :like ESCAPE '!' OR p.login LIKE :like ESCAPE '!')
 ORDER BY p.id LIMIT :limit;

-- name: person_page_count(agency agency_id, department department_id?, active i64?) -> total
-- How many the filters leave, without part of a name: from the index alone.
SELECT count(*) AS n FROM person p
 WHERE p.agency_id = :agency
   AND (:department IS NULL OR p.department_id = :department)
   AND (:active IS NULL OR p.active = :active);

-- name: person_page_count_like(agency agency_id, department department_id?, active i64?, like str) -> total
-- The same with part of a name.
SELECT count(*) AS n FROM person p
 WHERE p.agency_id = :agency
   AND (:department IS NULL OR p.department_id = :department)
   AND (:active IS NULL OR p.active = :active)
   AND (p.name LIKE :like ESCAPE '!' OR p.login LIKE :like ESCAPE '!');

-- row: person(id person_id, agency agency_id, agency_name str, department department_id?, department_name str?, login str, name str, title str, mobile blob?, email blob?, roles i64, active i64, password_at i64, failed i64, locked_until i64, factor i64, last_login_at i64, version i64, created_at i64)
-- name: person_by_id(id person_id) -> person
-- One person with sealed contact fields.
SELECT p.id, p.agency_id AS agency, a.name AS agency_name, p.department_id AS department,
       d.name AS department_name, p.login, p.name, p.title, p.mobile, p.email, p.roles, p.active,
       p.password_at, p.failed, p.locked_until, p.totp_confirmed AS factor, p.last_login_at, p.version,
       p.created_at
  FROM person p JOIN agency a ON a.id = p.agency_id LEFT JOIN department d ON d.id = p.department_id
 WHERE p.id = :id;

-- name: person_update(id person_id, version i64, department department_id?, name str, title str, mobile blob?, email blob?, active i64, now i64)
-- Changes the facts of a person (not rights, not password); 0 rows when somebody was quicker.
UPDATE person SET department_id = :department, name = :name, title = :title, mobile = :mobile,
       email = :email, active = :active, version = version + 1, updated_at = :now
 WHERE id = :id AND version = :version;

-- name: person_set_roles(id person_id, before i64, roles i64, now i64)
-- Sets the rights; 0 rows when they are no longer what the change was proposed on.
UPDATE person SET roles = :roles, version = version + 1, updated_at = :now
 WHERE id = :id AND roles = :before;

-- row: rights_change(id i64, person person_id, person_name str, person_login str, agency agency_id, agency_name str, roles_before i64, roles_after i64, reason str, proposed_by person_id, proposer_name str, proposed_at i64, decided_by person_id?, decider_name str?, decided_at i64, decision i64, decision_reason str)
-- name: rights_by_id(id i64) -> rights_change
-- One proposal.
SELECT r.id, r.person_id AS person, p.name AS person_name, p.login AS person_login, p.agency_id AS agency,
       a.name AS agency_name, r.roles_before, r.roles_after, r.reason, r.proposed_by,
       b.name AS proposer_name, r.proposed_at, r.decided_by, c.name AS decider_name, r.decided_at,
       r.decision, r.decision_reason
  FROM rights_change r JOIN person p ON p.id = r.person_id JOIN agency a ON a.id = p.agency_id
  JOIN person b ON b.id = r.proposed_by LEFT JOIN person c ON c.id = r.decided_by
 WHERE r.id = :id;

-- name: rights_page(open i64?, person person_id?, before i64, limit i64) -> rights_change*
-- Proposals, newest first, before the one last shown; open 1: undecided only.
SELECT r.id, r.person_id AS person, p.name AS person_name, p.login AS person_login, p.agency_id AS agency,
       a.name AS agency_name, r.roles_before, r.roles_after, r.reason, r.proposed_by,
       b.name AS proposer_name, r.proposed_at, r.decided_by, c.name AS decider_name, r.decided_at,
       r.decision, r.decision_reason
  FROM rights_change r JOIN person p ON p.id = r.person_id JOIN agency a ON a.id = p.agency_id
  JOIN person b ON b.id = r.proposed_by LEFT JOIN person c ON c.id = r.decided_by
 WHERE r.id < :before
   AND (:open IS NULL OR (r.decision = 0 AND :open = 1) OR (r.decision <> 0 AND :open = 0))
   AND (:person IS NULL OR r.person_id = :person)
 ORDER BY r.id DESC LIMIT :limit;

-- name: rights_open_count() -> total
-- How many wait for a decision.
SELECT count(*) AS n FROM rights_change WHERE decision = 0;

-- name: rights_insert(id i64, person person_id, roles_before i64, roles_after i64, reason str, by person_id, now i64)
-- A proposal.
INSERT INTO rights_change (id, person_id, roles_before, roles_after, reason, proposed_by, proposed_at,
  decided_by, decided_at, decision, decision_reason)
VALUES (:id, :person, :roles_before, :roles_after, :reason, :by, :now, NULL, 0, 0, '');

-- name: rights_decide(id i64, decision i64, reason str, by person_id, now i64)
-- Decides an open one; 0 rows when it is decided already.
UPDATE rights_change SET decision = :decision, decision_reason = :reason, decided_by = :by,
       decided_at = :now
 WHERE id = :id AND decision = 0;

-- row: administrators(n i64)
-- name: administrators_left(bit i64, without person_id) -> administrators
-- How many other active people hold a role: the last one of a kind cannot be taken away.
SELECT count(*) AS n FROM person WHERE active = 1 AND (roles & :bit) <> 0 AND id <> :without;
