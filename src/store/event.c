#include "store/event.h"

#include "store/event.sql.h"
#include "store/internal.h"

#include <inttypes.h>

enum { SCRATCH = 4 << 10 };

static void add_int(struct sm3 *h, int64_t v)
{
	char t[24];
	int n = snprintf(t, sizeof t, "%" PRId64, v);
	sm3_add_field(h, (struct str){ t, (size_t)n });
}

/* docs/log-format.md: the members in this order, numbers in decimal, NULL as the empty string. */
static enum err chain(struct sm3 *h, struct str previous, const struct event_add_in *e,
	struct digest *out, struct error *err)
{
	enum err r = sm3_start(h, err);
	if (r)
		return r;
	sm3_add(h, previous.p, previous.n);
	add_int(h, e->seq.v);
	add_int(h, e->at);
	add_int(h, e->actor.v);
	add_int(h, e->agency.v);
	sm3_add_field(h, e->role);
	sm3_add_field(h, e->address);
	sm3_add_field(h, e->action);
	sm3_add_field(h, e->object_kind);
	add_int(h, e->object);
	add_int(h, e->refused);
	sm3_add_field(h, e->reason);
	sm3_add_field(h, e->before);
	sm3_add_field(h, e->after);
	sm3_add_field(h, e->detail);
	return sm3_end(h, out, err);
}

static struct str bytes(const struct digest *d)
{
	return (struct str){ (const char *)d->b, sizeof d->b };
}

static enum err read_head(struct tx *tx, bool lock, struct event_head *out, struct error *err)
{
	struct arena a;
	struct event_head_row row;
	arena_init(&a, SCRATCH);
	enum err e = lock ? sql_event_head_lock(tx, &a, &row, err)
			  : sql_event_head_read(tx, &a, &row, err);
	if (!e && row.chain.n != SM3_SIZE)
		e = error_set(err, ERR_FORMAT, NULL, "日志的末尾记录已损坏；请用备份恢复");
	if (!e) {
		out->seq = row.seq;
		out->at = row.at;
		memcpy(out->chain.b, row.chain.p, SM3_SIZE);
	}
	arena_done(&a);
	return e;
}

/* SM3 of a state's text into d; NULL when there is no state. */
static enum err digest_state(struct str state, struct digest *d, struct str *out, struct error *err)
{
	*out = (struct str){ NULL, 0 };
	if (state.n == 0)
		return OK;
	enum err e = sm3_of(state, d, err);
	if (!e)
		*out = bytes(d);
	return e;
}

enum err event_append(
	struct tx *tx, const struct event_entry *entry, struct event_id *id, struct error *err)
{
	struct event_head head;
	struct digest before, after, now;
	struct event_add_in in = { .at = tx_now(tx),
		.actor = entry->actor,
		.agency = entry->agency,
		.role = entry->role,
		.address = entry->address,
		.action = entry->action,
		.object_kind = entry->object_kind,
		.object = entry->object,
		.refused = entry->refused,
		.reason = entry->reason,
		.detail = entry->detail };
	enum err e = read_head(tx, true, &head, err);
	if (!e)
		e = digest_state(entry->before, &before, &in.before, err);
	if (!e)
		e = digest_state(entry->after, &after, &in.after, err);
	if (e)
		return e;
	struct sm3 h = { 0 };
	in.seq.v = head.seq + 1;
	e = chain(&h, bytes(&head.chain), &in, &now, err);
	sm3_done(&h);
	if (e)
		return e;
	in.chain = bytes(&now);
	e = sql_event_add(tx, &in, NULL, err);
	if (!e)
		e = sql_event_head_set(
			tx, &(struct event_head_set_in){ in.seq.v, in.at, in.chain }, NULL, err);
	if (!e && id)
		*id = in.seq;
	return e;
}

enum err event_head(struct tx *tx, struct event_head *out, struct error *err)
{
	return read_head(tx, false, out, err);
}

struct walk {
	const struct event_head *expected;
	struct sm3 h;
	struct digest chain;
	int64_t seq, at;
	bool mismatch; /* with expected */
};

static enum err broken(const struct event_row *row, const char *what, struct error *err)
{
	error_set(err, ERR_FORMAT, NULL,
		"日志第 %" PRId64
		" 条与校验链不符，该条或其前一条被改动、删除或插入；请保护现场，用备份对照",
		row->seq.v);
	return error_detail(err, "event %" PRId64 " at %" PRId64 ": %s", row->seq.v, row->at, what),
	       ERR_FORMAT;
}

static struct event_add_in entry_of(const struct event_row *row)
{
	return (struct event_add_in){ row->seq, row->at, row->actor, row->agency, row->role,
		row->address, row->action, row->object_kind, row->object, row->refused, row->reason,
		row->before, row->after, row->detail, row->chain };
}

enum err event_fits(struct str previous, const struct event_row *row, bool *fits, struct error *err)
{
	struct sm3 h = { 0 };
	struct digest now;
	struct event_add_in in = entry_of(row);
	enum err e = chain(&h, previous, &in, &now, err);
	sm3_done(&h);
	if (!e)
		*fits = str_eq(row->chain, bytes(&now));
	return e;
}

static enum err walk_one(void *ctx, const struct event_row *row, struct error *err)
{
	struct walk *w = ctx;
	struct digest now;
	struct event_add_in in = entry_of(row);
	if (row->seq.v != w->seq + 1)
		return broken(row, "a number is missing before it", err);
	enum err e = chain(&w->h, bytes(&w->chain), &in, &now, err);
	if (e)
		return e;
	if (!str_eq(row->chain, bytes(&now)))
		return broken(row, "chain value differs", err);
	w->chain = now;
	w->seq = row->seq.v;
	w->at = row->at;
	if (w->expected && w->expected->seq == w->seq)
		w->mismatch = !digest_eq(&w->expected->chain, &now) || w->expected->at != w->at;
	return OK;
}

static enum err compare_ends(struct tx *tx, const struct walk *w, struct error *err)
{
	struct event_head head;
	enum err e = read_head(tx, false, &head, err);
	if (e)
		return e;
	if (head.seq != w->seq || head.at != w->at || !digest_eq(&head.chain, &w->chain)) {
		error_set(err, ERR_FORMAT, NULL,
			"日志末尾与记录的条数不符（记录 %" PRId64 " 条，实有 %" PRId64
			" 条）：日志被截断或改动",
			head.seq, w->seq);
		return error_detail(err, "head %" PRId64 ", last event %" PRId64, head.seq, w->seq),
		       ERR_FORMAT;
	}
	if (w->expected && (w->expected->seq > w->seq || w->mismatch ||
				   (w->expected->seq == 0 && w->expected->at != 0)))
		return error_set(err, ERR_FORMAT, NULL,
			"日志被截断或重写：与以前导出的末尾（第 %" PRId64 " 条）不符",
			w->expected->seq);
	return OK;
}

static enum err verify(struct tx *tx, void *ctx, struct error *err)
{
	struct walk *w = ctx;
	/* From nothing again: the function may be run twice. */
	w->chain = (struct digest){ { 0 } };
	w->seq = w->at = 0;
	w->mismatch = false;
	struct event_each_in in = { { INT64_MIN } };
	enum err e = sql_event_each(tx, &in, walk_one, w, err);
	return e ? e : compare_ends(tx, w, err);
}

enum err event_verify(
	struct store *s, const struct event_head *expected, int64_t *checked, struct error *err)
{
	struct walk w = { .expected = expected };
	enum err e = store_read(s, verify, &w, err);
	sm3_done(&w.h);
	if (!e && checked)
		*checked = w.seq;
	return e;
}
