/*
 * multipart -- multipart/form-data (RFC 7578, RFC 2046), read piece by piece.
 *
 * Fields are collected whole under a limit; a file's bytes are handed on as
 * they come and are never whole in memory.  A line that only begins like the
 * boundary is content.  Lines end in CRLF; a bare LF in a part's head is
 * refused.  A body without its closing boundary is an error, so a broken-off
 * upload is never taken for a whole one.  The events do not depend on how the
 * bytes were cut, except that one file's data may come in other pieces.
 */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "core/buf.h"
#include "core/error.h"

#include <stdint.h>

struct multipart_limits {
	size_t parts;	     /* fields and files */
	size_t header_lines; /* of one part */
	size_t header_bytes; /* of one part */
	size_t name_bytes;   /* a field's name */
	size_t value_bytes;  /* a field's value */
	uint64_t file_bytes; /* one file */
	uint64_t total_bytes;
};

/* 500 parts, 16 header lines, 4 KiB of head, 200 bytes a name, 256 KiB a value, 50 MiB, 60 MiB. */
extern const struct multipart_limits multipart_limits_default;

enum { MULTIPART_BOUNDARY_MAX = 70 }; /* RFC 2046 5.1.1 */

/*
 * What the reader tells.  All are set; strings are valid during the call only.  A result other than
 * OK ends the reading and is what feed returns (err is filled by the callee).
 */
struct multipart_events {
	void *ctx;
	/* A whole field: valid UTF-8 without NUL. */
	enum err (*on_field)(void *ctx, struct str name, struct str value, struct error *err);
	/*
	 * A file starts.  filename is a base name: UTF-8, no '/', '\', control or direction
	 * characters, at most 255 bytes; empty when the person chose no file (the data is then
	 * empty too).  type is as sent, "application/octet-stream" when absent; never trust it.
	 */
	enum err (*on_file_begin)(void *ctx, struct str name, struct str filename, struct str type,
		struct error *err);
	enum err (*on_file_data)(void *ctx, struct str bytes, struct error *err);
	/* The file is whole.  Not called for one that broke off: the receiver cleans up then. */
	enum err (*on_file_end)(void *ctx, struct error *err);
};

/* Members are private. */
struct multipart {
	struct multipart_limits lim;
	struct multipart_events ev;
	char boundary[MULTIPART_BOUNDARY_MAX + 5]; /* with CRLF and two dashes before it */
	size_t boundary_n;
	int state;
	bool is_file;
	struct buf head;			/* head of the part, lines kept with their CRLF */
	struct buf name;			/* of the part being read */
	struct buf value;			/* of the field being read */
	char held[MULTIPART_BOUNDARY_MAX + 32]; /* what may yet be a boundary line */
	size_t held_n, held_virtual;		/* the first held_virtual bytes were never sent */
	size_t line_start, lines, parts;
	uint64_t total, file_n;
	struct error bad; /* sticky */
};

/*
 * content_type: the whole header value; it must be multipart/form-data with a lawful boundary
 * (quoted or not, other parameters allowed), else ERR_INVALID.  lim is copied; NULL means the
 * default.  ev is copied.  On failure the reader must not be used, but multipart_done is allowed.
 */
MUST_USE enum err multipart_init(struct multipart *m, struct str content_type,
	const struct multipart_limits *lim, const struct multipart_events *ev, struct error *err);
/*
 * Takes the next bytes.  ERR_INVALID, ERR_LIMIT, ERR_NOMEM or whatever an event returned; after an
 * error every call returns it again and no event is sent.
 */
MUST_USE enum err multipart_feed(struct multipart *m, struct str bytes, struct error *err);
/* No more bytes will come: ERR_INVALID unless the closing boundary has been seen. */
MUST_USE enum err multipart_end(struct multipart *m, struct error *err);
/* Frees the buffers. */
void multipart_done(struct multipart *m);

/*
 * Appends the base name of what a browser sent as a file name: behind the last '/' or '\', without
 * control and direction characters, blanks at the ends and dots at the end, damaged bytes as
 * U+FFFD, cut to 255 bytes with its extension kept.  "未命名文件" when nothing is left of a name
 * that was not empty.
 */
void filename_clean(struct buf *b, struct str raw);

#endif
