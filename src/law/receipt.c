#include "law/receipt.h"

#include "law/rule.h"

#include <assert.h>

/* What settles the date for each channel; NULL: arrival itself does. */
static const struct {
	const char *name, *settles, *rule;
} channels[RECEIPT_CHANNEL_COUNT] = {
	[RECEIPT_IN_PERSON] = { "当面提交", NULL, "R-031-1" },
	/* The clerk's record stands for the paper (C-1.3-12). */
	[RECEIPT_ORAL] = { "口头提出", "申请人在记录上签字", "C-1.3-12" },
	[RECEIPT_REGISTERED_POST] = { "需要签收的邮寄", "行政机关签收", "R-031-2" },
	[RECEIPT_ORDINARY_POST] = { "平常信函", "与申请人确认", "R-031-2" },
	[RECEIPT_INTERNET] = { "互联网渠道", "双方确认", "R-031-3" },
	[RECEIPT_FAX] = { "传真", "双方确认", "R-031-3" },
};

const char *receipt_channel_name(enum receipt_channel c)
{
	assert(c < RECEIPT_CHANNEL_COUNT);
	return channels[c].name;
}

enum err receipt_compute(const struct receipt_facts *f, struct receipt *out, struct error *err)
{
	assert(f->channel < RECEIPT_CHANNEL_COUNT);
	const char *settles = channels[f->channel].settles;
	struct receipt r = { f->arrived, channels[f->channel].rule, false };
	if (settles && !f->settled)
		return error_set(err, ERR_NOT_FOUND, r.rule,
			"%s的申请以%s之日为收到申请之日，目前尚未记录", channels[f->channel].name,
			settles);
	if (settles && f->settled_on.day < f->arrived.day)
		return error_set(err, ERR_INVALID, r.rule, "%s的日期 %s 早于提交的日期 %s", settles,
			date_text(f->settled_on).z, date_text(f->arrived).z);
	if (settles)
		r.on = f->settled_on;
	r.late = f->channel == RECEIPT_ORDINARY_POST && r.on.day != f->arrived.day;
	*out = r;
	return OK;
}

void receipt_explain(struct buf *b, const struct receipt_facts *f, const struct receipt *r)
{
	const char *settles = channels[f->channel].settles;
	if (settles && f->unreachable) /* C-1.3-10 */
		settles = "联系不上申请人，以确认信息到达其所留地址";
	buf_fmt(b, "%s的申请，以%s之日（%s）为收到申请之日（%s，%s）", channels[f->channel].name,
		settles ? settles : "提交", date_text(r->on).z, rule_article(r->rule), r->rule);
	if (r->late)
		buf_fmt(b, "；信函于 %s 到达，应当在当日与申请人确认", date_text(f->arrived).z);
}
