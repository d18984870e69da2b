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
