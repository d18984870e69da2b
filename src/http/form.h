/*
 * form -- declared form fields: from pairs to a checked C struct.
 *
 * A form is a constant table of fields; a route names it.  form_parse fills
 * the struct of the form, collects every error (one per field, in order of
 * declaration) and drops what is not declared.  It knows nothing of HTTP or
 * HTML.  Lengths are code points after clean-up, so a line break counts one.
 *
 *	struct note_form { struct str title; int64_t department; };
 *	static const struct form_field note_fields[] = {
 *		FORM_TEXT(struct note_form, title, "标题", 1, 100, FORM_REQUIRED),
 *		FORM_ID(struct note_form, department, "部门", 0),
 *	};
 *
 * The macros check the member's C type; the name sent is the member's name.
 * Behind the flags further members may be given: FORM_REQUIRED, .rule = "条例第29条".
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "core/arena.h"
#include "core/date.h"
#include "core/decimal.h"
#include "http/urlencoded.h"

#include <stddef.h>
#include <stdint.h>

enum form_type {
	FORM_TYPE_TEXT,	   /* struct str: one line, NFC, trimmed */
	FORM_TYPE_LINES,   /* struct str: several lines, NFC, LF between them, trimmed; tabs stay */
	FORM_TYPE_SECRET,  /* struct str: untouched, never shown again nor named in an error */
	FORM_TYPE_TOKEN,   /* struct str: [A-Za-z0-9_-] */
	FORM_TYPE_INT,	   /* int64_t */
	FORM_TYPE_ID,	   /* int64_t > 0 */
	FORM_TYPE_DECIMAL, /* struct decimal */
	FORM_TYPE_DATE,	   /* struct date, 2024-02-06, 2024/2/6, 2024.2.6, 2024年2月6日; absent:
			      form_date_absent */
	FORM_TYPE_FLAG,	   /* bool: a check box, on unless its value is empty or "0" */
	FORM_TYPE_CHOICE,  /* int: index into choices; absent: -1 */
	FORM_TYPE_CHOICES, /* uint64_t: bit i for choices[i] */
	FORM_TYPE_FILE,	   /* struct form_file; absent: name empty and size 0 */
	FORM_TYPE_FILES	   /* struct form_files */
};

enum {
	FORM_REQUIRED = 1 << 0,
	FORM_KEEP_BLANKS = 1 << 1 /* TEXT and LINES: blanks at the ends stay */
};

enum {
	FORM_CHOICES_MAX = 64, /* bits of a CHOICES member */
	FORM_FILES_MAX = 20    /* files of one FILES field */
};

/* One value a person may choose.  A table ends with { NULL, NULL }. */
struct form_choice {
	const char *value, *label;
};

/* An upload that arrived whole; made by the server, which owns the file at `path`. */
struct form_file {
	struct str name; /* base name, cleaned (http/multipart.h) */
	struct str type; /* as the client says: never trust it */
	int64_t size;
	struct str path;   /* where the bytes are until the request ends */
	struct str digest; /* lower-case hex, when the server computed one */
};

struct form_files {
	const struct form_file *const *file;
	size_t n;
};

struct form_field {
	const char *name;
	const char *label; /* Chinese, for messages */
	enum form_type type;
	size_t offset; /* into the form's struct */
	/*
	 * Text: code points.  Numbers: the value (both 0: any).  Date: years.  CHOICES: how many
	 * (max 0: any).  Files: max bytes of each.
	 */
	int64_t min, max;
	unsigned flags;
	const struct form_choice *choices;
	const char *rule;    /* the article or rule the field comes from, or NULL */
	const char *missing; /* the whole sentence when a required one is empty, or NULL */
	/*
	 * One more check of a text value (not empty, already within its limits), or NULL.
	 * err->msg is the sentence shown; it must not repeat a secret.
	 */
	enum err (*check)(struct str value, struct error *err);
};

/* What a date that was left empty holds. */
static inline struct date form_date_absent(void)
{
	return (struct date){ INT32_MIN };
}

/* offsetof, refused by the compiler unless the member has exactly that type. */
#define FORM_OFFSET(st, m, ctype) _Generic(((st *)0)->m, ctype : offsetof(st, m))
#define FORM_FIELD_(st, m, text, kind, ctype, lo, hi, values, ...)                                 \
	{                                                                                          \
		.name = #m, .label = (text), .type = (kind), .offset = FORM_OFFSET(st, m, ctype),  \
		.min = (lo), .max = (hi), .choices = (values), .flags = __VA_ARGS__                \
	}
#define FORM_TEXT(st, m, label, min, max, ...)                                                     \
	FORM_FIELD_(st, m, label, FORM_TYPE_TEXT, struct str, min, max, NULL, __VA_ARGS__)
#define FORM_LINES(st, m, label, min, max, ...)                                                    \
	FORM_FIELD_(st, m, label, FORM_TYPE_LINES, struct str, min, max, NULL, __VA_ARGS__)
#define FORM_SECRET(st, m, label, min, max, ...)                                                   \
	FORM_FIELD_(st, m, label, FORM_TYPE_SECRET, struct str, min, max, NULL, __VA_ARGS__)
#define FORM_TOKEN(st, m, label, min, max, ...)                                                    \
	FORM_FIELD_(st, m, label, FORM_TYPE_TOKEN, struct str, min, max, NULL, __VA_ARGS__)
#define FORM_INT(st, m, label, min, max, ...)                                                      \
	FORM_FIELD_(st, m, label, FORM_TYPE_INT, int64_t, min, max, NULL, __VA_ARGS__)
#define FORM_ID(st, m, label, ...)                                                                 \
	FORM_FIELD_(st, m, label, FORM_TYPE_ID, int64_t, 1, INT64_MAX, NULL, __VA_ARGS__)
#define FORM_DECIMAL(st, m, label, min, max, ...)                                                  \
	FORM_FIELD_(st, m, label, FORM_TYPE_DECIMAL, struct decimal, min, max, NULL, __VA_ARGS__)
#define FORM_DATE(st, m, label, min_year, max_year, ...)                                           \
	FORM_FIELD_(                                                                               \
		st, m, label, FORM_TYPE_DATE, struct date, min_year, max_year, NULL, __VA_ARGS__)
#define FORM_FLAG(st, m, label, ...)                                                               \
	FORM_FIELD_(st, m, label, FORM_TYPE_FLAG, bool, 0, 1, NULL, __VA_ARGS__)
#define FORM_CHOICE(st, m, label, choices, ...)                                                    \
	FORM_FIELD_(st, m, label, FORM_TYPE_CHOICE, int, 0, 0, choices, __VA_ARGS__)
#define FORM_CHOICES(st, m, label, min, max, choices, ...)                                         \
	FORM_FIELD_(st, m, label, FORM_TYPE_CHOICES, uint64_t, min, max, choices, __VA_ARGS__)
#define FORM_FILE(st, m, label, max_bytes, ...)                                                    \
	FORM_FIELD_(st, m, label, FORM_TYPE_FILE, struct form_file, 0, max_bytes, NULL, __VA_ARGS__)
#define FORM_FILES(st, m, label, max_bytes, ...)                                                   \
	FORM_FIELD_(                                                                               \
		st, m, label, FORM_TYPE_FILES, struct form_files, 0, max_bytes, NULL, __VA_ARGS__)

/* How one field fared. */
struct form_state {
	bool given;	    /* sent and not empty */
	struct str raw;	    /* what the person typed, for showing again; empty for SECRET */
	struct str part[3]; /* DATE sent as name.year, name.month, name.day */
	struct str error;   /* the sentence; empty when all is well */
};

struct form_report {
	struct form_state *state; /* one per field, in the arena */
	size_t n, n_errors;
};

/*
 * Fills *out (the form's struct) and *report.  Fields that are in error or absent hold their absent
 * value (empty, 0, false, -1, form_date_absent).  A person's mistakes are no failure: the result is
 * OK and report->n_errors counts them.  A field that takes one value and was sent twice is a
 * mistake. ERR_NOMEM, ERR_LIMIT (arena), ERR_BUG (a table that makes no sense); *out and *report
 * are untouched then.
 */
MUST_USE enum err form_parse(const struct form_field *fields, size_t n,
	const struct form_pair *pairs, size_t n_pairs, struct arena *a, void *out,
	struct form_report *report, struct error *err);

/* Adds an error found later (by the desk) to the field of that name; the first error stays. */
MUST_USE enum err form_report_add(struct form_report *report, const struct form_field *fields,
	const char *name, struct arena *a, const char *message, struct error *err);

#endif
