#include "store/event.h"

#include "store/event.sql.h"

#include "core/json.h"

static void member(struct buf *b, const char *name)
{
	buf_char(b, b->n > 0 && b->p[b->n - 1] == '{' ? ' ' : ',');
	buf_fmt(b, "\"%s\":", name);
}

static void put_int(struct buf *b, const char *name, int64_t v)
{
	member(b, name);
	buf_int(b, v);
}

static void put_text(struct buf *b, const char *name, struct str s)
{
	member(b, name);
	json_write_string(b, s);
}

static void put_digest(struct buf *b, const char *name, struct str s)
{
	member(b, name);
	if (!s.p) {
		buf_lit(b, "null");
		return;
	}
	buf_char(b, '"');
	hex_encode(b, s);
	buf_char(b, '"');
}

void event_write_line(struct buf *b, const struct event_row *row)
{
	buf_char(b, '{');
	put_int(b, "seq", row->seq.v);
	put_int(b, "at", row->at);
	put_int(b, "actor", row->actor.v);
	put_int(b, "agency", row->agency.v);
	put_text(b, "role", row->role);
	put_text(b, "address", row->address);
	put_text(b, "action", row->action);
	put_text(b, "object_kind", row->object_kind);
	put_int(b, "object", row->object);
	put_int(b, "refused", row->refused);
	put_text(b, "reason", row->reason);
	put_digest(b, "before", row->before);
	put_digest(b, "after", row->after);
	put_text(b, "detail", row->detail);
	put_digest(b, "chain", row->chain);
	buf_lit(b, " }\n");
}
