#include "law/remedy.h"

#include "law/period.h"
#include "law/term.h"

/* The 2023 revision of 行政复议法, art 23(1)(4): refusals go to review first from this day. */
static struct date review_first_from(void)
{
	return date_from_ymd(2024, 1, 1);
}

enum remedy_kind remedy_choose(const struct remedy_input *in)
{
	if (in->outcome == OUTCOME_MISC)
		return REMEDY_NONE;
	if (in->decided.day < review_first_from().day)
		return REMEDY_CHOICE;
	if (in->outcome == OUTCOME_PARTIAL && in->part_refused)
		return REMEDY_PART_REVIEW_FIRST;
	if (outcome_is_ground(in->outcome) ||
		(in->outcome == OUTCOME_QUERY_MATTER && in->lookup_review_first))
		return REMEDY_REVIEW_FIRST;
	return REMEDY_CHOICE;
}

/* RA-20-1, RA-23-1, AL-45 */
static void put_review_first(struct buf *b, const struct remedy_input *in, const char *what)
{
	buf_fmt(b,
		"如对%s不服，应当自知道或者应当知道本决定之日起%d日内先向%.*"
		"s申请行政复议；对行政复议决定仍"
		"不服的，可以自收到行政复议决定书之日起%d日内向%.*s提起行政诉讼。",
		what, term_find(TERM_REVIEW_APPLY)->n, STR_ARG(in->review_body),
		term_find(TERM_SUE_AFTER_REVIEW)->n, STR_ARG(in->court));
}

/* RA-20-1, AL-46 */
static void put_choice(struct buf *b, const struct remedy_input *in, const char *what)
{
	buf_fmt(b,
		"如对%s不服，可以自知道或者应当知道本决定之日起%d日内向%.*"
		"s申请行政复议，也可以自知道或者"
		"应当知道本决定之日起%d个月内直接向%.*s提起行政诉讼。",
		what, term_find(TERM_REVIEW_APPLY)->n, STR_ARG(in->review_body),
		term_find(TERM_SUE)->n, STR_ARG(in->court));
}

enum err remedy_write(const struct remedy_input *in, struct buf *b, struct error *err)
{
	enum remedy_kind kind = remedy_choose(in);
	if (kind == REMEDY_NONE)
		return OK;
	if (str_trim(in->review_body).n == 0)
		return error_set(err, ERR_INVALID, "RA-23-2",
			"没有行政复议机关的名称，请先在本机关的登记信息里填写");
	if (str_trim(in->court).n == 0)
		return error_set(err, ERR_INVALID, "AL-46",
			"没有管辖法院的名称，请先在本机关的登记信息里填写");
	switch (kind) {
	case REMEDY_REVIEW_FIRST:
		put_review_first(b, in, "本决定");
		break;
	case REMEDY_PART_REVIEW_FIRST:
		put_review_first(b, in, "本决定中不予公开的部分");
		put_choice(b, in, "本决定的其他部分");
		break;
	default:
		put_choice(b, in, "本决定");
	}
	return buf_check(b, err);
}

enum err remedy_limits(const struct calendar *cal, struct date served, struct remedy_limits *out,
	struct error *err)
{
	const struct term_info *review = term_find(TERM_REVIEW_APPLY), *sue = term_find(TERM_SUE);
	struct period_end r, s;
	enum err e = period_compute(cal, served, review->unit, review->n, &r, err);
	if (!e)
		e = period_compute(cal, served, sue->unit, sue->n, &s, err);
	if (e)
		return e;
	*out = (struct remedy_limits){ r.due, s.due, s.provisional };
	return OK;
}
