/*
 * mail -- letters by e-mail: kept sealed, sent later, tried again, bounces recorded.
 *
 * mail_add belongs to the transaction of what causes the letter; a job "mail" sends it.
 * A mail server that is busy or away is asked again for about half a day; a refusal of the
 * letter itself is recorded with its code, to be seen and sent again by a person.  Sent
 * letters are forgotten after MAIL_KEEP_DAYS: what was said stands in the records.
 */
#ifndef DESK_MAIL_H
#define DESK_MAIL_H

#include "core/smtp.h"
#include "desk/desk.h"
#include "desk/runner.h"

enum {
	MAIL_TRIES = 16,
	MAIL_KEEP_DAYS = 30,
	MAIL_TEXT_MAX = 64 << 10 /* bytes */
};

struct mail_message {
	struct str to, to_name; /* to_name may be empty */
	struct str subject, text;
	struct request_id request; /* it is about; 0: none.  Who handles it is told of a bounce */
};
/* ERR_INVALID (field "to": no address we can send to; "subject"), ERR_LIMIT (text). */
MUST_USE enum err mail_add(struct tx *tx, const struct desk *d, const struct mail_message *m,
	struct mail_id *id, struct error *err);

/* ctx of the runner's kind "mail". */
struct mail_sender {
	struct smtp_config smtp;
	struct str host; /* right half of message ids: the site's name */
};
/* The function of the kind "mail". */
MUST_USE enum err mail_run(struct runner_work *w, struct error *err);

/* For the state page. */
struct mail_count {
	int64_t waiting, sent, bounced;
	int64_t oldest_ms; /* when the one that waits longest was written; 0: none waits */
};
MUST_USE enum err mail_counts(const struct desk *d, struct mail_count *out, struct error *err);
/* How many were sent at or after that moment (ms); no further back than MAIL_KEEP_DAYS. */
MUST_USE enum err mail_sent_since(
	const struct desk *d, int64_t since_ms, int64_t *out, struct error *err);
struct mail_bounce {
	struct mail_id id;
	struct str to; /* masked: "a***@example.cn"; empty when our keys do not open it */
	int code; /* of SMTP; 0: no server answered in all tries */
	int64_t written_ms, bounced_ms;
};
/* Below an id (0: from the newest), newest first. */
MUST_USE enum err mail_bounces(const struct desk *d, struct arena *a, struct mail_id below,
	size_t limit, struct mail_bounce **out, size_t *n, struct error *err);
/*
 * In the transaction that gives up a job "mail" for good: its letter counts as bounced (code 0), so
 * that it does not wait for ever and can be sent again.  payload: of the job.
 */
MUST_USE enum err mail_give_up(struct tx *tx, struct str payload, struct error *err);
/* By a person (event mail.resend).  ERR_NOT_FOUND: has not bounced. */
MUST_USE enum err mail_resend(
	const struct desk *d, const struct actor *who, struct mail_id id, struct error *err);

#endif
