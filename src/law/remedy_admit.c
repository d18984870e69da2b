/*
 * remedy_admit -- whether a 复议 or 诉讼 may be registered beside what is there already.
 */
#include "law/remedy.h"
#include "law/remedy_case.h"

/* RA-29; RA-23-1 as law/remedy tells the applicant, C-7.1-3. */
enum remedy_admission remedy_admit(const struct remedy_intake *in, const char **rule, const char **text)
{
	struct remedy_input told = { .part_refused = in->part_refused, .decided = in->decided };
	*rule = *text = "";
	if (in->block == REMEDY_REVIEW && in->lawsuit_open) {
		*rule = "RA-29";
		*text = "同一人就这件申请提起的诉讼已经受理、还没有审结，不得申请行政复议。请核对是不是同一个人";
		return REMEDY_EXCLUDED;
	}
	if (in->block == REMEDY_DIRECT && in->review_open) {
		*rule = "RA-29";
		*text = "同一人就这件申请提出的复议已经受理、还没有决定，法定期限内不得起诉；"
			"复议期限届满没有决定的，请登记为复议后起诉";
		return REMEDY_EXCLUDED;
	}
	if (in->block == REMEDY_AFTER_REVIEW && in->review_open && !in->review_overdue) {
		*rule = "RA-29";
		*text = "复议还没有决定，期限也没有届满，不得起诉。请先登记复议结果，或者核对日期";
		return REMEDY_EXCLUDED;
	}
	if (in->block != REMEDY_DIRECT || in->outcome < 0)
		return REMEDY_ADMITTED;
	told.outcome = (enum outcome)in->outcome;
	enum remedy_kind kind = remedy_choose(&told);
	if (kind != REMEDY_REVIEW_FIRST && kind != REMEDY_PART_REVIEW_FIRST)
		return REMEDY_ADMITTED;
	*rule = "RA-23-1";
	*text = "2024年1月1日起，对不予公开的答复应当先申请复议，不能直接起诉。"
		"请核对是否经过复议；法院确已受理的，可以写明理由后登记";
	return REMEDY_WARNED;
}
