/* Remedy paragraphs (rule book 6.3, 7.2) and receipt dates by channel (1.3). */
#include "tests/test.h"

#include "law/receipt.h"
#include "law/remedy.h"

#include <stdlib.h>

static struct date ymd(int y, int m, int d)
{
	return date_from_ymd(y, m, d);
}

enum { OLD = 2023, NOW = 2024 }; /* decided on 31 December 2023 or 1 January 2024 */

static const struct {
	const char *rule, *name;
	enum outcome outcome;
	bool part, lookup;
	int law;
	enum remedy_kind want;
} choice[] = {
	{ "RA-23-1", "state secret", OUTCOME_STATE_SECRET, false, false, NOW, REMEDY_REVIEW_FIRST },
	{ "RA-23-1", "forbidden", OUTCOME_LAW_FORBIDS, false, false, NOW, REMEDY_REVIEW_FIRST },
	{ "RA-23-1", "safety", OUTCOME_SAFETY_STABILITY, false, false, NOW, REMEDY_REVIEW_FIRST },
	{ "RA-23-1", "third party", OUTCOME_THIRD_PARTY, false, false, NOW, REMEDY_REVIEW_FIRST },
	{ "RA-23-1", "internal", OUTCOME_INTERNAL, false, false, NOW, REMEDY_REVIEW_FIRST },
	{ "RA-23-1", "process", OUTCOME_PROCESS, false, false, NOW, REMEDY_REVIEW_FIRST },
	{ "RA-23-1", "enforcement file", OUTCOME_ENFORCEMENT_FILE, false, false, NOW,
		REMEDY_REVIEW_FIRST },
	{ "RA-23-1", "old law: choice", OUTCOME_STATE_SECRET, false, false, OLD, REMEDY_CHOICE },
	{ "RA-23-1", "partial, part refused", OUTCOME_PARTIAL, true, false, NOW,
		REMEDY_PART_REVIEW_FIRST },
	{ "RA-23-1", "partial, old law", OUTCOME_PARTIAL, true, false, OLD, REMEDY_CHOICE },
	{ "AL-46", "partial, rest not held", OUTCOME_PARTIAL, false, false, NOW, REMEDY_CHOICE },
	{ "C-6.3-1", "look-up", OUTCOME_QUERY_MATTER, false, false, NOW, REMEDY_CHOICE },
	{ "C-6.3-1", "look-up, by configuration", OUTCOME_QUERY_MATTER, false, true, NOW,
		REMEDY_REVIEW_FIRST },
	{ "AL-46", "open", OUTCOME_OPEN, false, false, NOW, REMEDY_CHOICE },
	{ "AL-46", "not held", OUTCOME_NOT_HELD, false, false, NOW, REMEDY_CHOICE },
	{ "AL-46", "needs creation", OUTCOME_NEEDS_CREATION, false, false, NOW, REMEDY_CHOICE },
	{ "AL-46", "still unclear", OUTCOME_STILL_UNCLEAR, false, false, NOW, REMEDY_CHOICE },
	{ "AL-46", "petition", OUTCOME_PETITION, false, false, NOW, REMEDY_CHOICE },
	{ "AL-46", "repeat", OUTCOME_REPEAT, false, false, NOW, REMEDY_CHOICE },
	{ "AL-46", "publication", OUTCOME_PUBLICATION, false, false, NOW, REMEDY_CHOICE },
	{ "AL-46", "excessive", OUTCOME_EXCESSIVE, false, false, NOW, REMEDY_CHOICE },
	{ "AL-46", "confirm", OUTCOME_CONFIRM, false, false, NOW, REMEDY_CHOICE },
	{ "AL-46", "no correction", OUTCOME_NO_CORRECTION, false, false, NOW, REMEDY_CHOICE },
	{ "F109-7", "no payment", OUTCOME_NO_PAYMENT, false, false, NOW, REMEDY_CHOICE },
	{ "C-1.7-30", "withdrawn", OUTCOME_MISC, false, false, NOW, REMEDY_NONE },
};

static const char *const REVIEW_FIRST_TEXT =
	"如对本决定不服，应当自知道或者应当知道本决定之日起60日内先向示例市人民政府申请行政复议；"
	"对行政复议决定仍不服的，可以自收到行政复议决定书之日起15日内向示例区人民法院提起行政诉讼"
	"。";
static const char *const CHOICE_TEXT =
	"如对本决定不服，可以自知道或者应当知道本决定之日起60日内向示例市人民政府申请行政复议，"
	"也可以自知道或者应当知道本决定之日起6个月内直接向示例区人民法院提起行政诉讼。";
static const char *const PART_TEXT =
	"如对本决定中不予公开的部分不服，应当自知道或者应当知道本决定之日起60日内先向示例市人民政府"
	"申请行政复议；对行政复议决定仍不服的，可以自收到行政复议决定书之日起15日内向示例区人民法院"
	"提起行政诉讼。如对本决定的其他部分不服，可以自知道或者应当知道本决定之日起60日内向示例市"
	"人民政府申请行政复议，也可以自知道或者应当知道本决定之日起6个月内直接向示例区人民法院提起"
	"行政诉讼。";

static void paragraphs(void)
{
	const char *const text[] = { "", CHOICE_TEXT, REVIEW_FIRST_TEXT, PART_TEXT };
	for (size_t i = 0; i < sizeof choice / sizeof choice[0]; i++) {
		struct remedy_input in = { .outcome = choice[i].outcome,
			.part_refused = choice[i].part,
			.lookup_review_first = choice[i].lookup,
			.decided = choice[i].law == NOW ? ymd(2024, 1, 1) : ymd(2023, 12, 31),
			.review_body = STR("示例市人民政府"),
			.court = STR("示例区人民法院") };
		struct buf b;
		struct error err;
		buf_init(&b, 4096);
		enum err e = remedy_write(&in, &b, &err);
		CHECK(!e && remedy_choose(&in) == choice[i].want &&
				str_is(buf_view(&b), text[choice[i].want]),
			"%s RA-20-1 AL-45 %s", choice[i].rule, choice[i].name);
		buf_done(&b);
	}
	struct remedy_input in = { .outcome = OUTCOME_INTERNAL,
		.decided = ymd(2024, 5, 6),
		.court = STR("示例区人民法院"),
		.review_body = STR(" 　") };
	struct buf b;
	struct error err;
	buf_init(&b, 4096);
	CHECK(remedy_write(&in, &b, &err) == ERR_INVALID && strcmp(err.rule, "RA-23-2") == 0 &&
			b.n == 0,
		"RA-23-2 no review body: %s", err.msg);
	in.review_body = STR("示例市人民政府");
	in.court = STR("");
	CHECK(remedy_write(&in, &b, &err) == ERR_INVALID && strcmp(err.rule, "AL-46") == 0 &&
			b.n == 0,
		"AL-46 no court: %s", err.msg);
	buf_done(&b);
	in.court = STR("示例区人民法院");
	buf_init(&b, 10);
	CHECK(remedy_write(&in, &b, &err) == ERR_LIMIT, "a paragraph without room");
	buf_done(&b);
}

static void limits(void)
{
	static const struct {
		const char *name;
		int y, m, d;
		int ry, rm, rd, sy, sm, sd;
		bool provisional;
	} row[] = {
		{ "4.3 NAT", 2024, 8, 3, 2024, 10, 8, 2025, 2, 5, false },
		{ "4.3 MON month end", 2024, 8, 31, 2024, 10, 30, 2025, 2, 28, false },
		{ "W20", 2026, 8, 3, 2026, 10, 8, 2027, 2, 3, true },
		{ "W21", 2026, 4, 1, 2026, 6, 1, 2026, 10, 8, false },
	};
	struct arena a;
	struct calendar *cal;
	struct error err;
	arena_init(&a, 8 << 20);
	if (calendar_new_builtin(&a, &cal, &err)) {
		CHECK(0, "%s", err.msg);
		return;
	}
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct remedy_limits l = { .provisional = false };
		enum err e = remedy_limits(cal, ymd(row[i].y, row[i].m, row[i].d), &l, &err);
		CHECK(!e && l.review_by.day == ymd(row[i].ry, row[i].rm, row[i].rd).day &&
				l.sue_by.day == ymd(row[i].sy, row[i].sm, row[i].sd).day &&
				l.provisional == row[i].provisional,
			"CC-203 RA-20-1 AL-46 %s: %s, %s", row[i].name, date_text(l.review_by).z,
			date_text(l.sue_by).z);
	}
	struct remedy_limits l = { .provisional = true };
	CHECK(remedy_limits(cal, ymd(9901, 1, 1), &l, &err) == ERR_INVALID && l.review_by.day == 0,
		"service near the end of time");
	arena_done(&a);
}

static const struct {
	const char *rule, *name;
	struct receipt_facts f;
	enum err want;
	int on; /* day of May 2024 */
	bool late;
	const char *says;
} receipts[] = {
#define MAY(d)                                                                                     \
	{                                                                                          \
		19843 + (d)                                                                        \
	} /* 2024-05-01 is day 19844 */
	{ "R-031-1", "in person", { .channel = RECEIPT_IN_PERSON, .arrived = MAY(6) }, OK, 6, false,
		"当面提交的申请，以提交之日（2024-05-06）为收到申请之日" },
	{ "C-1.3-12", "oral", { RECEIPT_ORAL, MAY(6), true, MAY(7), false }, OK, 7, false,
		"以申请人在记录上签字之日（2024-05-07）" },
	{ "R-031-2", "registered post", { RECEIPT_REGISTERED_POST, MAY(6), true, MAY(6), false },
		OK, 6, false, "以行政机关签收之日（2024-05-06）" },
	{ "R-031-2", "ordinary letter confirmed at once",
		{ RECEIPT_ORDINARY_POST, MAY(6), true, MAY(6), false }, OK, 6, false,
		"以与申请人确认之日（2024-05-06）" },
	{ "R-031-2", "ordinary letter confirmed late",
		{ RECEIPT_ORDINARY_POST, MAY(6), true, MAY(8), false }, OK, 8, true,
		"信函于 2024-05-06 到达，应当在当日与申请人确认" },
	{ "R-031-3", "internet", { RECEIPT_INTERNET, MAY(11), true, MAY(12), false }, OK, 12, false,
		"以双方确认之日（2024-05-12）" },
	{ "R-031-3", "C-1.3-10 internet, applicant unreachable",
		{ RECEIPT_INTERNET, MAY(11), true, MAY(13), true }, OK, 13, false,
		"联系不上申请人，以确认信息到达其所留地址之日（2024-05-13）" },
	{ "R-031-3", "fax", { RECEIPT_FAX, MAY(6), true, MAY(9), false }, OK, 9, false,
		"传真的申请，以双方确认之日（2024-05-09）" },
	{ "R-031-3", "not confirmed yet", { .channel = RECEIPT_FAX, .arrived = MAY(6) },
		ERR_NOT_FOUND, 0, false, NULL },
	{ "R-031-2", "signed before it came",
		{ RECEIPT_REGISTERED_POST, MAY(6), true, MAY(5), false }, ERR_INVALID, 0, false,
		NULL },
};

static void receipt_dates(void)
{
	for (size_t i = 0; i < sizeof receipts / sizeof receipts[0]; i++) {
		struct receipt r = { .rule = NULL };
		struct error err = { .rule = NULL };
		struct buf b;
		buf_init(&b, 1024);
		enum err e = receipt_compute(&receipts[i].f, &r, &err);
		if (!e)
			receipt_explain(&b, &receipts[i].f, &r);
		const char *rule = e ? err.rule : r.rule;
		CHECK(e == receipts[i].want && strcmp(rule, receipts[i].rule) == 0 &&
				(e || (r.on.day == ymd(2024, 5, receipts[i].on).day &&
					      r.late == receipts[i].late &&
					      str_find(buf_view(&b), str_cstr(receipts[i].says),
						      0) < b.n)),
			"%s %s: %.*s%s", receipts[i].rule, receipts[i].name, STR_ARG(buf_view(&b)),
			e ? err.msg : "");
		buf_done(&b);
	}
	CHECK(strcmp(receipt_channel_name(RECEIPT_FAX), "传真") == 0, "channels have names");
}

int main(void)
{
	paragraphs();
	limits();
	receipt_dates();
	return TEST_END();
}
