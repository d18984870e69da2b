/* The log: append, list, verify. */
#include "tests/store/store_test.h"

#include "store/event.sql.h"

enum { ARENA = 8 << 20 };

struct entries {
	int n;
	struct event_id last;
};

static struct event_entry entry(int i)
{
	return (struct event_entry){ .actor = { 100 + i % 3 },
		.agency = { 7 },
		.role = STR("系统"),
		.address = STR("192.0.2.1"),
		.action = i % 2 ? STR("login.ok") : STR("person.add"),
		.object_kind = STR("person"),
		.object = 1000 + i,
		.refused = i % 5 == 4,
		.reason = i % 3 ? STR("") : STR("测试"),
		.before = i % 4 ? STR("") : STR("a=1"),
		.after = STR("a=2"),
		.detail = STR("roles=office") };
}

static enum err append(struct tx *tx, void *ctx, struct error *err)
{
	struct entries *w = ctx;
	enum err e = OK;
	for (int i = 0; !e && i < w->n; i++) {
		struct event_entry x = entry(i);
		e = event_append(tx, &x, &w->last, err);
	}
	return e;
}

int main(void)
{
	struct store_place p;
	struct error err = { .code = OK };
	place_init(&p);
	struct store *s = place_open(&p, NULL);
	struct entries w = { .n = 10 };
	int64_t checked = -1;
	CHECK(event_verify(s, NULL, &checked, &err) == OK && checked == 0, "an empty log holds");
	CHECK(store_write(s, append, &w, &err) == OK, "append: %s %s", err.msg, err.detail);
	CHECK(w.last.v == 10, "numbers count from 1");
	CHECK(event_verify(s, NULL, &checked, &err) == OK && checked == 10, "ten hold: %s %s",
		err.msg, err.detail);
	store_close(s);
	place_done(&p);
	return TEST_END();
}
