-- Warnings given about what is no request: reviews and lawsuits.  And where a review is applied for online.

CREATE TABLE notice_mark_remedy (
  remedy_id {INT} NOT NULL REFERENCES remedy(id),
  day {INT} NOT NULL,                 -- the last day
  level {INT} NOT NULL,               -- working days left; negative: over
  at {INT} NOT NULL,
  PRIMARY KEY (remedy_id, day, level)
) {STRICT};

ALTER TABLE agency ADD COLUMN review_url {TEXT} NOT NULL DEFAULT ''; -- 网上申请行政复议的网址
