/*
 * smtp -- hands one message to a mail server, and says whether to try again.
 *
 * No queue, no retry, no address book: the caller keeps the queue and calls from
 * a worker thread, because smtp_send blocks up to its time limit.  The only file
 * that includes libcurl is smtp.c.  Nothing is printed or logged here.
 *
 * Composition (RFC 5322, 2045, 2047, 2231) is a pure function: same message, same
 * bytes.  The date and the message id come from the caller.
 */
#ifndef CORE_SMTP_H
#define CORE_SMTP_H

#include "core/buf.h"
#include "core/error.h"
#include "core/str.h"

#include <stdint.h>

enum {
	SMTP_MESSAGE_MAX = 25 * 1024 * 1024, /* bytes of a composed message */
	SMTP_ADDRESS_MAX = 254,		     /* RFC 5321 4.5.3.1.3 less the brackets */
	SMTP_LOCAL_MAX = 64,		     /* RFC 5321 4.5.3.1.1 */
	SMTP_SUBJECT_MAX = 1000,	     /* bytes of UTF-8 */
	SMTP_NAME_MAX = 255,		     /* bytes of UTF-8: a person's or a file's name */
	SMTP_ATTACHMENTS_MAX = 20,
	SMTP_REPLY_MAX = 256
};

enum smtp_tls {
	SMTP_TLS_REQUIRED, /* STARTTLS or no mail */
	SMTP_TLS_TRY,	   /* STARTTLS when offered: no protection against an active attacker */
	SMTP_TLS_NO	   /* never; for a server on the same machine */
};

/* Borrowed, NUL-terminated.  NULL or "" is "not given" where that is allowed. */
struct smtp_config {
	const char *url;      /* smtp://host:port, or smtps://host:port (TLS from the start) */
	enum smtp_tls tls;    /* of smtp:// only */
	const char *user;     /* none: no authentication */
	const char *password; /* never sent without TLS, unless tls is SMTP_TLS_NO */
	const char *ca_file;  /* PEM; none: the system's */
	const char *from;     /* address, also the envelope sender */
	const char *from_name;
	int timeout_s; /* of the whole delivery, 1..600 */
};

struct smtp_attachment {
	struct str name; /* UTF-8 file name */
	struct str type; /* "application/pdf" */
	struct str bytes;
};

struct smtp_message {
	struct str to;	    /* one address */
	struct str to_name; /* may be empty */
	struct str subject;
	struct str text; /* UTF-8, lines end in LF */
	const struct smtp_attachment *attachment;
	size_t attachments;
	struct str message_id; /* "unique@host" without brackets */
	int64_t date;	       /* seconds since the epoch; written as +0800 */
};

struct smtp_result {
	int code;	/* of the reply that decided, 250 when accepted; 0: there was none */
	bool permanent; /* this message will never be taken: do not try again */
	/* Text of that reply, printable.  It may name the recipient: keep it out of the log. */
	char reply[SMTP_REPLY_MAX];
};

/*
 * Once at start, before threads, and once at the end.  ERR_IO when libcurl refuses or has no
 * SMTP.
 */
MUST_USE enum err smtp_start(struct error *err);
void smtp_stop(void);

/*
 * Delivers message.  OK means the server took it.  *result is always filled.
 * ERR_INVALID, ERR_LIMIT  it cannot be composed, or the configuration is wrong; permanent for
 *                         the message only when the message is at fault
 * ERR_IO                  not taken: see *result.  5xx to the message itself is permanent; 4xx,
 *                         no connection, time-out, a refused login or TLS are not
 * ERR_NOMEM
 */
MUST_USE enum err smtp_send(const struct smtp_config *config, const struct smtp_message *message,
	struct smtp_result *result, struct error *err);

/*
 * Appends the whole message, CRLF, 7-bit, lines of at most 76 bytes (998 for message ids).
 * b's ceiling counts: ERR_LIMIT.  ERR_INVALID with err->field "to", "from", "subject", "name",
 * "text", "attachment", "message_id" or "date".  b is as before on failure.
 */
MUST_USE enum err smtp_compose(struct buf *b, const struct smtp_config *config,
	const struct smtp_message *message, struct error *err);

/*
 * Whether s is one address we send to: local@domain, ASCII, RFC 5321 dot-atom (no quoted
 * local part, no comment, no address literal), no control character.  A Chinese domain must be
 * written in its xn-- form; a Chinese local part is not supported.  field is put into err.
 */
MUST_USE enum err smtp_check_address(struct str s, const char *field, struct error *err);

#endif
