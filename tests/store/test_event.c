/* The log: append, list, export, verify, and every single changed byte found. */
#include "tests/store/event_flip.h"

#include "core/file.h"
#include "store/event.sql.h"

enum { ARENA = 8 << 20, EVENTS = 4 };

static int64_t fixed(void *ctx)
{
	(void)ctx;
	return INT64_C(1800000000000);
}

static const struct event_entry entry[] = {
	/* the example of docs/log-format.md */
	{ .actor = { 5 },
		.agency = { 7 },
		.role = STR_INIT("系统"),
		.address = STR_INIT("192.0.2.1"),
		.action = STR_INIT("person.add"),
		.object_kind = STR_INIT("person"),
		.object = 9,
		.after = STR_INIT("a=1") },
	{ .actor = { 5 },
		.agency = { 7 },
		.role = STR_INIT("审核"),
		.address = STR_INIT("2001:db8::1"),
		.action = STR_INIT("person.change"),
		.object_kind = STR_INIT("person"),
		.object = 9,
		.reason = STR_INIT("改名"),
		.before = STR_INIT("a=1"),
		.after = STR_INIT("a=2"),
		.detail = STR_INIT("roles=office") },
	{ .actor = { 0 }, .action = STR_INIT("login.ok"), .refused = true },
	{ .actor = { 6 },
		.agency = { 8 },
		.action = STR_INIT("login.ok"),
		.object_kind = STR_INIT("person"),
		.object = 6 },
};

static enum err append(struct tx *tx, void *ctx, struct error *err)
{
	struct event_id *last = ctx;
	enum err e = OK;
	for (int i = 0; !e && i < EVENTS; i++)
		e = event_append(tx, &entry[i], last, err);
	return e;
}

static enum err append_and_fail(struct tx *tx, void *ctx, struct error *err)
{
	enum err e = append(tx, ctx, err);
	return e ? e : error_set(err, ERR_DENIED, NULL, "no");
}

static enum err take_head(struct tx *tx, void *ctx, struct error *err)
{
	return event_head(tx, ctx, err);
}

static enum err dump_one(void *ctx, const struct event_row *row, struct error *err)
{
	(void)err;
	event_write_line(ctx, row);
	return OK;
}

static enum err dump(struct tx *tx, void *ctx, struct error *err)
{
	buf_clear(ctx);
	return sql_event_each(tx, &(struct event_each_in){ { 1 } }, dump_one, ctx, err);
}

/* Another program, with nothing but the description, comes to the same chain. */
static void test_export(struct store *s, const struct store_place *p, const struct event_head *head)
{
	struct buf b;
	struct error err;
	struct str out;
	struct arena a;
	char path[300], made[300], command[1000], want[100];
	const char *root = getenv("GONGKAI_ROOT");
	arena_init(&a, ARENA);
	buf_init(&b, 1 << 20);
	snprintf(path, sizeof path, "%s/log", p->folder);
	snprintf(made, sizeof made, "%s/checked", p->folder);
	CHECK(!store_read(s, dump, &b, &err) && !file_write(path, buf_view(&b), &err), "exported");
	snprintf(command, sizeof command, "python3 %s/tests/store/verify_log.py %s >%s 2>&1",
		root ? root : ".", path, made);
	int status = system(command);
	snprintf(want, sizeof want, "%d %s", EVENTS, digest_hex(&head->chain).z);
	bool read = !file_read(&a, made, 4096, &out, &err);
	CHECK(status == 0 && read && str_is(str_trim(out), want), "verify_log.py: %.*s",
		read ? (int)str_trim(out).n : 0, read ? out.p : "");
	unlink(path);
	unlink(made);
	buf_done(&b);
	arena_done(&a);
}

static void test_example(struct store *s)
{
	struct buf b;
	struct error err;
	buf_init(&b, 1 << 20);
	CHECK(!store_read(s, dump, &b, &err), "dump");
	CHECK(str_has(buf_view(&b),
		      "b9c33bd6ba280b0b7568f1c86d1edc21d10b8640d3ee7bbd24acbc4cb2939365"),
		"the example of docs/log-format.md");
	CHECK(str_starts(buf_view(&b), STR("{ \"seq\":1,\"at\":1800000000000,\"actor\":5,")) &&
			str_has(buf_view(&b), "\"role\":\"系统\"") &&
			str_has(buf_view(&b), "\"before\":null"),
		"as JSON");
	buf_done(&b);
}

/* How many bytes of each column are tried: by what the entries hold. */
static const struct {
	const char *name;
	enum flip_kind kind;
	int size[EVENTS];
} column[] = {
	{ "seq", FLIP_INT, { 7, 7, 7, 7 } },
	{ "at", FLIP_INT, { 7, 7, 7, 7 } },
	{ "actor", FLIP_INT, { 7, 7, 7, 7 } },
	{ "agency", FLIP_INT, { 7, 7, 7, 7 } },
	{ "role", FLIP_TEXT, { 6, 6, 0, 0 } },
	{ "address", FLIP_TEXT, { 9, 11, 0, 0 } },
	{ "action", FLIP_TEXT, { 10, 13, 8, 8 } },
	{ "object_kind", FLIP_TEXT, { 6, 6, 0, 6 } },
	{ "object", FLIP_INT, { 7, 7, 7, 7 } },
	{ "refused", FLIP_INT, { 1, 1, 1, 1 } },
	{ "reason", FLIP_TEXT, { 0, 6, 0, 0 } },
	{ "before", FLIP_BLOB, { 0, 32, 0, 0 } },
	{ "after", FLIP_BLOB, { 32, 32, 0, 0 } },
	{ "detail", FLIP_TEXT, { 0, 12, 0, 0 } },
	{ "chain", FLIP_BLOB, { 32, 32, 32, 32 } },
};

static void test_flips(struct store *s, struct flipper *f)
{
	struct error err;
	int flips = 0, found = 0;
	for (size_t c = 0; c < sizeof column / sizeof column[0]; c++)
		for (int row = 1; row <= EVENTS; row++)
			for (int k = 0; k < column[c].size[row - 1]; k++) {
				char where[64], back[64];
				bool seq = c == 0;
				snprintf(where, sizeof where, "seq = %d", row);
				snprintf(back, sizeof back, "seq = %lld",
					seq ? row ^ (1LL << 8 * k) : (long long)row);
				/* The number 3 becomes 2, which is there: refused by the key. */
				if (seq && k == 0 && (row ^ 1) >= 1 && (row ^ 1) <= EVENTS)
					continue;
				bool done =
					flip(f, "event", column[c].name, column[c].kind, where, k);
				enum err e = event_verify(s, NULL, NULL, &err);
				done = done &&
				       flip(f, "event", column[c].name, column[c].kind, back, k);
				flips++;
				found += done && e == ERR_FORMAT;
				if (e != ERR_FORMAT)
					printf("# %s of %d, byte %d: %d %s\n", column[c].name, row,
						k, e, err.detail);
			}
	CHECK(flips == 473 && found == flips, "%d single changed bytes, %d found", flips, found);
	CHECK(event_verify(s, NULL, NULL, &err) == OK, "and back");
	static const struct {
		const char *column;
		enum flip_kind kind;
		int size;
	} head[] = { { "seq", FLIP_INT, 7 }, { "at", FLIP_INT, 7 }, { "chain", FLIP_BLOB, 32 } };
	flips = found = 0;
	for (int c = 0; c < 3; c++)
		for (int k = 0; k < head[c].size; k++) {
			bool done =
				flip(f, "event_head", head[c].column, head[c].kind, "one = 1", k);
			found += done && event_verify(s, NULL, NULL, &err) == ERR_FORMAT;
			flips += flip(f, "event_head", head[c].column, head[c].kind, "one = 1", k);
		}
	CHECK(flips == 46 && found == flips, "the head: %d changed bytes, %d found", flips, found);
}

static void test_rows(struct store *s, struct flipper *f, const struct event_head *head)
{
	static const char exchange[] =
		"UPDATE event SET seq = CASE seq WHEN 2 THEN 103 ELSE 102 END WHERE seq IN (2, 3)";
	static const char renumber[] = "UPDATE event SET seq = seq - 100 WHERE seq > 100";
	struct error err;
	CHECK(flip_sql(f, exchange) && flip_sql(f, renumber), "two exchanged");
	CHECK(event_verify(s, NULL, NULL, &err) == ERR_FORMAT && strstr(err.msg, "第 2 条"),
		"found: %s", err.msg);
	CHECK(flip_sql(f, exchange) && flip_sql(f, renumber), "back");
	CHECK(event_verify(s, head, NULL, &err) == OK, "and right again: %s", err.detail);

	/* Cut off, with the head made to fit: only a head kept elsewhere tells. */
	CHECK(flip_sql(f, "DELETE FROM event WHERE seq = 4"), "the last one deleted");
	CHECK(event_verify(s, NULL, NULL, &err) == ERR_FORMAT && strstr(err.msg, "截断"),
		"found: %s", err.msg);
	CHECK(flip_sql(f, "UPDATE event_head SET seq = 3, at = 1800000000000,"
			  " chain = (SELECT chain FROM event WHERE seq = 3)"),
		"and the head made to fit");
	CHECK(event_verify(s, NULL, NULL, &err) == OK, "it looks right");
	CHECK(event_verify(s, head, NULL, &err) == ERR_FORMAT && strstr(err.msg, "截断或重写"),
		"but not against the head exported before: %s", err.msg);
	CHECK(flip_sql(f, "UPDATE event SET after = NULL WHERE seq = 2"), "a digest taken away");
	CHECK(event_verify(s, NULL, NULL, &err) == ERR_FORMAT, "found");
	CHECK(flip_sql(f, "DELETE FROM event WHERE seq = 1"), "the first one deleted");
	CHECK(event_verify(s, NULL, NULL, &err) == ERR_FORMAT, "found");
}

static void test_refused(const struct store_place *p)
{
	static const char *const sql[] = { "UPDATE event SET reason = 'x' WHERE seq = 1",
		"DELETE FROM event WHERE seq = 1", "DELETE FROM event", "DELETE FROM event_head" };
	for (size_t i = 0; i < sizeof sql / sizeof sql[0]; i++)
		CHECK(!raw_exec(p, sql[i]), "the database refuses: %s", sql[i]);
	if (p->pg)
		CHECK(!raw_exec(p, "TRUNCATE event"), "and TRUNCATE");
	else
		CHECK(!raw_exec(p, "REPLACE INTO event SELECT * FROM event WHERE seq = 1"),
			"and REPLACE");
}

struct filter {
	const char *name;
	struct event_list_in in;
	const char *want; /* the numbers, newest first */
};

static enum err list_all(struct tx *tx, void *ctx, struct error *err)
{
	struct arena *a = ctx;
	static const struct filter row[] = {
		{ "all", { .limit = 10 }, "4321" },
		{ "a page", { .limit = 2 }, "43" },
		{ "the next page", { .below = { 3 }, .limit = 2 }, "21" },
		{ "actor", { .actor = { 5 }, .limit = 9 }, "21" },
		{ "agency", { .agency = { 8 }, .limit = 9 }, "4" },
		{ "action", { .action = STR_INIT("login.ok"), .limit = 9 }, "43" },
		{ "prefix", { .action = STR_INIT("person."), .limit = 9 }, "21" },
		{ "not a pattern", { .action = STR_INIT("%"), .limit = 9 }, "" },
		{ "object",
			{ .object_kind = STR_INIT("person"), .object = { true, 9 }, .limit = 9 },
			"21" },
		{ "refused", { .refused = { true, 1 }, .limit = 9 }, "3" },
		{ "not refused", { .refused = { true, 0 }, .limit = 9 }, "421" },
		{ "from", { .since = { true, INT64_C(1800000000000) }, .limit = 9 }, "4321" },
		{ "from later", { .since = { true, INT64_C(1800000000001) }, .limit = 9 }, "" },
		{ "before", { .until = { true, INT64_C(1800000000000) }, .limit = 9 }, "" },
	};
	enum err e = OK;
	for (size_t i = 0; !e && i < sizeof row / sizeof row[0]; i++) {
		struct event_row *all;
		size_t n = 0, k = 0;
		e = sql_event_list(tx, &row[i].in, a, &all, &n, err);
		while (!e && k < n && row[i].want[k] == '0' + all[k].seq.v)
			k++;
		CHECK(e == OK && k == n && n == strlen(row[i].want), "list: %s", row[i].name);
	}
	struct event_row one, *few;
	size_t n = 0;
	if (!e)
		e = sql_event_load(tx, &(struct event_load_in){ { 3 } }, a, &one, err);
	CHECK(e == OK && one.refused == 1 && !one.before.p, "one");
	if (!e)
		e = sql_event_list_object(tx,
			&(struct event_list_object_in){ STR("person"), 9, { 0 }, 5 }, a, &few, &n,
			err);
	CHECK(e == OK && n == 2 && few[0].seq.v == 2, "the history of one thing");
	if (!e)
		e = sql_event_list_actor(tx,
			&(struct event_list_actor_in){ { 6 }, STR("login."), { 0 }, 5 }, a, &few,
			&n, err);
	CHECK(e == OK && n == 1 && few[0].seq.v == 4, "somebody's own log-ins");
	return e;
}

int main(void)
{
	struct store_place p;
	struct flipper f;
	struct arena a;
	struct error err = { .code = OK };
	struct event_head head = { .seq = -1 };
	struct event_id last = { 0 };
	int64_t checked = -1;
	arena_init(&a, ARENA);
	place_init(&p);
	p.config.clock_ms = fixed;
	struct store *s = place_open(&p, NULL);
	CHECK(event_verify(s, NULL, &checked, &err) == OK && checked == 0, "an empty log holds");
	CHECK(!store_read(s, take_head, &head, &err) && head.seq == 0, "its head");
	CHECK(event_verify(s, &head, &checked, &err) == OK, "against that head");
	CHECK(store_write(s, append, &last, &err) == OK && last.v == EVENTS,
		"numbers count from 1");
	CHECK(store_write(s, append_and_fail, &last, &err) == ERR_DENIED, "undone with its write");
	CHECK(event_verify(s, &head, &checked, &err) == OK && checked == EVENTS,
		"longer than the exported head: %s", err.detail);
	CHECK(!store_read(s, take_head, &head, &err) && head.seq == EVENTS, "the head now");
	CHECK(event_verify(s, &head, &checked, &err) == OK, "against it: %s", err.detail);
	struct event_head other = head;
	other.chain.b[31] ^= 1;
	CHECK(event_verify(s, &other, &checked, &err) == ERR_FORMAT, "another chain value");
	test_example(s);
	test_export(s, &p, &head);
	CHECK(store_read(s, list_all, &a, &err) == OK, "lists: %s", err.detail);
	test_refused(&p);
	CHECK(flip_open(&f, &p), "an intruder takes the triggers away");
	test_flips(s, &f);
	test_rows(s, &f, &head);
	flip_close(&f);
	store_close(s);
	place_done(&p);
	arena_done(&a);
	return TEST_END();
}
