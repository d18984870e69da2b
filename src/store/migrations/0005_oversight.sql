-- Indexes of the log viewer, one per way to look for events; local days with their history.

CREATE INDEX event_at ON event (at, seq);
CREATE INDEX event_action ON event (action, seq);
CREATE INDEX event_actor_action ON event (actor, action, seq);
CREATE INDEX event_refused ON event (seq) WHERE refused = 1;
CREATE INDEX event_refused_action ON event (action, seq) WHERE refused = 1;
CREATE INDEX event_refused_actor ON event (actor, seq) WHERE refused = 1;

-- A local day is never changed: a later entry of the same agency and day corrects it.
DROP TABLE local_day;
CREATE TABLE local_day (
  id {ID} PRIMARY KEY,
  agency_id {INT} NOT NULL REFERENCES agency(id),
  day {INT} NOT NULL,                 -- days since 1970-01-01
  off {INT} NOT NULL CHECK (off IN (0, 1)), -- 1: a day off; 0: an earlier entry no longer counts
  name {TEXT} NOT NULL,
  reason {TEXT} NOT NULL,
  created_by {INT} NOT NULL,          -- person, 0: the command line
  created_at {INT} NOT NULL
) {STRICT};
CREATE INDEX local_day_by_agency ON local_day (agency_id, day, id);
