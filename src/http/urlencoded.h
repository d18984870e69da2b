/*
 * urlencoded -- application/x-www-form-urlencoded, read piece by piece.
 *
 * The rules are those browsers write by (WHATWG URL, section 5): '&' between
 * pairs, the first '=' after the name, '+' is a blank, %XX a byte, empty pairs
 * are skipped, a name without '=' has an empty value.  Unlike browsers a bad
 * escape is an error: it is never passed on, and never leaks into the next
 * field.  Names and values are UTF-8 without NUL.  The result does not depend
 * on how the bytes were cut.  Pairs live in the arena.
 */
#ifndef HTTP_URLENCODED_H
#define HTTP_URLENCODED_H

#include "core/arena.h"
#include "core/buf.h"

struct form_limits {
	size_t fields;	    /* pairs */
	size_t name_bytes;  /* of one name, decoded */
	size_t value_bytes; /* of one value, decoded */
	size_t total_bytes; /* of all input, as sent */
};

/* 500 fields, 200 bytes a name, 256 KiB a value, 1 MiB in all. */
extern const struct form_limits form_limits_default;

struct form_file; /* http/form.h */

/* One pair in the order sent.  For an uploaded file `value` is its name and `file` is set. */
struct form_pair {
	struct str name, value;
	const struct form_file *file; /* NULL for an ordinary field */
};

/* Grows in an arena. */
struct form_pairs {
	struct form_pair *pair;
	size_t n, cap;
};

/*
 * Appends a pair; name and value are copied into the arena.  ERR_LIMIT when there are
 * lim->fields already (lim may be NULL: no count), ERR_NOMEM.  Also for the receiver of a
 * multipart body.
 */
MUST_USE enum err form_pairs_add(struct form_pairs *pairs, struct arena *a,
	const struct form_limits *lim, struct form_pair pair, struct error *err);
/* The first value of a name; false when it was not sent. */
bool form_pairs_find(const struct form_pairs *pairs, const char *name, struct str *value);

/* Members are private. */
struct urlencoded {
	struct arena *arena;
	struct form_limits lim;
	struct form_pairs pairs;
	struct buf name, value;
	size_t total;
	int escape;    /* 0: none open; 1: after '%'; 2: after its first digit */
	int high;      /* value of that digit */
	bool in_value; /* behind '=' */
	bool any;      /* the pair has begun */
	bool ended;
	struct error bad; /* sticky */
};

/* lim is copied; NULL means form_limits_default.  The arena must outlive the pairs. */
void urlencoded_init(struct urlencoded *u, struct arena *a, const struct form_limits *lim);
/*
 * Takes the next bytes, any number of them.  ERR_INVALID (bad escape, NUL, not UTF-8; the message
 * names the field), ERR_LIMIT, ERR_NOMEM.  After an error every call returns it again.
 */
MUST_USE enum err urlencoded_feed(struct urlencoded *u, struct str bytes, struct error *err);
/* No more bytes will come: finishes the last pair and hands out all of them, in the arena. */
MUST_USE enum err urlencoded_end(struct urlencoded *u, struct form_pairs *out, struct error *err);
/* Frees the working buffers; the pairs stay with their arena. */
void urlencoded_done(struct urlencoded *u);

/* The three calls in one, for bytes that are all there. */
MUST_USE enum err urlencoded_parse(struct arena *a, const struct form_limits *lim, struct str bytes,
	struct form_pairs *out, struct error *err);

#endif
