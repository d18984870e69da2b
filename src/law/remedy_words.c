/*
 * remedy_words -- names, results and their columns as data; see law/remedy_case.h.
 *
 * Legal types of results: 行政复议法 art 30, 33, 41, 63-69, 73; 行政诉讼法 art 22, 51, 62, 69-77, 89,
 * 91.  Which column each belongs to was in no official text: C-7.3-1, configuration.
 */
#include "law/remedy_case.h"

#include "law/term.h"

#include <string.h>

const char *remedy_block_name(enum remedy_block b)
{
	static const char *const name[REMEDY_BLOCKS] = { "行政复议", "行政诉讼（未经复议直接起诉）",
		"行政诉讼（复议后起诉）" };
	return (unsigned)b < REMEDY_BLOCKS ? name[b] : "";
}

const char *remedy_column_name(enum remedy_column c)
{
	static const char *const name[REMEDY_COLUMNS + 1] = { "结果维持", "结果纠正", "其他结果",
		"尚未审结", "总计" };
	return (unsigned)c <= REMEDY_TOTAL ? name[c] : "";
}

const char *remedy_stage_name(enum remedy_stage s)
{
	static const char *const name[REMEDY_STAGES] = { "复议", "一审", "二审", "再审" };
	return (unsigned)s < REMEDY_STAGES ? name[s] : "";
}

const char *remedy_procedure_name(enum remedy_procedure p)
{
	static const char *const name[REMEDY_PROCEDURES] = { "普通程序", "简易程序" };
	return (unsigned)p < REMEDY_PROCEDURES ? name[p] : "";
}

const char *remedy_entry_label(enum remedy_entry_kind k)
{
	static const char *const label[REMEDY_ENTRY_KINDS] = {
		[REMEDY_OPENED] = "收到案件材料",
		[REMEDY_ANSWERED] = "提交答复（答辩）和证据",
		[REMEDY_EXTENDED] = "延长复议期限",
		[REMEDY_HEARD] = "听证、开庭",
		[REMEDY_DECIDED] = "作出决定、裁判",
		[REMEDY_FINAL] = "没有上诉，裁判生效",
		[REMEDY_OPINION] = "收到复议意见书",
		[REMEDY_REPORTED] = "报告复议意见书处理情况",
		[REMEDY_REDO] = "责令重新答复",
		[REMEDY_PETITIONED] = "申请再审",
		[REMEDY_PETITION_REFUSED] = "驳回再审申请",
		[REMEDY_HELD] = "按尚未审结统计",
	};
	return (unsigned)k < REMEDY_ENTRY_KINDS ? label[k] : "";
}

/* --- cells --------------------------------------------------------------------------------------- */

static const char *const cell[REMEDY_BLOCKS][REMEDY_COLUMNS + 1] = {
	{ "t4.review.upheld", "t4.review.corrected", "t4.review.other", "t4.review.pending",
		"t4.review.total" },
	{ "t4.direct.upheld", "t4.direct.corrected", "t4.direct.other", "t4.direct.pending",
		"t4.direct.total" },
	{ "t4.after_review.upheld", "t4.after_review.corrected", "t4.after_review.other",
		"t4.after_review.pending", "t4.after_review.total" },
};

const char *remedy_cell_code(enum remedy_block b, enum remedy_column c)
{
	return (unsigned)b < REMEDY_BLOCKS && (unsigned)c <= REMEDY_TOTAL ? cell[b][c] : NULL;
}

bool remedy_cell_find(struct str code, enum remedy_block *b, enum remedy_column *c)
{
	for (int i = 0; i < REMEDY_BLOCKS; i++)
		for (int k = 0; k <= REMEDY_TOTAL; k++)
			if (str_is(code, cell[i][k])) {
				*b = (enum remedy_block)i;
				*c = (enum remedy_column)k;
				return true;
			}
	return false;
}

/* --- results ------------------------------------------------------------------------------------- */

#define IN_REVIEW (1u << REMEDY_STAGE_REVIEW)
#define IN_FIRST (1u << REMEDY_STAGE_FIRST)
#define IN_SECOND (1u << REMEDY_STAGE_SECOND)
#define IN_RETRIAL (1u << REMEDY_STAGE_RETRIAL)
#define IN_COURT (IN_FIRST | IN_SECOND | IN_RETRIAL)
/* A result that ends the case under a column. */
#define ENDS(code, label, rule, stages, column, appeal, changes)                                   \
	{                                                                                          \
		code, label, rule, stages, REMEDY_EFFECT_COLUMN, column, appeal, changes           \
	}
#define LOWER(code, label, rule, stages)                                                           \
	{                                                                                          \
		code, label, rule, stages, REMEDY_EFFECT_AS_LOWER, REMEDY_OTHER, -1, false         \
	}
#define REMAND(code, label, rule, stages)                                                          \
	{                                                                                          \
		code, label, rule, stages, REMEDY_EFFECT_REMAND, REMEDY_PENDING, -1, false         \
	}

static const struct remedy_result_info result[REMEDY_RESULTS] = {
	[REVIEW_MAINTAINED] = ENDS("review.maintained", "维持", "RA-68", IN_REVIEW, REMEDY_UPHELD, -1,
		false),
	[REVIEW_CLAIM_REJECTED] = ENDS("review.claim_rejected", "驳回行政复议请求", "RA-69",
		IN_REVIEW, REMEDY_UPHELD, -1, false),
	[REVIEW_CHANGED] = ENDS("review.changed", "变更", "RA-63", IN_REVIEW, REMEDY_CORRECTED, -1,
		true),
	[REVIEW_REVOKED] = ENDS("review.revoked", "撤销", "RA-64", IN_REVIEW, REMEDY_CORRECTED, -1,
		true),
	[REVIEW_REVOKED_PART] = ENDS("review.revoked_part", "部分撤销", "RA-64", IN_REVIEW,
		REMEDY_CORRECTED, -1, true),
	[REVIEW_UNLAWFUL] = ENDS("review.unlawful", "确认违法", "RA-65", IN_REVIEW, REMEDY_CORRECTED,
		-1, true),
	[REVIEW_PERFORM] = ENDS("review.perform", "责令履行", "RA-66", IN_REVIEW, REMEDY_CORRECTED,
		-1, true),
	[REVIEW_VOID] = ENDS("review.void", "确认无效", "RA-67", IN_REVIEW, REMEDY_CORRECTED, -1,
		true),
	[REVIEW_NOT_ACCEPTED] = ENDS("review.not_accepted", "不予受理", "RA-30", IN_REVIEW,
		REMEDY_OTHER, -1, false),
	[REVIEW_DISMISSED] = ENDS("review.dismissed", "驳回行政复议申请", "RA-33", IN_REVIEW,
		REMEDY_OTHER, -1, false),
	[REVIEW_TERMINATED] = ENDS("review.terminated", "终止（撤回申请、和解等）", "RA-41",
		IN_REVIEW, REMEDY_OTHER, -1, false),
	[REVIEW_MEDIATED] = ENDS("review.mediated", "调解书", "RA-73", IN_REVIEW, REMEDY_OTHER, -1,
		true),
	[COURT_CLAIM_REJECTED] = ENDS("court.claim_rejected", "判决驳回诉讼请求", "AL-69", IN_COURT,
		REMEDY_UPHELD, TERM_APPEAL_JUDGMENT, false),
	[COURT_REVOKED] = ENDS("court.revoked", "判决撤销", "AL-70", IN_COURT, REMEDY_CORRECTED,
		TERM_APPEAL_JUDGMENT, true),
	[COURT_REVOKED_PART] = ENDS("court.revoked_part", "判决部分撤销", "AL-70", IN_COURT,
		REMEDY_CORRECTED, TERM_APPEAL_JUDGMENT, true),
	[COURT_PERFORM] = ENDS("court.perform", "判决责令履行（答复）", "AL-72", IN_COURT,
		REMEDY_CORRECTED, TERM_APPEAL_JUDGMENT, true),
	[COURT_UNLAWFUL] = ENDS("court.unlawful", "判决确认违法", "AL-74", IN_COURT,
		REMEDY_CORRECTED, TERM_APPEAL_JUDGMENT, true),
	[COURT_VOID] = ENDS("court.void", "判决确认无效", "AL-75", IN_COURT, REMEDY_CORRECTED,
		TERM_APPEAL_JUDGMENT, true),
	[COURT_CHANGED] = ENDS("court.changed", "判决变更", "AL-77", IN_COURT, REMEDY_CORRECTED,
		TERM_APPEAL_JUDGMENT, true),
	[COURT_NOT_FILED] = ENDS("court.not_filed", "裁定不予立案", "AL-51", IN_COURT, REMEDY_OTHER,
		TERM_APPEAL_RULING, false),
	[COURT_DISMISSED] = ENDS("court.dismissed", "裁定驳回起诉", "AI-69", IN_COURT, REMEDY_OTHER,
		TERM_APPEAL_RULING, false),
	[COURT_WITHDRAWN] = ENDS("court.withdrawn", "裁定准许撤诉", "AL-62", IN_COURT, REMEDY_OTHER,
		-1, false),
	[COURT_TERMINATED] = ENDS("court.terminated", "裁定终结诉讼", "AI-88", IN_COURT,
		REMEDY_OTHER, -1, false),
	[COURT_TRANSFERRED] = ENDS("court.transferred", "移送其他法院", "AL-22", IN_COURT,
		REMEDY_OTHER, -1, false),
	[APPEAL_UPHELD] = LOWER("appeal.upheld", "驳回上诉，维持原判（裁定）", "AL-89", IN_SECOND),
	[APPEAL_WITHDRAWN] = LOWER("appeal.withdrawn", "准许撤回上诉", "AL-62", IN_SECOND),
	[APPEAL_REMANDED] = REMAND("appeal.remanded", "发回重审", "AL-89", IN_SECOND),
	[RETRIAL_UPHELD] = LOWER("retrial.upheld", "再审维持原判", "AL-91", IN_RETRIAL),
	[RETRIAL_REMANDED] = REMAND("retrial.remanded", "再审发回重审", "AL-91", IN_RETRIAL),
};

const struct remedy_result_info *remedy_result_find(enum remedy_result r)
{
	return (unsigned)r < REMEDY_RESULTS ? &result[r] : NULL;
}

int remedy_result_by_code(struct str code)
{
	for (int i = 0; i < REMEDY_RESULTS; i++)
		if (str_is(code, result[i].code))
			return i;
	return -1;
}

struct remedy_config remedy_config_default(void)
{
	struct remedy_config c = { .appeal_period_pends = true, .redo_days = REMEDY_REDO_DAYS };
	for (int i = 0; i < REMEDY_RESULTS; i++)
		c.column[i] = (int)result[i].column;
	return c;
}
