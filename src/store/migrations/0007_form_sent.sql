-- Forms that have been sent: what is sent twice is done once.

CREATE TABLE form_sent (
  id {ID} PRIMARY KEY,
  form {TEXT} NOT NULL UNIQUE,        -- digest of the page's token and the address it was sent to
  content {TEXT} NOT NULL,            -- digest of what was last sent with it
  at {INT} NOT NULL,
  answer {BLOB} NULL                  -- sealed, forgotten after an hour; NULL: not there (yet)
) {STRICT};
CREATE INDEX form_sent_by_time ON form_sent (at);
CREATE INDEX form_sent_answers ON form_sent (at) WHERE answer IS NOT NULL;
