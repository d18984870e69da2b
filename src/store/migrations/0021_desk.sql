-- Values the law leaves open, as an agency has set them (desk/law_value.h).  Rows are only added: the
-- last one of a key that holds from a day or before it counts for cases that came on that day.
CREATE TABLE law_value (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  name {TEXT} NOT NULL,
  value {INT} NOT NULL,
  from_day {INT} NOT NULL,
  reason {TEXT} NOT NULL,
  actor {INT} NOT NULL,
  at {INT} NOT NULL
) {STRICT};
CREATE INDEX law_value_of_agency ON law_value (agency_id, name, from_day, id);
