-- How a request came, where the channel alone does not tell.

CREATE TABLE request_intake (
  request_id {ID} PRIMARY KEY REFERENCES request(id),
  origin_body {TEXT} NOT NULL,        -- who handed it over; empty: asked here
  origin_number {TEXT} NOT NULL,      -- number of their letter, or of theirs for the request
  oral_reason {TEXT} NOT NULL         -- why it could not be written (条例第二十九条)
) {STRICT};
