/*
 * Texts meant to do harm, on every way into a case after its filing: kept as text, unseen signs left
 * out; 50,000 signs are refused at their field, and nothing of it is written.
 */
#include "desk/law_value.h"
#include "desk/lead.h"
#include "desk/remedy.h"
#include "desk/request_office.h"
#include "tests/desk/letter_test.h"

static struct letter_place p;
static struct error err;
static struct request_id id;
static struct str huge;

#define D (&p.r.desk.desk)
#define A (&p.r.desk.arena)

static const char bad[] = "<script>alert(1)</script>&quot;]]>=HYPERLINK(\"http://example.org\")\n"
			  "@SUM(1)\x01\x02\x1b[31m\xe2\x80\xae\xe2\x80\x8b%s%n'; DROP TABLE request;--";
static const char kept[] = "<script>alert(1)</script>&quot;]]>=HYPERLINK(\"http://example.org\")";

static int64_t version(void)
{
	return request_see(&p.r, &p.r.clerk, id).request.version;
}

static enum err a_note(struct str t)
{
	return request_note_add(D, A, &p.r.clerk, id, NOTE_REMARK, (struct department_id){ 0 }, t, &err);
}
static enum err an_assistance(struct str t)
{
	return request_note_add(D, A, &p.r.handler, id, NOTE_SEARCH, (struct department_id){ 0 }, t, &err);
}
static enum err a_merge(struct str t)
{
	struct request_merge m = { .id = id,
		.on = request_now(&p.r),
		.numbers = STR("2026-0002"),
		.reason = t };
	return request_merge_refuse(D, A, &p.r.clerk, &m, &err);
}
static enum err an_extension(struct str t)
{
	return office_extension_propose(D, A, &p.r.handler, id, 10, t, &err);
}
static enum err a_correction(struct str t)
{
	struct request_view v = request_see(&p.r, &p.r.clerk, id);
	return request_correct_event(D, A, &p.r.handler, id, v.request.version, v.event[0].id, false,
		(struct date){ (int32_t)v.event[0].on_day }, t, &err);
}
static enum err a_reveal(struct str t)
{
	struct str out;
	return request_reveal(D, A, &p.r.clerk, id, STR("phone"), t, &out, &err);
}
static enum err a_step_on_paper(struct str t)
{
	struct request_file_input f = request_scan(&p.r, "%PDF-1.4");
	struct request_step s = { .id = id,
		.version = version(),
		.event = { .kind = CLOCK_EXCESS_REASON_ASKED, .on = request_now(&p.r) },
		.stage = STAGES,
		.action = STR("request.excess_reason_asked"),
		.paper = t,
		.file = &f };
	return request_step_on_paper(D, A, &p.r.handler, &s, &err);
}
static enum err a_law_value(struct str t)
{
	struct law_value_change c = { STR("redo_days"), 0, 15, date_add_days(request_now(&p.r), 1), t };
	return law_value_set(D, A, &p.head, &c, &err);
}
static enum err a_remedy(struct str t)
{
	struct remedy_id out;
	struct remedy_new in = { .block = REMEDY_REVIEW,
		.item = STR("主动公开"),
		.subject = t,
		.claimant = STR("测试甲某"),
		.claimants = 1,
		.body = STR("示例市人民政府"),
		.case_number = STR("〔2026〕示例1号"),
		.received = request_now(&p.r) };
	return remedy_open(D, A, &p.r.clerk, &in, &out, &err);
}
static enum err a_close(struct str t)
{
	return request_close(D, A, &p.r.handler, id, version(), request_now(&p.r), t, &err);
}

static const struct way {
	const char *what, *field;
	enum err (*in)(struct str);
} ways[] = {
	{ "a note", "text", a_note },
	{ "a search record", "text", an_assistance },
	{ "a merge refused", "reason", a_merge },
	{ "an extension proposed", "reason", an_extension },
	{ "a date corrected", "reason", a_correction },
	{ "a field revealed", "reason", a_reveal },
	{ "a step on paper", "paper", a_step_on_paper },
	{ "a value of the law", "reason", a_law_value },
	{ "a review", "subject", a_remedy },
	{ "an end", "reason", a_close },
};

static bool clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\n' && s.p[i] != '\t')
			return false;
	return !str_has(s, "\xe2\x80\xae");
}

static void check_kept(void)
{
	struct office_log_row *row;
	size_t n = 0, scripts = 0;
	struct request_view v = request_see(&p.r, &p.r.clerk, id);
	for (size_t i = 0; i < v.n_notes; i++)
		CHECK(clean(v.note[i].text) && str_has(v.note[i].text, "<script>alert(1)"),
			"note %zu is text", i);
	CHECK(v.n_notes == 4, "four notes: %zu", v.n_notes);
	must(office_log(D, A, &p.r.clerk, id, 0, &row, &n, &err), &err, "log");
	for (size_t i = 0; i < n; i++) {
		CHECK(clean(row[i].reason) && clean(row[i].detail), "log line %zu is clean", i);
		scripts += str_has(row[i].reason, kept);
	}
	CHECK(scripts >= 3, "reasons are kept as they were typed: %zu", scripts);
	struct buf b;
	buf_init(&b, 64 << 20);
	CHECK(request_proof(D, A, &p.r.clerk, id, &b, &err) == OK, "the proof on paper: %s", err.msg);
	buf_done(&b);
}

int main(void)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < 50000; i++)
		buf_cstr(&b, "长");
	huge = buf_view(&b);
	letter_place_init(&p);
	request_day(&p.r, 2026, 9, 17);
	id = request_received(&p.r);
	request_received(&p.r); /* 2026-0002 */
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		size_t n = request_see(&p.r, &p.r.clerk, id).n_history;
		err = (struct error){ .code = OK };
		CHECK(ways[i].in(huge) == ERR_INVALID && err.field && !strcmp(err.field, ways[i].field),
			"%s, 50,000 signs: %s %s", ways[i].what, err.field ? err.field : "-", err.msg);
		CHECK(request_see(&p.r, &p.r.clerk, id).n_history == n, "%s: nothing is written",
			ways[i].what);
		err = (struct error){ .code = OK };
		CHECK(ways[i].in(str_cstr(bad)) == OK, "%s, hostile: %s", ways[i].what, err.msg);
	}
	check_kept();
	buf_done(&b);
	int64_t checked;
	CHECK(event_verify(D->store, NULL, &checked, &err) == OK, "the chain holds");
	desk_place_done(&p.r.desk);
	return TEST_END();
}
