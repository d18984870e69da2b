/*
 * log -- what the operator reads: one line per event, key=value.
 *
 *   time=2026-11-21T11:43:15.123+08:00 level=info event=http.request code=H1001 req=… status=200
 *
 * It is not the audit log (that is append-only and in the store) and holds no
 * personal data: fields are numbers, durations, words of a small alphabet
 * (ids, codes, route patterns) and, for errors only, one `detail` text.  A value
 * can never forge a line or a field: what does not fit is shown as `!`, a detail
 * is quoted, escaped, cut to LOG_DETAIL_MAX bytes, and its long digit runs
 * (identity, telephone, card numbers) are replaced by `***`.
 *
 * Events are in one table, log_event.h; docs/operations.md lists it.  Time is
 * Asia/Shanghai (UTC+8).  All functions may be called from any thread, none from
 * a signal handler.  Logging never fails towards the caller: lines that could
 * not be written are counted and told (L2002) when writing works again.
 */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include "core/buf.h"
#include "core/error.h"
#include "core/log_event.h"
#include "core/str.h"

#include <stdint.h>

enum {
	LOG_LINE_MAX = 2048,  /* bytes of a line; what does not fit is left out */
	LOG_DETAIL_MAX = 200, /* bytes of a detail before it is escaped */
	LOG_TOKEN_MAX = 96,   /* bytes of a token */
	LOG_REPEAT_MAX = 20,  /* lines of one warning or error within LOG_REPEAT_S */
	LOG_REPEAT_S = 60
};

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };

struct log;

struct log_config {
	const char *path;     /* file to append to (made with mode 0640); NULL: stderr */
	enum log_level level; /* lower events are not written */
	/* Milliseconds since the epoch (UTC); NULL: the system's clock. */
	int64_t (*now_ms)(void *ctx);
	void *now_ctx;
};

/*
 * Opens a log.  *out is the caller's until log_close.
 * ERR_DENIED, ERR_NOT_FOUND, ERR_IO  the file cannot be opened · ERR_NOMEM
 */
MUST_USE enum err log_open(const struct log_config *config, struct log **out, struct error *err);
/* Tells what was held back, closes and frees.  NULL is allowed. */
void log_close(struct log *log);
/* Opens the file anew, for log rotation (SIGHUP).  On failure the old file stays in use. */
MUST_USE enum err log_reopen(struct log *log, struct error *err);

/* One field of a line.  Made by the functions below only. */
struct log_field {
	const char *key; /* static; a-z 0-9 _; not time, level, event, code */
	enum log_kind { LOG_KIND_I64, LOG_KIND_TOKEN, LOG_KIND_US, LOG_KIND_DETAIL } kind;
	int64_t i64;
	struct str s;
};
/* A number: id, count, status, bytes. */
struct log_field log_i64(const char *key, int64_t v);
/*
 * A word of A-Z a-z 0-9 . _ : / + - of 1 to LOG_TOKEN_MAX bytes: request id, route pattern,
 * fixed word.  Anything else, and what looks like a telephone, identity or card number (11 or
 * more digits, perhaps with X at the end), becomes `!`.  Numbers are log_i64.
 */
struct log_field log_token(const char *key, struct str s);
/* A duration in microseconds, written as `12.345ms`. */
struct log_field log_us(const char *key, int64_t us);
/* What the system said about an error, for the operator.  The key is `detail`. */
struct log_field log_detail(struct str s);

/*
 * Writes one line, with one write(2).  Level, name and code come from the table.  Fields are
 * written in their order.  Repeats of a warning or error beyond LOG_REPEAT_MAX in LOG_REPEAT_S
 * are held back and told as one line (L2001) afterwards.  log may be NULL: nothing is done.
 */
void log_event(struct log *log, enum log_event_id id, size_t n, const struct log_field *field);
/* log_write(log, LOG_HTTP_REQUEST, log_i64("status", 200), log_us("took", 1234)) */
#define log_write(log, id, ...)                                                                    \
	log_event((log), (id),                                                                     \
		sizeof((struct log_field[]){ __VA_ARGS__ }) / sizeof(struct log_field),            \
		(struct log_field[]){ __VA_ARGS__ })
/* An error: code name and detail (not msg, which may quote what a person typed), then fields. */
void log_error(struct log *log, enum log_event_id id, const struct error *e, size_t n,
	const struct log_field *field);

struct log_event_info {
	const char *code; /* stable for ever, never used again for something else */
	const char *name;
	enum log_level level;
	const char *help; /* Chinese: what happened, what the operator does */
};
/* The row of the table. */
const struct log_event_info *log_event_info(enum log_event_id id);
/* "debug", "info", "warning", "error" */
const char *log_level_name(enum log_level level);
/* The table as Markdown, for docs/operations.md. */
void log_print_events(struct buf *b);

/* The line as log_event writes it, with its line end.  Exported for tests. */
void log_format(struct buf *b, int64_t now_ms, enum log_event_id id, size_t n,
	const struct log_field *field);

#endif
