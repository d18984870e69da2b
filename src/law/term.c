#include "law/term.h"

#include <assert.h>

static const struct term_info table[TERM_COUNT] = {
	[TERM_CORRECTION_NOTICE] = { "T-CORR", "告知补正", TERM_WORKING_DAYS, 7, "R-030",
		"收到申请之日" },
	/* [C] the notice sets a reasonable period, 10 to 15 working days are usual */
	[TERM_CORRECTION] = { "T-CORR-APP", "申请人补正", TERM_WORKING_DAYS, 10, "C-1.4-1",
		"补正告知书送达之日" },
	[TERM_REPLY] = { "T-REPLY", "答复", TERM_WORKING_DAYS, 20, "R-033-2",
		"收到申请或者收到补正申请之日" },
	[TERM_EXTENSION] = { "T-EXT", "延长答复（最长）", TERM_WORKING_DAYS, 20, "R-033-2",
		"答复期限届满之日" },
	[TERM_THIRD_PARTY] = { "T-3P", "第三方提出意见", TERM_WORKING_DAYS, 15, "R-032",
		"第三方收到征求意见书之日" },
	[TERM_CO_AGENCY] = { "T-CO", "共同制作机关提出意见", TERM_WORKING_DAYS, 15, "R-034",
		"该机关收到征求意见函之日" },
	[TERM_PAYMENT] = { "T-FEE", "缴纳信息处理费", TERM_WORKING_DAYS, 20, "F109-6",
		"收到收费通知之日" },
	[TERM_PUBLISH] = { "T-PROACT", "主动公开", TERM_WORKING_DAYS, 20, "R-026",
		"信息形成或者变更之日" },
	[TERM_DUAL_PUBLICITY] = { "T-DUAL", "双公示", TERM_WORKING_DAYS, 7, "C-1.6-17",
		"作出决定之日" },
	[TERM_REVIEW_APPLY] = { "T-RV-APPLY", "申请行政复议", TERM_DAYS, 60, "RA-20-1",
		"知道或者应当知道行政行为之日" },
	[TERM_REVIEW_APPLY_UNTOLD] = { "T-RV-APPLY-MAX", "申请行政复议（未告知时最长）",
		TERM_MONTHS, 12, "RA-20-3", "知道或者应当知道行政行为内容之日" },
	[TERM_REVIEW_ACCEPT] = { "T-RV-ACCEPT", "复议受理审查", TERM_WORKING_DAYS, 5, "RA-30",
		"收到复议申请之日" },
	[TERM_REVIEW_ANSWER] = { "T-RV-ANSWER", "复议书面答复（普通程序）", TERM_WORKING_DAYS, 10,
		"RA-48", "收到复议申请书副本之日" },
	[TERM_REVIEW_ANSWER_SHORT] = { "T-RV-ANSWER-S", "复议书面答复（简易程序）",
		TERM_WORKING_DAYS, 5, "RA-54", "收到复议申请书副本之日" },
	[TERM_REVIEW_DECIDE] = { "T-RV-DECIDE", "复议决定（普通程序）", TERM_DAYS, 60, "RA-62-1",
		"受理之日" },
	[TERM_REVIEW_DECIDE_LONGER] = { "T-RV-DECIDE-EXT", "复议决定延长（最长）", TERM_DAYS, 30,
		"RA-62-1", "复议审理期限届满之日" },
	[TERM_REVIEW_DECIDE_SHORT] = { "T-RV-DECIDE-S", "复议决定（简易程序）", TERM_DAYS, 30,
		"RA-62-2", "受理之日" },
	[TERM_REVIEW_FOLLOW_UP] = { "T-RV-OPINION", "报告复议意见书处理情况", TERM_DAYS, 60,
		"RA-76", "收到复议意见书之日" },
	[TERM_SUE_AFTER_REVIEW] = { "T-SUE-AFTER-RV", "复议后起诉", TERM_DAYS, 15, "AL-45",
		"收到复议决定书之日" },
	[TERM_SUE] = { "T-SUE-DIRECT", "直接起诉", TERM_MONTHS, 6, "AL-46",
		"知道或者应当知道作出行政行为之日" },
	[TERM_LAWSUIT_ANSWER] = { "T-SUE-ANSWER", "答辩与举证", TERM_DAYS, 15, "AL-67",
		"收到起诉状副本之日" },
	[TERM_FIRST_INSTANCE] = { "T-FIRST", "一审", TERM_MONTHS, 6, "AL-81", "立案之日" },
	[TERM_FIRST_INSTANCE_SHORT] = { "T-FIRST-S", "一审（简易程序）", TERM_DAYS, 45, "AL-83",
		"立案之日" },
	[TERM_APPEAL_JUDGMENT] = { "T-APPEAL-J", "上诉（判决）", TERM_DAYS, 15, "AL-85",
		"判决书送达之日" },
	[TERM_APPEAL_RULING] = { "T-APPEAL-R", "上诉（裁定）", TERM_DAYS, 10, "AL-85",
		"裁定书送达之日" },
	[TERM_SECOND_INSTANCE] = { "T-SECOND", "二审", TERM_MONTHS, 3, "AL-88", "收到上诉状之日" },
};

const struct term_info *term_find(enum term t)
{
	assert(t < TERM_COUNT);
	return &table[t];
}

const struct term_info *term_by_code(struct str code)
{
	for (size_t i = 0; i < TERM_COUNT; i++)
		if (str_is(code, table[i].code))
			return &table[i];
	return NULL;
}

const char *term_unit_name(enum term_unit u)
{
	static const char *const name[] = { "个工作日", "日", "个月" };
	return name[u];
}
