-- What keeps pages as quick with a million requests as with a thousand.

-- A sketch of the pairs of a content (desk/request_likeness): tells most pairs of requests apart unread.
CREATE TABLE request_sketch (
  request_id {ID} PRIMARY KEY REFERENCES request(id),
  agency_id {INT} NOT NULL,
  arrived_on {INT} NOT NULL,
  pairs {INT} NOT NULL,               -- how many there are
  bits {BLOB} NOT NULL
) {STRICT};
CREATE INDEX request_sketch_recent ON request_sketch (agency_id, request_id, arrived_on, pairs, bits);
-- request.worded is 1 for requests that have words in the index and no sketch yet, 2 for those with both.
DROP INDEX request_unworded;
CREATE INDEX request_unworded ON request (agency_id, id) WHERE worded < 2;

-- The rounds and parts of a request: few have any.
CREATE INDEX request_by_parent ON request (parent_id, id) WHERE parent_id IS NOT NULL;
-- What 其他处理 is made of; 20 is OUTCOME_MISC.  The last three are there to answer from the index alone.
CREATE INDEX request_annual_misc ON request (agency_id, outcome, closed_on, outcome_rule, origin, number, received_on, round)
  WHERE number IS NOT NULL AND received_on IS NOT NULL AND round = 0 AND closed_on IS NOT NULL AND outcome = 20;
-- What moved the counters of a year since a day.
CREATE INDEX annual_move_since ON annual_move (agency_id, year, at, request_id, outcome, class);
