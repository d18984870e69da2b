/* One paper for many things becomes many cases; several cases never become one (C-2.6-26). */
#include "tests/desk/request_test.h"

static struct error err;
static struct request_place p;

static const struct desk *d(void)
{
	return &p.desk.desk;
}
static struct arena *ar(void)
{
	return &p.desk.arena;
}

static int64_t serial_of(struct str number)
{
	int64_t v = 0;
	size_t i = number.n;
	while (i > 0 && number.p[i - 1] >= '0' && number.p[i - 1] <= '9')
		i--;
	for (; i < number.n; i++)
		v = v * 10 + (number.p[i] - '0');
	return v;
}

static bool has(struct str text, const char *part)
{
	return memmem(text.p, text.n, part, strlen(part)) != NULL;
}

/* Twenty at once: numbers in a row, each with its own clock. */
static void check_many(struct request_id *part)
{
	struct str content[REQUEST_PARTS_MAX + 1];
	struct request_part_row *row;
	size_t n;
	struct request_id id = request_received(&p);
	for (int i = 0; i <= REQUEST_PARTS_MAX; i++)
		content[i] = arena_fmt(ar(), "示例市第%d号桥梁的检测报告", i + 1);
	int64_t version = request_see(&p, &p.clerk, id).request.version;
	CHECK(request_split(d(), ar(), &p.clerk, id, version, content, REQUEST_PARTS_MAX + 1, part,
		      &err) == ERR_INVALID,
		"twenty-one are too many: %s", err.msg);
	must(request_split(d(), ar(), &p.clerk, id, version, content, REQUEST_PARTS_MAX, part, &err),
		&err, "split");
	struct request_view first = request_see(&p, &p.clerk, part[0]);
	struct request_view last = request_see(&p, &p.clerk, part[REQUEST_PARTS_MAX - 1]);
	CHECK(part[0].v == id.v && str_is(last.request.content, "示例市第20号桥梁的检测报告") &&
			serial_of(last.request.number) == serial_of(first.request.number) + 19,
		"the numbers are in a row");
	must(request_parts(d(), ar(), &p.reader, id, &row, &n, &err), &err, "parts");
	CHECK(n == 19 && row[0].id.v == part[1].v && row[18].id.v == part[19].v &&
			str_is(row[1].subject, "示例市第3号桥梁的检测报告"),
		"nineteen beside the first: %zu", n);
	must(request_parts(d(), ar(), &p.reader, part[3], &row, &n, &err), &err, "parts");
	CHECK(n == 0, "a part has none itself");
	CHECK(desk_events(&p.desk, "request.split") == 20, "one event a case");
	/* What happens to one does not happen to another. */
	must(request_withdraw(d(), ar(), &p.handler, part[1], 1, request_now(&p), STR("撤回"), &err),
		&err, "withdraw");
	CHECK(request_see(&p, &p.clerk, part[2]).clock.state == CLOCK_HANDLING &&
			request_see(&p, &p.clerk, part[1]).request.closed_on.has,
		"each by itself");
}

static enum err refuse(struct request_id id, const char *numbers, struct date on)
{
	struct request_merge m = { .id = id,
		.by_applicant = true,
		.on = on,
		.numbers = str_cstr(numbers),
		.reason = STR("电话告知申请人各件分别答复") };
	err = (struct error){ .code = OK };
	return request_merge_refuse(d(), ar(), &p.clerk, &m, &err);
}

static void check_merge(const struct request_id *part)
{
	struct request_view a = request_see(&p, &p.clerk, part[3]), b, c;
	b = request_see(&p, &p.clerk, part[4]);
	c = request_see(&p, &p.clerk, part[5]);
	struct str both = arena_fmt(ar(), "%.*s、%.*s", STR_ARG(b.request.number),
		STR_ARG(c.request.number));
	struct date today = request_now(&p);
	CHECK(refuse(part[3], "没有这件", today) == ERR_INVALID && !strcmp(err.field, "numbers"),
		"a number nobody has: %s", err.msg);
	CHECK(refuse(part[3], "、， ", today) == ERR_INVALID, "signs are no number: %s", err.msg);
	CHECK(refuse(part[3], arena_cstr(ar(), a.request.number), today) == ERR_INVALID,
		"itself: %s", err.msg);
	CHECK(refuse(part[3], arena_cstr(ar(), both), date_add_days(today, 1)) == ERR_INVALID &&
			!strcmp(err.field, "on"),
		"tomorrow: %s", err.msg);
	CHECK(desk_events(&p.desk, "request.merge_refuse") == 0, "nothing was written");
	CHECK(refuse(part[3], arena_cstr(ar(), both), today) == OK, "noted: %s", err.msg);
	CHECK(desk_events(&p.desk, "request.merge_refuse") == 3, "C-2.6-26: with each of the three");
	a = request_see(&p, &p.clerk, part[3]);
	c = request_see(&p, &p.clerk, part[5]);
	CHECK(a.n_notes == 1 && a.note[0].kind == NOTE_MERGE && has(a.note[0].text, "申请人提出") &&
			has(a.note[0].text, "每件只计一行") && has(a.note[0].text, "电话告知") &&
			has(a.note[0].text, arena_cstr(ar(), both)),
		"who, why and the rule");
	CHECK(c.n_notes == 1 && has(c.note[0].text, arena_cstr(ar(), a.request.number)) &&
			c.clock.state == CLOCK_HANDLING && !c.request.closed_on.has,
		"and the others go on");
	struct request_merge m = { .id = part[3], .on = today, .numbers = both, .reason = STR("x") };
	CHECK(request_merge_refuse(d(), ar(), &p.reader, &m, &err) == ERR_DENIED, "who only looks");
}

int main(void)
{
	struct request_id part[REQUEST_PARTS_MAX];
	request_place_init(&p);
	request_day(&p, 2026, 3, 2);
	check_many(part);
	check_merge(part);
	int64_t checked;
	CHECK(event_verify(d()->store, NULL, &checked, &err) == OK, "the chain holds");
	desk_place_done(&p.desk);
	return TEST_END();
}
