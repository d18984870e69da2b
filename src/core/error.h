/*
 * error -- what went wrong, told once, for two readers.
 *
 * A function that can fail returns enum err (OK is 0), is marked MUST_USE and
 * takes a struct error * last.  Outputs are untouched on failure.  The struct
 * has a fixed size so that it can be filled when memory is gone.  `msg` is for
 * the person (Chinese, says what to do); `detail` is for the log only.
 */
#ifndef CORE_ERROR_H
#define CORE_ERROR_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

/* Sorted by remedy: who has to do what about it. */
enum err {
	OK = 0,
	ERR_INVALID,   /* the caller's data is wrong; the person corrects it */
	ERR_NOT_FOUND, /* it is not there */
	ERR_DENIED,    /* the person may not */
	ERR_CONFLICT,  /* somebody else was quicker, or a rule forbids it now */
	ERR_LIMIT,     /* too large, too deep, too slow */
	ERR_FORMAT,    /* a document that is damaged or of an unknown kind */
	ERR_IO,        /* the system refused (disk, pipe, network) */
	ERR_STORE,     /* the database refused */
	ERR_NOMEM,     /* no memory */
	ERR_BUG        /* a broken promise of our own */
};

struct error {
	enum err code;
	const char *field; /* form field or argument, static text or NULL */
	const char *rule;  /* rule id ("R-033-2") or article, static text or NULL */
	char msg[384];     /* UTF-8, whole characters, always terminated */
	char detail[256];
};

/* Fills *e (which may be NULL) and returns code, so that callers can `return error_set(...)`. */
PRINTF_LIKE(4, 5)
enum err error_set(struct error *e, enum err code, const char *rule, const char *fmt, ...);

/* Adds the log-only detail to an error that is already set.  Returns e->code (ERR_BUG for NULL). */
PRINTF_LIKE(2, 3)
enum err error_detail(struct error *e, const char *fmt, ...);

/* ERR_NOMEM with its standard sentence. */
enum err error_nomem(struct error *e);

/* Why the system refused (errno), in Chinese and short: "磁盘已满".  Static text. */
const char *error_why(int number);

/* The stable name of a code, "invalid" and so on, for logs. */
const char *err_name(enum err code);

#endif
