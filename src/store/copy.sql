-- Written by tools/copysql from the migrations; run that after adding a table or a column.
--
-- Every row of every table, out of one database and into another: a backup of PostgreSQL is made
-- and restored by it.  Not copied: store/copy.c says which, and why.

-- row: copy_meta(key str, value str)
-- name: copy_from_meta -> copy_meta...
SELECT key, value FROM meta ORDER BY key;
-- name: copy_into_meta(key str, value str)
INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value;

-- row: copy_idempotency(key str, at i64, result blob)
-- name: copy_from_idempotency -> copy_idempotency...
SELECT key, at, result FROM idempotency ORDER BY key;
-- name: copy_into_idempotency(key str, at i64, result blob)
INSERT INTO idempotency (key, at, result) VALUES (:key, :at, :result);

-- row: copy_event(seq i64, at i64, actor i64, agency i64, role str, address str, action str,
--   object_kind str, object i64, refused i64, reason str, before blob?, after blob?, detail str,
--   chain blob)
-- name: copy_from_event -> copy_event...
SELECT seq, at, actor, agency, role, address, action, object_kind, object, refused, reason, before,
  after, detail, chain FROM event ORDER BY seq;
-- name: copy_into_event(seq i64, at i64, actor i64, agency i64, role str, address str, action str,
--   object_kind str, object i64, refused i64, reason str, before blob?, after blob?, detail str,
--   chain blob)
INSERT INTO event (seq, at, actor, agency, role, address, action, object_kind, object, refused,
  reason, before, after, detail, chain) VALUES (:seq, :at, :actor, :agency, :role, :address,
  :action, :object_kind, :object, :refused, :reason, :before, :after, :detail, :chain);

-- row: copy_event_head(one i64, seq i64, at i64, chain blob)
-- name: copy_from_event_head -> copy_event_head...
SELECT one, seq, at, chain FROM event_head ORDER BY one;
-- name: copy_into_event_head(one i64, seq i64, at i64, chain blob)
INSERT INTO event_head (one, seq, at, chain) VALUES (:one, :seq, :at, :chain) ON CONFLICT (one) DO
  UPDATE SET seq = :seq, at = :at, chain = :chain;

-- row: copy_agency(id i64, parent_id i64?, name str, short_name str, credit_code str, address str,
--   postcode str, office_hours str, phone str, fax str, email str, index_pattern str,
--   document_pattern str, site_code str, icp str, police_record str, active i64, version i64,
--   created_at i64, updated_at i64, review_body str, court str, review_url str)
-- name: copy_from_agency -> copy_agency...
SELECT id, parent_id, name, short_name, credit_code, address, postcode, office_hours, phone, fax,
  email, index_pattern, document_pattern, site_code, icp, police_record, active, version,
  created_at, updated_at, review_body, court, review_url FROM agency ORDER BY id;
-- name: copy_into_agency(id i64, parent_id i64?, name str, short_name str, credit_code str,
--   address str, postcode str, office_hours str, phone str, fax str, email str, index_pattern str,
--   document_pattern str, site_code str, icp str, police_record str, active i64, version i64,
--   created_at i64, updated_at i64, review_body str, court str, review_url str)
INSERT INTO agency (id, parent_id, name, short_name, credit_code, address, postcode, office_hours,
  phone, fax, email, index_pattern, document_pattern, site_code, icp, police_record, active,
  version, created_at, updated_at, review_body, court, review_url) VALUES (:id, :parent_id, :name,
  :short_name, :credit_code, :address, :postcode, :office_hours, :phone, :fax, :email,
  :index_pattern, :document_pattern, :site_code, :icp, :police_record, :active, :version,
  :created_at, :updated_at, :review_body, :court, :review_url);

-- row: copy_department(id i64, agency_id i64, name str, phone str, position i64, active i64,
--   version i64, created_at i64, updated_at i64)
-- name: copy_from_department -> copy_department...
SELECT id, agency_id, name, phone, position, active, version, created_at, updated_at FROM department
  ORDER BY id;
-- name: copy_into_department(id i64, agency_id i64, name str, phone str, position i64, active i64,
--   version i64, created_at i64, updated_at i64)
INSERT INTO department (id, agency_id, name, phone, position, active, version, created_at,
  updated_at) VALUES (:id, :agency_id, :name, :phone, :position, :active, :version, :created_at,
  :updated_at);

-- row: copy_person(id i64, agency_id i64, department_id i64?, login str, name str, title str,
--   mobile blob?, email blob?, roles i64, active i64, password_hash str, password_at i64,
--   must_change i64, failed i64, locked_until i64, totp_secret blob?, totp_step i64,
--   totp_confirmed i64, last_login_at i64, version i64, created_at i64, updated_at i64)
-- name: copy_from_person -> copy_person...
SELECT id, agency_id, department_id, login, name, title, mobile, email, roles, active,
  password_hash, password_at, must_change, failed, locked_until, totp_secret, totp_step,
  totp_confirmed, last_login_at, version, created_at, updated_at FROM person ORDER BY id;
-- name: copy_into_person(id i64, agency_id i64, department_id i64?, login str, name str, title str,
--   mobile blob?, email blob?, roles i64, active i64, password_hash str, password_at i64,
--   must_change i64, failed i64, locked_until i64, totp_secret blob?, totp_step i64,
--   totp_confirmed i64, last_login_at i64, version i64, created_at i64, updated_at i64)
INSERT INTO person (id, agency_id, department_id, login, name, title, mobile, email, roles, active,
  password_hash, password_at, must_change, failed, locked_until, totp_secret, totp_step,
  totp_confirmed, last_login_at, version, created_at, updated_at) VALUES (:id, :agency_id,
  :department_id, :login, :name, :title, :mobile, :email, :roles, :active, :password_hash,
  :password_at, :must_change, :failed, :locked_until, :totp_secret, :totp_step, :totp_confirmed,
  :last_login_at, :version, :created_at, :updated_at);

-- row: copy_password_old(person_id i64, at i64, hash str)
-- name: copy_from_password_old -> copy_password_old...
SELECT person_id, at, hash FROM password_old ORDER BY person_id, at;
-- name: copy_into_password_old(person_id i64, at i64, hash str)
INSERT INTO password_old (person_id, at, hash) VALUES (:person_id, :at, :hash);

-- row: copy_recovery_code(person_id i64, hash blob, used_at i64)
-- name: copy_from_recovery_code -> copy_recovery_code...
SELECT person_id, hash, used_at FROM recovery_code ORDER BY person_id, hash;
-- name: copy_into_recovery_code(person_id i64, hash blob, used_at i64)
INSERT INTO recovery_code (person_id, hash, used_at) VALUES (:person_id, :hash, :used_at);

-- row: copy_session(id i64, token_hash blob, person_id i64, stage i64, address str, agent str,
--   created_at i64, seen_at i64, ended_at i64)
-- name: copy_from_session -> copy_session...
SELECT id, token_hash, person_id, stage, address, agent, created_at, seen_at, ended_at FROM session
  ORDER BY id;
-- name: copy_into_session(id i64, token_hash blob, person_id i64, stage i64, address str,
--   agent str, created_at i64, seen_at i64, ended_at i64)
INSERT INTO session (id, token_hash, person_id, stage, address, agent, created_at, seen_at,
  ended_at) VALUES (:id, :token_hash, :person_id, :stage, :address, :agent, :created_at, :seen_at,
  :ended_at);

-- row: copy_rights_change(id i64, person_id i64, roles_before i64, roles_after i64, reason str,
--   proposed_by i64, proposed_at i64, decided_by i64?, decided_at i64, decision i64,
--   decision_reason str)
-- name: copy_from_rights_change -> copy_rights_change...
SELECT id, person_id, roles_before, roles_after, reason, proposed_by, proposed_at, decided_by,
  decided_at, decision, decision_reason FROM rights_change ORDER BY id;
-- name: copy_into_rights_change(id i64, person_id i64, roles_before i64, roles_after i64,
--   reason str, proposed_by i64, proposed_at i64, decided_by i64?, decided_at i64, decision i64,
--   decision_reason str)
INSERT INTO rights_change (id, person_id, roles_before, roles_after, reason, proposed_by,
  proposed_at, decided_by, decided_at, decision, decision_reason) VALUES (:id, :person_id,
  :roles_before, :roles_after, :reason, :proposed_by, :proposed_at, :decided_by, :decided_at,
  :decision, :decision_reason);

-- row: copy_attempt(key str, minute i64, count i64)
-- name: copy_from_attempt -> copy_attempt...
SELECT key, minute, count FROM attempt ORDER BY key, minute;
-- name: copy_into_attempt(key str, minute i64, count i64)
INSERT INTO attempt (key, minute, count) VALUES (:key, :minute, :count);

-- row: copy_draft(id i64, owner str, path str, content blob, created_at i64, expires_at i64)
-- name: copy_from_draft -> copy_draft...
SELECT id, owner, path, content, created_at, expires_at FROM draft ORDER BY id;
-- name: copy_into_draft(id i64, owner str, path str, content blob, created_at i64, expires_at i64)
INSERT INTO draft (id, owner, path, content, created_at, expires_at) VALUES (:id, :owner, :path,
  :content, :created_at, :expires_at);

-- row: copy_calendar_year(id i64, year i64, content str, source str, imported_by i64,
--   imported_at i64, current i64)
-- name: copy_from_calendar_year -> copy_calendar_year...
SELECT id, year, content, source, imported_by, imported_at, current FROM calendar_year ORDER BY id;
-- name: copy_into_calendar_year(id i64, year i64, content str, source str, imported_by i64,
--   imported_at i64, current i64)
INSERT INTO calendar_year (id, year, content, source, imported_by, imported_at, current) VALUES
  (:id, :year, :content, :source, :imported_by, :imported_at, :current);

-- row: copy_blob(digest blob, size i64, created_at i64)
-- name: copy_from_blob -> copy_blob...
SELECT digest, size, created_at FROM blob ORDER BY digest;
-- name: copy_into_blob(digest blob, size i64, created_at i64)
INSERT INTO blob (digest, size, created_at) VALUES (:digest, :size, :created_at);

-- row: copy_job(id i64, kind str, key str, payload blob, state i64, run_at i64, tries i64,
--   tries_max i64, lease i64, lease_until i64, reason str, created_at i64, updated_at i64)
-- name: copy_from_job -> copy_job...
SELECT id, kind, key, payload, state, run_at, tries, tries_max, lease, lease_until, reason,
  created_at, updated_at FROM job ORDER BY id;
-- name: copy_into_job(id i64, kind str, key str, payload blob, state i64, run_at i64, tries i64,
--   tries_max i64, lease i64, lease_until i64, reason str, created_at i64, updated_at i64)
INSERT INTO job (id, kind, key, payload, state, run_at, tries, tries_max, lease, lease_until,
  reason, created_at, updated_at) VALUES (:id, :kind, :key, :payload, :state, :run_at, :tries,
  :tries_max, :lease, :lease_until, :reason, :created_at, :updated_at);

-- row: copy_schedule(name str, day i64)
-- name: copy_from_schedule -> copy_schedule...
SELECT name, day FROM schedule ORDER BY name;
-- name: copy_into_schedule(name str, day i64)
INSERT INTO schedule (name, day) VALUES (:name, :day);

-- row: copy_mail(id i64, recipient blob, content blob, state i64, code i64, created_at i64,
--   settled_at i64, request_id i64?)
-- name: copy_from_mail -> copy_mail...
SELECT id, recipient, content, state, code, created_at, settled_at, request_id FROM mail ORDER BY
  id;
-- name: copy_into_mail(id i64, recipient blob, content blob, state i64, code i64, created_at i64,
--   settled_at i64, request_id i64?)
INSERT INTO mail (id, recipient, content, state, code, created_at, settled_at, request_id) VALUES
  (:id, :recipient, :content, :state, :code, :created_at, :settled_at, :request_id);

-- row: copy_request(id i64, agency_id i64, number str?, receipt str, year i64, query_code blob,
--   stage i64, channel i64, origin i64, class i64, masked_name str, subject str, content str,
--   provide_form i64, provide_way i64, arrived_on i64, received_on i64?, due_on i64?, sort_due i64,
--   provisional i64, clock_state i64, outcome i64, outcome_rule str, closed_on i64?,
--   department_id i64?, handler_id i64?, parent_id i64?, version i64, created_at i64,
--   updated_at i64, round i64, worded i64)
-- name: copy_from_request -> copy_request...
SELECT id, agency_id, number, receipt, year, query_code, stage, channel, origin, class, masked_name,
  subject, content, provide_form, provide_way, arrived_on, received_on, due_on, sort_due,
  provisional, clock_state, outcome, outcome_rule, closed_on, department_id, handler_id, parent_id,
  version, created_at, updated_at, round, worded FROM request ORDER BY id;
-- name: copy_into_request(id i64, agency_id i64, number str?, receipt str, year i64,
--   query_code blob, stage i64, channel i64, origin i64, class i64, masked_name str, subject str,
--   content str, provide_form i64, provide_way i64, arrived_on i64, received_on i64?, due_on i64?,
--   sort_due i64, provisional i64, clock_state i64, outcome i64, outcome_rule str, closed_on i64?,
--   department_id i64?, handler_id i64?, parent_id i64?, version i64, created_at i64,
--   updated_at i64, round i64, worded i64)
INSERT INTO request (id, agency_id, number, receipt, year, query_code, stage, channel, origin,
  class, masked_name, subject, content, provide_form, provide_way, arrived_on, received_on, due_on,
  sort_due, provisional, clock_state, outcome, outcome_rule, closed_on, department_id, handler_id,
  parent_id, version, created_at, updated_at, round, worded) VALUES (:id, :agency_id, :number,
  :receipt, :year, :query_code, :stage, :channel, :origin, :class, :masked_name, :subject, :content,
  :provide_form, :provide_way, :arrived_on, :received_on, :due_on, :sort_due, :provisional,
  :clock_state, :outcome, :outcome_rule, :closed_on, :department_id, :handler_id, :parent_id,
  :version, :created_at, :updated_at, :round, :worded);

-- row: copy_applicant(request_id i64, kind i64, name blob, name_index blob, id_type i64,
--   id_number blob?, id_index blob?, credit_code str, legal_representative blob?, contact blob?,
--   phone blob?, email blob?, address blob?, postcode str, fax blob?)
-- name: copy_from_applicant -> copy_applicant...
SELECT request_id, kind, name, name_index, id_type, id_number, id_index, credit_code,
  legal_representative, contact, phone, email, address, postcode, fax FROM applicant ORDER BY
  request_id;
-- name: copy_into_applicant(request_id i64, kind i64, name blob, name_index blob, id_type i64,
--   id_number blob?, id_index blob?, credit_code str, legal_representative blob?, contact blob?,
--   phone blob?, email blob?, address blob?, postcode str, fax blob?)
INSERT INTO applicant (request_id, kind, name, name_index, id_type, id_number, id_index,
  credit_code, legal_representative, contact, phone, email, address, postcode, fax) VALUES
  (:request_id, :kind, :name, :name_index, :id_type, :id_number, :id_index, :credit_code,
  :legal_representative, :contact, :phone, :email, :address, :postcode, :fax);

-- row: copy_request_event(id i64, request_id i64, kind i64, on_day i64, days i64, until_day i64?,
--   consultee i64, ref str, reason str, actor i64, at i64, corrects i64?, void_ i64, place i64,
--   letter_id i64, paper str, file_id i64)
-- name: copy_from_request_event -> copy_request_event...
SELECT id, request_id, kind, on_day, days, until_day, consultee, ref, reason, actor, at, corrects,
  void AS void_, place, letter_id, paper, file_id FROM request_event ORDER BY id;
-- name: copy_into_request_event(id i64, request_id i64, kind i64, on_day i64, days i64,
--   until_day i64?, consultee i64, ref str, reason str, actor i64, at i64, corrects i64?,
--   void_ i64, place i64, letter_id i64, paper str, file_id i64)
INSERT INTO request_event (id, request_id, kind, on_day, days, until_day, consultee, ref, reason,
  actor, at, corrects, void, place, letter_id, paper, file_id) VALUES (:id, :request_id, :kind,
  :on_day, :days, :until_day, :consultee, :ref, :reason, :actor, :at, :corrects, :void_, :place,
  :letter_id, :paper, :file_id);

-- row: copy_request_file(id i64, request_id i64, kind i64, name str, type str, size i64,
--   digest blob, public_to_applicant i64, actor i64, at i64)
-- name: copy_from_request_file -> copy_request_file...
SELECT id, request_id, kind, name, type, size, digest, public_to_applicant, actor, at FROM
  request_file ORDER BY id;
-- name: copy_into_request_file(id i64, request_id i64, kind i64, name str, type str, size i64,
--   digest blob, public_to_applicant i64, actor i64, at i64)
INSERT INTO request_file (id, request_id, kind, name, type, size, digest, public_to_applicant,
  actor, at) VALUES (:id, :request_id, :kind, :name, :type, :size, :digest, :public_to_applicant,
  :actor, :at);

-- row: copy_request_note(id i64, request_id i64, kind i64, department_id i64?, text str, actor i64,
--   at i64, answer str, answered_by i64, answered_at i64)
-- name: copy_from_request_note -> copy_request_note...
SELECT id, request_id, kind, department_id, text, actor, at, answer, answered_by, answered_at FROM
  request_note ORDER BY id;
-- name: copy_into_request_note(id i64, request_id i64, kind i64, department_id i64?, text str,
--   actor i64, at i64, answer str, answered_by i64, answered_at i64)
INSERT INTO request_note (id, request_id, kind, department_id, text, actor, at, answer, answered_by,
  answered_at) VALUES (:id, :request_id, :kind, :department_id, :text, :actor, :at, :answer,
  :answered_by, :answered_at);

-- row: copy_letter(id i64, request_id i64, form str, state i64, number str?, title str,
--   addressee blob, body str, outcome i64, facts str, signed_by i64, signed_on i64?, docx blob?,
--   pdf blob?, served_way i64, sent_on i64?, served_on i64?, proof str, version i64,
--   created_by i64, created_at i64, updated_at i64, agency_id i64?, remedy str, edited_by i64,
--   round i64)
-- name: copy_from_letter -> copy_letter...
SELECT id, request_id, form, state, number, title, addressee, body, outcome, facts, signed_by,
  signed_on, docx, pdf, served_way, sent_on, served_on, proof, version, created_by, created_at,
  updated_at, agency_id, remedy, edited_by, round FROM letter ORDER BY id;
-- name: copy_into_letter(id i64, request_id i64, form str, state i64, number str?, title str,
--   addressee blob, body str, outcome i64, facts str, signed_by i64, signed_on i64?, docx blob?,
--   pdf blob?, served_way i64, sent_on i64?, served_on i64?, proof str, version i64,
--   created_by i64, created_at i64, updated_at i64, agency_id i64?, remedy str, edited_by i64,
--   round i64)
INSERT INTO letter (id, request_id, form, state, number, title, addressee, body, outcome, facts,
  signed_by, signed_on, docx, pdf, served_way, sent_on, served_on, proof, version, created_by,
  created_at, updated_at, agency_id, remedy, edited_by, round) VALUES (:id, :request_id, :form,
  :state, :number, :title, :addressee, :body, :outcome, :facts, :signed_by, :signed_on, :docx, :pdf,
  :served_way, :sent_on, :served_on, :proof, :version, :created_by, :created_at, :updated_at,
  :agency_id, :remedy, :edited_by, :round);

-- row: copy_letter_opinion(id i64, letter_id i64, step i64, agreed i64, text str, actor i64,
--   at i64, round i64)
-- name: copy_from_letter_opinion -> copy_letter_opinion...
SELECT id, letter_id, step, agreed, text, actor, at, round FROM letter_opinion ORDER BY id;
-- name: copy_into_letter_opinion(id i64, letter_id i64, step i64, agreed i64, text str, actor i64,
--   at i64, round i64)
INSERT INTO letter_opinion (id, letter_id, step, agreed, text, actor, at, round) VALUES (:id,
  :letter_id, :step, :agreed, :text, :actor, :at, :round);

-- row: copy_number_series(agency_id i64, series str, year i64, next i64)
-- name: copy_from_number_series -> copy_number_series...
SELECT agency_id, series, year, next FROM number_series ORDER BY agency_id, series, year;
-- name: copy_into_number_series(agency_id i64, series str, year i64, next i64)
INSERT INTO number_series (agency_id, series, year, next) VALUES (:agency_id, :series, :year,
  :next);

-- row: copy_local_day(id i64, agency_id i64, day i64, off i64, name str, reason str,
--   created_by i64, created_at i64)
-- name: copy_from_local_day -> copy_local_day...
SELECT id, agency_id, day, off, name, reason, created_by, created_at FROM local_day ORDER BY id;
-- name: copy_into_local_day(id i64, agency_id i64, day i64, off i64, name str, reason str,
--   created_by i64, created_at i64)
INSERT INTO local_day (id, agency_id, day, off, name, reason, created_by, created_at) VALUES (:id,
  :agency_id, :day, :off, :name, :reason, :created_by, :created_at);

-- row: copy_letter_template(id i64, agency_id i64, form str, version i64, body str, reason str,
--   actor i64, at i64)
-- name: copy_from_letter_template -> copy_letter_template...
SELECT id, agency_id, form, version, body, reason, actor, at FROM letter_template ORDER BY id;
-- name: copy_into_letter_template(id i64, agency_id i64, form str, version i64, body str,
--   reason str, actor i64, at i64)
INSERT INTO letter_template (id, agency_id, form, version, body, reason, actor, at) VALUES (:id,
  :agency_id, :form, :version, :body, :reason, :actor, :at);

-- row: copy_form_sent(id i64, form str, content str, at i64, answer blob?)
-- name: copy_from_form_sent -> copy_form_sent...
SELECT id, form, content, at, answer FROM form_sent ORDER BY id;
-- name: copy_into_form_sent(id i64, form str, content str, at i64, answer blob?)
INSERT INTO form_sent (id, form, content, at, answer) VALUES (:id, :form, :content, :at, :answer);

-- row: copy_annual_count(agency_id i64, year i64, outcome i64, class i64, n i64)
-- name: copy_from_annual_count -> copy_annual_count...
SELECT agency_id, year, outcome, class, n FROM annual_count ORDER BY agency_id, year, outcome,
  class;
-- name: copy_into_annual_count(agency_id i64, year i64, outcome i64, class i64, n i64)
INSERT INTO annual_count (agency_id, year, outcome, class, n) VALUES (:agency_id, :year, :outcome,
  :class, :n);

-- row: copy_annual_move(agency_id i64, year i64, outcome i64, class i64, at i64, request_id i64,
--   delta i64)
-- name: copy_from_annual_move -> copy_annual_move...
SELECT agency_id, year, outcome, class, at, request_id, delta FROM annual_move ORDER BY agency_id,
  year, outcome, class, at, request_id;
-- name: copy_into_annual_move(agency_id i64, year i64, outcome i64, class i64, at i64,
--   request_id i64, delta i64)
INSERT INTO annual_move (agency_id, year, outcome, class, at, request_id, delta) VALUES (:agency_id,
  :year, :outcome, :class, :at, :request_id, :delta);

-- row: copy_annual_report(id i64, agency_id i64, year i64, state i64, imported i64, snapshot str?,
--   digest blob?, frozen_at i64?, drafted_by i64, reviewed_by i64, signed_by i64,
--   published_on i64?, version i64, created_at i64, updated_at i64, corrected blob?,
--   corrected_at i64?)
-- name: copy_from_annual_report -> copy_annual_report...
SELECT id, agency_id, year, state, imported, snapshot, digest, frozen_at, drafted_by, reviewed_by,
  signed_by, published_on, version, created_at, updated_at, corrected, corrected_at FROM
  annual_report ORDER BY id;
-- name: copy_into_annual_report(id i64, agency_id i64, year i64, state i64, imported i64,
--   snapshot str?, digest blob?, frozen_at i64?, drafted_by i64, reviewed_by i64, signed_by i64,
--   published_on i64?, version i64, created_at i64, updated_at i64, corrected blob?,
--   corrected_at i64?)
INSERT INTO annual_report (id, agency_id, year, state, imported, snapshot, digest, frozen_at,
  drafted_by, reviewed_by, signed_by, published_on, version, created_at, updated_at, corrected,
  corrected_at) VALUES (:id, :agency_id, :year, :state, :imported, :snapshot, :digest, :frozen_at,
  :drafted_by, :reviewed_by, :signed_by, :published_on, :version, :created_at, :updated_at,
  :corrected, :corrected_at);

-- row: copy_annual_step(id i64, report_id i64, kind i64, text str, actor i64, at i64)
-- name: copy_from_annual_step -> copy_annual_step...
SELECT id, report_id, kind, text, actor, at FROM annual_step ORDER BY id;
-- name: copy_into_annual_step(id i64, report_id i64, kind i64, text str, actor i64, at i64)
INSERT INTO annual_step (id, report_id, kind, text, actor, at) VALUES (:id, :report_id, :kind,
  :text, :actor, :at);

-- row: copy_annual_entry(id i64, agency_id i64, year i64, cell str, erratum i64, counted str,
--   value str, reason str, file_name str, file_type str, file_size i64, file_digest blob?,
--   actor i64, at i64)
-- name: copy_from_annual_entry -> copy_annual_entry...
SELECT id, agency_id, year, cell, erratum, counted, value, reason, file_name, file_type, file_size,
  file_digest, actor, at FROM annual_entry ORDER BY id;
-- name: copy_into_annual_entry(id i64, agency_id i64, year i64, cell str, erratum i64, counted str,
--   value str, reason str, file_name str, file_type str, file_size i64, file_digest blob?,
--   actor i64, at i64)
INSERT INTO annual_entry (id, agency_id, year, cell, erratum, counted, value, reason, file_name,
  file_type, file_size, file_digest, actor, at) VALUES (:id, :agency_id, :year, :cell, :erratum,
  :counted, :value, :reason, :file_name, :file_type, :file_size, :file_digest, :actor, :at);

-- row: copy_annual_text(id i64, agency_id i64, year i64, part i64, version i64, body str,
--   reason str, actor i64, at i64)
-- name: copy_from_annual_text -> copy_annual_text...
SELECT id, agency_id, year, part, version, body, reason, actor, at FROM annual_text ORDER BY id;
-- name: copy_into_annual_text(id i64, agency_id i64, year i64, part i64, version i64, body str,
--   reason str, actor i64, at i64)
INSERT INTO annual_text (id, agency_id, year, part, version, body, reason, actor, at) VALUES (:id,
  :agency_id, :year, :part, :version, :body, :reason, :actor, :at);

-- row: copy_annual_comment(id i64, agency_id i64, year i64, part i64, version i64, text str,
--   actor i64, at i64, answer str, answered_by i64, answered_at i64)
-- name: copy_from_annual_comment -> copy_annual_comment...
SELECT id, agency_id, year, part, version, text, actor, at, answer, answered_by, answered_at FROM
  annual_comment ORDER BY id;
-- name: copy_into_annual_comment(id i64, agency_id i64, year i64, part i64, version i64, text str,
--   actor i64, at i64, answer str, answered_by i64, answered_at i64)
INSERT INTO annual_comment (id, agency_id, year, part, version, text, actor, at, answer,
  answered_by, answered_at) VALUES (:id, :agency_id, :year, :part, :version, :text, :actor, :at,
  :answer, :answered_by, :answered_at);

-- row: copy_consultation(id i64, request_id i64, agency_id i64, kind i64, person i64, party blob,
--   masked str, contact blob?, information str, ref str, letter_id i64?, state i64, sort_due i64,
--   sent_on i64?, served_on i64?, due_on i64?, returned_on i64?, opinion i64, opinion_text str,
--   opinion_file i64, result i64, result_text str, result_by i64, result_at i64, notice_id i64?,
--   version i64, created_by i64, created_at i64, updated_at i64)
-- name: copy_from_consultation -> copy_consultation...
SELECT id, request_id, agency_id, kind, person, party, masked, contact, information, ref, letter_id,
  state, sort_due, sent_on, served_on, due_on, returned_on, opinion, opinion_text, opinion_file,
  result, result_text, result_by, result_at, notice_id, version, created_by, created_at, updated_at
  FROM consultation ORDER BY id;
-- name: copy_into_consultation(id i64, request_id i64, agency_id i64, kind i64, person i64,
--   party blob, masked str, contact blob?, information str, ref str, letter_id i64?, state i64,
--   sort_due i64, sent_on i64?, served_on i64?, due_on i64?, returned_on i64?, opinion i64,
--   opinion_text str, opinion_file i64, result i64, result_text str, result_by i64, result_at i64,
--   notice_id i64?, version i64, created_by i64, created_at i64, updated_at i64)
INSERT INTO consultation (id, request_id, agency_id, kind, person, party, masked, contact,
  information, ref, letter_id, state, sort_due, sent_on, served_on, due_on, returned_on, opinion,
  opinion_text, opinion_file, result, result_text, result_by, result_at, notice_id, version,
  created_by, created_at, updated_at) VALUES (:id, :request_id, :agency_id, :kind, :person, :party,
  :masked, :contact, :information, :ref, :letter_id, :state, :sort_due, :sent_on, :served_on,
  :due_on, :returned_on, :opinion, :opinion_text, :opinion_file, :result, :result_text, :result_by,
  :result_at, :notice_id, :version, :created_by, :created_at, :updated_at);

-- row: copy_consultation_reminder(id i64, consultation_id i64, on_day i64, text str, actor i64,
--   at i64)
-- name: copy_from_consultation_reminder -> copy_consultation_reminder...
SELECT id, consultation_id, on_day, text, actor, at FROM consultation_reminder ORDER BY id;
-- name: copy_into_consultation_reminder(id i64, consultation_id i64, on_day i64, text str,
--   actor i64, at i64)
INSERT INTO consultation_reminder (id, consultation_id, on_day, text, actor, at) VALUES (:id,
  :consultation_id, :on_day, :text, :actor, :at);

-- row: copy_notice(id i64, person_id i64, kind i64, request_id i64?, object_kind str, object i64,
--   detail str, at i64, read_at i64, mail i64)
-- name: copy_from_notice -> copy_notice...
SELECT id, person_id, kind, request_id, object_kind, object, detail, at, read_at, mail FROM notice
  ORDER BY id;
-- name: copy_into_notice(id i64, person_id i64, kind i64, request_id i64?, object_kind str,
--   object i64, detail str, at i64, read_at i64, mail i64)
INSERT INTO notice (id, person_id, kind, request_id, object_kind, object, detail, at, read_at, mail)
  VALUES (:id, :person_id, :kind, :request_id, :object_kind, :object, :detail, :at, :read_at,
  :mail);

-- row: copy_notice_preference(person_id i64, topic i64, mail i64)
-- name: copy_from_notice_preference -> copy_notice_preference...
SELECT person_id, topic, mail FROM notice_preference ORDER BY person_id, topic;
-- name: copy_into_notice_preference(person_id i64, topic i64, mail i64)
INSERT INTO notice_preference (person_id, topic, mail) VALUES (:person_id, :topic, :mail);

-- row: copy_notice_mark(request_id i64, clock i64, day i64, level i64, at i64)
-- name: copy_from_notice_mark -> copy_notice_mark...
SELECT request_id, clock, day, level, at FROM notice_mark ORDER BY request_id, clock, day, level;
-- name: copy_into_notice_mark(request_id i64, clock i64, day i64, level i64, at i64)
INSERT INTO notice_mark (request_id, clock, day, level, at) VALUES (:request_id, :clock, :day,
  :level, :at);

-- row: copy_feed(id i64, person_id i64, scope i64, token_hash blob, created_at i64, used_at i64)
-- name: copy_from_feed -> copy_feed...
SELECT id, person_id, scope, token_hash, created_at, used_at FROM feed ORDER BY id;
-- name: copy_into_feed(id i64, person_id i64, scope i64, token_hash blob, created_at i64,
--   used_at i64)
INSERT INTO feed (id, person_id, scope, token_hash, created_at, used_at) VALUES (:id, :person_id,
  :scope, :token_hash, :created_at, :used_at);

-- row: copy_letter_reading(letter_id i64, at i64)
-- name: copy_from_letter_reading -> copy_letter_reading...
SELECT letter_id, at FROM letter_reading ORDER BY letter_id;
-- name: copy_into_letter_reading(letter_id i64, at i64)
INSERT INTO letter_reading (letter_id, at) VALUES (:letter_id, :at);

-- row: copy_remedy(id i64, agency_id i64, number str, block i64, prior_id i64?, prior str,
--   subject str, item str, claimant blob, claimant_index blob, claimant_kind i64, claimants i64,
--   masked_name str, body str, case_number str, stage i64, opened_on i64, year i64, result i64,
--   decided_on i64?, pending i64, due_kind i64, due_duty i64, due_on i64?, provisional i64,
--   sort_due i64, version i64, created_by i64, created_at i64, updated_at i64)
-- name: copy_from_remedy -> copy_remedy...
SELECT id, agency_id, number, block, prior_id, prior, subject, item, claimant, claimant_index,
  claimant_kind, claimants, masked_name, body, case_number, stage, opened_on, year, result,
  decided_on, pending, due_kind, due_duty, due_on, provisional, sort_due, version, created_by,
  created_at, updated_at FROM remedy ORDER BY id;
-- name: copy_into_remedy(id i64, agency_id i64, number str, block i64, prior_id i64?, prior str,
--   subject str, item str, claimant blob, claimant_index blob, claimant_kind i64, claimants i64,
--   masked_name str, body str, case_number str, stage i64, opened_on i64, year i64, result i64,
--   decided_on i64?, pending i64, due_kind i64, due_duty i64, due_on i64?, provisional i64,
--   sort_due i64, version i64, created_by i64, created_at i64, updated_at i64)
INSERT INTO remedy (id, agency_id, number, block, prior_id, prior, subject, item, claimant,
  claimant_index, claimant_kind, claimants, masked_name, body, case_number, stage, opened_on, year,
  result, decided_on, pending, due_kind, due_duty, due_on, provisional, sort_due, version,
  created_by, created_at, updated_at) VALUES (:id, :agency_id, :number, :block, :prior_id, :prior,
  :subject, :item, :claimant, :claimant_index, :claimant_kind, :claimants, :masked_name, :body,
  :case_number, :stage, :opened_on, :year, :result, :decided_on, :pending, :due_kind, :due_duty,
  :due_on, :provisional, :sort_due, :version, :created_by, :created_at, :updated_at);

-- row: copy_remedy_request(remedy_id i64, request_id i64)
-- name: copy_from_remedy_request -> copy_remedy_request...
SELECT remedy_id, request_id FROM remedy_request ORDER BY remedy_id, request_id;
-- name: copy_into_remedy_request(remedy_id i64, request_id i64)
INSERT INTO remedy_request (remedy_id, request_id) VALUES (:remedy_id, :request_id);

-- row: copy_remedy_entry(id i64, remedy_id i64, kind i64, stage i64, on_day i64, other_day i64?,
--   value i64, body str, case_number str, text str, round_id i64?, reason str, actor i64, at i64,
--   corrects i64?, void_ i64, place i64)
-- name: copy_from_remedy_entry -> copy_remedy_entry...
SELECT id, remedy_id, kind, stage, on_day, other_day, value, body, case_number, text, round_id,
  reason, actor, at, corrects, void AS void_, place FROM remedy_entry ORDER BY id;
-- name: copy_into_remedy_entry(id i64, remedy_id i64, kind i64, stage i64, on_day i64,
--   other_day i64?, value i64, body str, case_number str, text str, round_id i64?, reason str,
--   actor i64, at i64, corrects i64?, void_ i64, place i64)
INSERT INTO remedy_entry (id, remedy_id, kind, stage, on_day, other_day, value, body, case_number,
  text, round_id, reason, actor, at, corrects, void, place) VALUES (:id, :remedy_id, :kind, :stage,
  :on_day, :other_day, :value, :body, :case_number, :text, :round_id, :reason, :actor, :at,
  :corrects, :void_, :place);

-- row: copy_remedy_span(remedy_id i64, n i64, opened_on i64, closed_on i64?, counted_as i64)
-- name: copy_from_remedy_span -> copy_remedy_span...
SELECT remedy_id, n, opened_on, closed_on, counted_as FROM remedy_span ORDER BY remedy_id, n;
-- name: copy_into_remedy_span(remedy_id i64, n i64, opened_on i64, closed_on i64?, counted_as i64)
INSERT INTO remedy_span (remedy_id, n, opened_on, closed_on, counted_as) VALUES (:remedy_id, :n,
  :opened_on, :closed_on, :counted_as);

-- row: copy_remedy_file(id i64, remedy_id i64, kind i64, stage i64, name str, type str, size i64,
--   digest blob, actor i64, at i64)
-- name: copy_from_remedy_file -> copy_remedy_file...
SELECT id, remedy_id, kind, stage, name, type, size, digest, actor, at FROM remedy_file ORDER BY id;
-- name: copy_into_remedy_file(id i64, remedy_id i64, kind i64, stage i64, name str, type str,
--   size i64, digest blob, actor i64, at i64)
INSERT INTO remedy_file (id, remedy_id, kind, stage, name, type, size, digest, actor, at) VALUES
  (:id, :remedy_id, :kind, :stage, :name, :type, :size, :digest, :actor, :at);

-- row: copy_request_words(request_id i64, words str)
-- name: copy_from_request_words -> copy_request_words...
SELECT request_id, words FROM request_words ORDER BY request_id;
-- name: copy_into_request_words(request_id i64, words str)
INSERT INTO request_words (request_id, words) VALUES (:request_id, :words);

-- row: copy_lead(id i64, agency_id i64, request_id i64, title str, place str, actor i64, at i64,
--   dropped_by i64, dropped_at i64, reason str)
-- name: copy_from_lead -> copy_lead...
SELECT id, agency_id, request_id, title, place, actor, at, dropped_by, dropped_at, reason FROM lead
  ORDER BY id;
-- name: copy_into_lead(id i64, agency_id i64, request_id i64, title str, place str, actor i64,
--   at i64, dropped_by i64, dropped_at i64, reason str)
INSERT INTO lead (id, agency_id, request_id, title, place, actor, at, dropped_by, dropped_at,
  reason) VALUES (:id, :agency_id, :request_id, :title, :place, :actor, :at, :dropped_by,
  :dropped_at, :reason);

-- row: copy_lead_words(lead_id i64, words str)
-- name: copy_from_lead_words -> copy_lead_words...
SELECT lead_id, words FROM lead_words ORDER BY lead_id;
-- name: copy_into_lead_words(lead_id i64, words str)
INSERT INTO lead_words (lead_id, words) VALUES (:lead_id, :words);

-- row: copy_notice_mark_remedy(remedy_id i64, day i64, level i64, at i64)
-- name: copy_from_notice_mark_remedy -> copy_notice_mark_remedy...
SELECT remedy_id, day, level, at FROM notice_mark_remedy ORDER BY remedy_id, day, level;
-- name: copy_into_notice_mark_remedy(remedy_id i64, day i64, level i64, at i64)
INSERT INTO notice_mark_remedy (remedy_id, day, level, at) VALUES (:remedy_id, :day, :level, :at);

-- row: copy_request_intake(request_id i64, origin_body str, origin_number str, oral_reason str)
-- name: copy_from_request_intake -> copy_request_intake...
SELECT request_id, origin_body, origin_number, oral_reason FROM request_intake ORDER BY request_id;
-- name: copy_into_request_intake(request_id i64, origin_body str, origin_number str,
--   oral_reason str)
INSERT INTO request_intake (request_id, origin_body, origin_number, oral_reason) VALUES
  (:request_id, :origin_body, :origin_number, :oral_reason);

-- row: copy_norm(id i64, agency_id i64, kind i64, title str, number str, made_on i64,
--   in_force_on i64, amended_on i64?, amended_by str, repealed_on i64?, repealed_by str,
--   expires_on i64?, made_year i64, repealed_year i64?, from_year i64, to_year i64, version i64,
--   created_at i64, updated_at i64)
-- name: copy_from_norm -> copy_norm...
SELECT id, agency_id, kind, title, number, made_on, in_force_on, amended_on, amended_by,
  repealed_on, repealed_by, expires_on, made_year, repealed_year, from_year, to_year, version,
  created_at, updated_at FROM norm ORDER BY id;
-- name: copy_into_norm(id i64, agency_id i64, kind i64, title str, number str, made_on i64,
--   in_force_on i64, amended_on i64?, amended_by str, repealed_on i64?, repealed_by str,
--   expires_on i64?, made_year i64, repealed_year i64?, from_year i64, to_year i64, version i64,
--   created_at i64, updated_at i64)
INSERT INTO norm (id, agency_id, kind, title, number, made_on, in_force_on, amended_on, amended_by,
  repealed_on, repealed_by, expires_on, made_year, repealed_year, from_year, to_year, version,
  created_at, updated_at) VALUES (:id, :agency_id, :kind, :title, :number, :made_on, :in_force_on,
  :amended_on, :amended_by, :repealed_on, :repealed_by, :expires_on, :made_year, :repealed_year,
  :from_year, :to_year, :version, :created_at, :updated_at);

-- row: copy_channel(id i64, agency_id i64, department_id i64?, platform i64, name str, owner str,
--   responsible str, place str, state i64, applied_by i64, approval str, approved_on i64?,
--   opened_on i64?, closed_on i64?, closing_notice str, from_year i64, to_year i64,
--   opened_year i64?, closed_year i64?, version i64, created_at i64, updated_at i64)
-- name: copy_from_channel -> copy_channel...
SELECT id, agency_id, department_id, platform, name, owner, responsible, place, state, applied_by,
  approval, approved_on, opened_on, closed_on, closing_notice, from_year, to_year, opened_year,
  closed_year, version, created_at, updated_at FROM channel ORDER BY id;
-- name: copy_into_channel(id i64, agency_id i64, department_id i64?, platform i64, name str,
--   owner str, responsible str, place str, state i64, applied_by i64, approval str,
--   approved_on i64?, opened_on i64?, closed_on i64?, closing_notice str, from_year i64,
--   to_year i64, opened_year i64?, closed_year i64?, version i64, created_at i64, updated_at i64)
INSERT INTO channel (id, agency_id, department_id, platform, name, owner, responsible, place, state,
  applied_by, approval, approved_on, opened_on, closed_on, closing_notice, from_year, to_year,
  opened_year, closed_year, version, created_at, updated_at) VALUES (:id, :agency_id,
  :department_id, :platform, :name, :owner, :responsible, :place, :state, :applied_by, :approval,
  :approved_on, :opened_on, :closed_on, :closing_notice, :from_year, :to_year, :opened_year,
  :closed_year, :version, :created_at, :updated_at);

-- row: copy_ledger_batch(id i64, agency_id i64, kind i64, year i64, file_name str, digest blob,
--   rows_read i64, source str, actor i64, at i64, undone_by i64, undone_at i64, reason str)
-- name: copy_from_ledger_batch -> copy_ledger_batch...
SELECT id, agency_id, kind, year, file_name, digest, rows_read, source, actor, at, undone_by,
  undone_at, reason FROM ledger_batch ORDER BY id;
-- name: copy_into_ledger_batch(id i64, agency_id i64, kind i64, year i64, file_name str,
--   digest blob, rows_read i64, source str, actor i64, at i64, undone_by i64, undone_at i64,
--   reason str)
INSERT INTO ledger_batch (id, agency_id, kind, year, file_name, digest, rows_read, source, actor,
  at, undone_by, undone_at, reason) VALUES (:id, :agency_id, :kind, :year, :file_name, :digest,
  :rows_read, :source, :actor, :at, :undone_by, :undone_at, :reason);

-- row: copy_tally(id i64, agency_id i64, department_id i64?, channel_id i64?, platform i64,
--   item i64, year i64, month i64, amount i64, source str, reason str, batch_id i64?, actor i64,
--   at i64, fills i64)
-- name: copy_from_tally -> copy_tally...
SELECT id, agency_id, department_id, channel_id, platform, item, year, month, amount, source,
  reason, batch_id, actor, at, fills FROM tally ORDER BY id;
-- name: copy_into_tally(id i64, agency_id i64, department_id i64?, channel_id i64?, platform i64,
--   item i64, year i64, month i64, amount i64, source str, reason str, batch_id i64?, actor i64,
--   at i64, fills i64)
INSERT INTO tally (id, agency_id, department_id, channel_id, platform, item, year, month, amount,
  source, reason, batch_id, actor, at, fills) VALUES (:id, :agency_id, :department_id, :channel_id,
  :platform, :item, :year, :month, :amount, :source, :reason, :batch_id, :actor, :at, :fills);

-- row: copy_tally_sign(id i64, agency_id i64, department_id i64?, sheet i64, year i64, month i64,
--   upto i64, actor i64, at i64)
-- name: copy_from_tally_sign -> copy_tally_sign...
SELECT id, agency_id, department_id, sheet, year, month, upto, actor, at FROM tally_sign ORDER BY
  id;
-- name: copy_into_tally_sign(id i64, agency_id i64, department_id i64?, sheet i64, year i64,
--   month i64, upto i64, actor i64, at i64)
INSERT INTO tally_sign (id, agency_id, department_id, sheet, year, month, upto, actor, at) VALUES
  (:id, :agency_id, :department_id, :sheet, :year, :month, :upto, :actor, :at);

-- row: copy_decision(id i64, agency_id i64, department_id i64?, item i64, number str,
--   decided_on i64, year i64, month i64, party str, credit_code str, category str, content str,
--   fields str, sealed blob?, publish_due i64, publish_end i64?, published_on i64?, batch_id i64?,
--   void_ i64, actor i64, at i64)
-- name: copy_from_decision -> copy_decision...
SELECT id, agency_id, department_id, item, number, decided_on, year, month, party, credit_code,
  category, content, fields, sealed, publish_due, publish_end, published_on, batch_id, void AS
  void_, actor, at FROM decision ORDER BY id;
-- name: copy_into_decision(id i64, agency_id i64, department_id i64?, item i64, number str,
--   decided_on i64, year i64, month i64, party str, credit_code str, category str, content str,
--   fields str, sealed blob?, publish_due i64, publish_end i64?, published_on i64?, batch_id i64?,
--   void_ i64, actor i64, at i64)
INSERT INTO decision (id, agency_id, department_id, item, number, decided_on, year, month, party,
  credit_code, category, content, fields, sealed, publish_due, publish_end, published_on, batch_id,
  void, actor, at) VALUES (:id, :agency_id, :department_id, :item, :number, :decided_on, :year,
  :month, :party, :credit_code, :category, :content, :fields, :sealed, :publish_due, :publish_end,
  :published_on, :batch_id, :void_, :actor, :at);

-- row: copy_money(id i64, agency_id i64, item i64, on_day i64, year i64, amount i64, ref str,
--   request_id i64?, note str, corrects i64?, live i64, actor i64, at i64)
-- name: copy_from_money -> copy_money...
SELECT id, agency_id, item, on_day, year, amount, ref, request_id, note, corrects, live, actor, at
  FROM money ORDER BY id;
-- name: copy_into_money(id i64, agency_id i64, item i64, on_day i64, year i64, amount i64, ref str,
--   request_id i64?, note str, corrects i64?, live i64, actor i64, at i64)
INSERT INTO money (id, agency_id, item, on_day, year, amount, ref, request_id, note, corrects, live,
  actor, at) VALUES (:id, :agency_id, :item, :on_day, :year, :amount, :ref, :request_id, :note,
  :corrects, :live, :actor, :at);

-- row: copy_request_sketch(request_id i64, agency_id i64, arrived_on i64, pairs i64, bits blob)
-- name: copy_from_request_sketch -> copy_request_sketch...
SELECT request_id, agency_id, arrived_on, pairs, bits FROM request_sketch ORDER BY request_id;
-- name: copy_into_request_sketch(request_id i64, agency_id i64, arrived_on i64, pairs i64,
--   bits blob)
INSERT INTO request_sketch (request_id, agency_id, arrived_on, pairs, bits) VALUES (:request_id,
  :agency_id, :arrived_on, :pairs, :bits);

-- row: copy_notice_mark_annual(agency_id i64, day i64, level i64, at i64)
-- name: copy_from_notice_mark_annual -> copy_notice_mark_annual...
SELECT agency_id, day, level, at FROM notice_mark_annual ORDER BY agency_id, day, level;
-- name: copy_into_notice_mark_annual(agency_id i64, day i64, level i64, at i64)
INSERT INTO notice_mark_annual (agency_id, day, level, at) VALUES (:agency_id, :day, :level, :at);

-- row: copy_law_value(id i64, agency_id i64, name str, value i64, from_day i64, reason str,
--   actor i64, at i64)
-- name: copy_from_law_value -> copy_law_value...
SELECT id, agency_id, name, value, from_day, reason, actor, at FROM law_value ORDER BY id;
-- name: copy_into_law_value(id i64, agency_id i64, name str, value i64, from_day i64, reason str,
--   actor i64, at i64)
INSERT INTO law_value (id, agency_id, name, value, from_day, reason, actor, at) VALUES (:id,
  :agency_id, :name, :value, :from_day, :reason, :actor, :at);
