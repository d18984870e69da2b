/* Values the law leaves open: set for the future, with history; what is there keeps its own. */
#include "desk/law_value.h"
#include "desk/remedy.h"
#include "tests/desk/request_test.h"

static struct request_place p;
static struct actor head;
static struct error err;

static struct desk *d(void)
{
	return &p.desk.desk;
}
static struct arena *ar(void)
{
	return &p.desk.arena;
}
static struct law_value_view see(const char *name)
{
	struct law_value_view v;
	must(law_value_view(d(), ar(), &p.reader, str_cstr(name), &v, &err), &err, name);
	return v;
}
static enum err set(const struct actor *who, const char *name, int64_t version, int64_t value,
	struct date from)
{
	struct law_value_change c = { str_cstr(name), version, value, from,
		STR("主管部门要求，示例办发〔2026〕1号") };
	err = (struct error){ .code = OK };
	return law_value_set(d(), ar(), who, &c, &err);
}

/* A 复议 received today. */
static struct remedy_id review(void)
{
	struct remedy_id id;
	struct request_id request = request_received(&p);
	struct remedy_new in = { .block = REMEDY_REVIEW,
		.request = { request },
		.n_requests = 1,
		.claimant = STR("测试甲某"),
		.claimants = 1,
		.body = STR("示例市人民政府"),
		.case_number = STR("〔2026〕示例1号"),
		.received = request_now(&p) };
	must(remedy_open(d(), ar(), &p.clerk, &in, &id, &err), &err, "open");
	return id;
}

static int column(struct remedy_id id)
{
	struct remedy_view v;
	must(remedy_view(d(), ar(), &p.reader, id, &v, &err), &err, "view");
	return v.config.column[REVIEW_TERMINATED];
}

static void check_set(void)
{
	struct date today = request_now(&p), next = date_add_days(today, 1);
	struct law_value_view v = see("redo_days"), *all;
	size_t n = 0;
	must(law_values_view(d(), ar(), &p.reader, &all, &n, &err), &err, "all");
	CHECK(n == 28 && v.value == 20 && !v.set && v.n_history == 0,
		"C-7.2-1: four and twenty-four results, by default twenty days: %zu", n);
	CHECK(see("appeal_answer_days").value == 0 && see("petition_answer_days").value == 0,
		"C-7.2-2: no default");
	CHECK(law_value_view(d(), ar(), &p.reader, STR("reply_days"), &v, &err) == ERR_NOT_FOUND,
		"what an article fixes is no value: %s", err.msg);
	CHECK(set(&p.handler, "redo_days", 0, 15, next) == ERR_DENIED, "not by who handles: %s", err.msg);
	CHECK(set(&head, "redo_days", 0, 15, today) == ERR_INVALID && !strcmp(err.field, "from"),
		"not for what is there: %s", err.msg);
	CHECK(set(&head, "redo_days", 0, 61, next) == ERR_INVALID && !strcmp(err.field, "value"),
		"within its bounds: %s", err.msg);
	CHECK(set(&head, "nothing", 0, 1, next) == ERR_NOT_FOUND, "no such value");
	struct law_value_change c = { STR("redo_days"), 0, 15, next, STR("") };
	CHECK(law_value_set(d(), ar(), &head, &c, &err) == ERR_INVALID && !strcmp(err.field, "reason"),
		"not without why");
	CHECK(desk_events(&p.desk, "law.set") == 0, "nothing was written");
	CHECK(set(&head, "redo_days", 0, 15, next) == OK, "set: %s", err.msg);
	v = see("redo_days");
	CHECK(v.value == 20 && v.has_next && v.next == 15 && v.next_from.day == next.day &&
			v.n_history == 1,
		"twenty today, fifteen from tomorrow on");
	CHECK(set(&head, "redo_days", 0, 10, next) == ERR_CONFLICT, "somebody was quicker: %s", err.msg);
	CHECK(desk_events(&p.desk, "law.set") == 1, "one event");
}

/* C-7.3-1: a withdrawn 复议 stands under 其他结果; from the 3rd on under 结果维持. */
static void check_cases(void)
{
	request_day(&p, 2026, 3, 2);
	struct remedy_id before = review();
	CHECK(set(&head, "column.review.terminated", 0, REMEDY_UPHELD, date_from_ymd(2026, 3, 3)) == OK,
		"set: %s", err.msg);
	request_day(&p, 2026, 3, 3);
	struct remedy_id after = review();
	CHECK(column(before) == REMEDY_OTHER && column(after) == REMEDY_UPHELD,
		"C-7.3-1: each as on the day it came");
	/* The later of two that hold counts. */
	struct law_value_view v = see("column.review.terminated");
	CHECK(set(&head, "column.review.terminated", v.version, REMEDY_OTHER,
		      date_from_ymd(2026, 3, 5)) == OK,
		"set back: %s", err.msg);
	request_day(&p, 2026, 3, 6);
	CHECK(column(review()) == REMEDY_OTHER && column(after) == REMEDY_UPHELD, "and again");
	v = see("column.review.terminated");
	CHECK(v.n_history == 2 && v.history[0].value == REMEDY_OTHER &&
			v.history[1].value == REMEDY_UPHELD &&
			str_is(v.history[0].reason, "主管部门要求，示例办发〔2026〕1号"),
		"both stay in the history");
}

int main(void)
{
	request_place_init(&p);
	head = request_actor(&p, "head", ROLE_BIT(ROLE_SIGN));
	request_day(&p, 2026, 3, 2);
	check_set();
	check_cases();
	int64_t checked;
	CHECK(event_verify(d()->store, NULL, &checked, &err) == OK, "the chain holds");
	desk_place_done(&p.desk);
	return TEST_END();
}
