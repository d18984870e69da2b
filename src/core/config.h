/*
 * config -- one `key = value` file, described by one table.
 *
 * The table is the only place that knows a setting: reading, refusing, the
 * annotated example, the manual and the print of what is in force all come from
 * it.  This module holds no setting of its own and no state.
 *
 * The file: UTF-8 (a BOM and CRLF are accepted), at most CONFIG_FILE_MAX bytes,
 * one `key = value` a line.  A line that starts with `#` is a comment; a value
 * runs to the end of its line and is not quoted, so a comment never stands
 * behind a value (" #" in a value is refused).  An unknown key, a key given
 * twice and a value that does not fit are refused with line, key and what is
 * allowed.
 *
 * Secrets never stand in the file: a secret setting is named `x_file` and holds
 * the path of a file that only its owner may read.  No function here prints it.
 *
 * Ownership: everything a setting points to lives in the arena that was given.
 */
#ifndef CORE_CONFIG_H
#define CORE_CONFIG_H

#include "core/arena.h"
#include "core/buf.h"

#include <stdint.h>

enum {
	CONFIG_FILE_MAX = 256 * 1024,  /* bytes of the file */
	CONFIG_VALUE_MAX = 4096,       /* bytes of one value */
	CONFIG_SECRET_MAX = 64 * 1024, /* bytes of a secret's file (a TLS key is ~3 KiB) */
	CONFIG_LIST_MAX = 64	       /* items of a list */
};

/* Written how → stored as.  The field at `offset` must have the type named here. */
enum config_type {
	CONFIG_TEXT,	 /* anything on one line        struct str, NUL-terminated */
	CONFIG_INT,	 /* 20                          int64_t */
	CONFIG_DURATION, /* 30s 15min 8h 90d            int64_t, seconds */
	CONFIG_SIZE,	 /* 512B 64KiB 10MiB 2GiB       int64_t, bytes */
	CONFIG_FLAG,	 /* yes, no                     bool */
	CONFIG_PATH,	 /* a file or folder            struct str, NUL-terminated */
	CONFIG_CHOICE,	 /* one of `choices`            int, its index */
	CONFIG_LIST	 /* a, b, c                     struct config_list */
};

struct config_list {
	const struct str *item; /* each NUL-terminated */
	size_t n;
};

/* What a secret setting is stored as: type CONFIG_PATH with `secret`. */
struct config_secret {
	struct str path;  /* {NULL, 0}: not set */
	struct str bytes; /* content of the file; one line end at its end is taken off */
};

struct config_setting {
	const char *name; /* lower case, digits, _; a secret's name ends in _file */
	enum config_type type;
	size_t offset;	 /* offsetof in the application's struct */
	const char *def; /* default, as it would be written; "" is "not set" */
	/*
	 * Allowed range, both included: the number (INT), seconds, bytes, length in bytes
	 * (TEXT, PATH), items (LIST).  0,0: whatever the type holds.
	 */
	int64_t min, max;
	const char *const *choices; /* CHOICE: NULL-terminated */
	const char *section;	    /* Chinese; settings of one section stand together */
	const char *help;	    /* Chinese, one paragraph, for the person who fills it in */
	bool secret;
	/*
	 * More to ask of the value (each item of a list), or NULL.  Returns NULL when it is
	 * right, else what is allowed (Chinese, static).  Not called for "not set".
	 */
	const char *(*check)(struct str value);
};

struct config_table {
	const struct config_setting *setting;
	size_t n;
	size_t size; /* sizeof the application's struct */
};

/*
 * Fills *out with the defaults.  ERR_BUG (msg names the setting) when the table itself is
 * wrong: a default that does not parse, a name twice, a secret not named x_file.
 */
MUST_USE enum err config_defaults(
	struct arena *a, const struct config_table *table, void *out, struct error *err);

/*
 * Reads the file at path over *out; what the file does not name stays.  *out is untouched
 * unless everything was right.  With `all`, reading goes on after a problem and each one is
 * appended there as a line; err holds the first one.  The value of a secret or of an unknown
 * key is never in a message.
 * ERR_INVALID   a line is wrong (msg: file, line, key, what is allowed, the nearest key)
 * ERR_LIMIT     the file is too large or has an overlong line
 * ERR_NOT_FOUND, ERR_DENIED, ERR_IO  the file cannot be read
 */
MUST_USE enum err config_read_file(struct arena *a, const char *path,
	const struct config_table *table, void *out, struct buf *all, struct error *err);

/* The same from text that was already read; `name` stands for the file in messages. */
MUST_USE enum err config_read_text(struct arena *a, const char *name, struct str text,
	const struct config_table *table, void *out, struct buf *all, struct error *err);

/*
 * One setting from the command line, "key=value" (blanks around either are dropped), over *out.
 * An empty value sets back to "not set" where that is allowed.  Errors as config_read_file.
 */
MUST_USE enum err config_set(struct arena *a, const struct config_table *table,
	const char *assignment, void *out, struct error *err);

/* An annotated file with every setting commented out at its default.  Reads back as it is. */
void config_print_example(struct buf *b, const struct config_table *table);

enum config_manual { CONFIG_ROFF, CONFIG_MARKDOWN };
/* The settings as the body of a man page section, or as Markdown tables, one per section. */
void config_print_manual(struct buf *b, const struct config_table *table, enum config_manual form);

/* What is in force, as a file that reads back, except that secrets are ***. */
void config_print_effective(struct buf *b, const struct config_table *table, const void *config);

/* The setting of that name; NULL when there is none. */
const struct config_setting *config_find(const struct config_table *table, struct str name);
/* The name in the table that was most likely meant; NULL when none is near. */
const char *config_nearest(const struct config_table *table, struct str name);

#endif
