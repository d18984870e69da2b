/*
 * What labels say.  Matching is by the words that carry the meaning, so that
 * numbering, brackets, line breaks and abbreviations of real reports do not
 * matter (rules.md 2.10; study: 「2.其他法律行政止公开」).
 */
#include "report/recog.h"

#include "core/utf8.h"

enum { LABEL_MAX = 64 * 3 }; /* bytes; the longest official label has 40 characters */

struct phrase {
	int value;
	const char *word;  /* must be in the label */
	const char *other; /* must not be in it, or NULL */
};

static int match(const struct phrase *p, size_t n, struct str label)
{
	if (label.n == 0 || label.n > LABEL_MAX)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (str_has(label, p[i].word) && !(p[i].other && str_has(label, p[i].other)))
			return p[i].value;
	return -1;
}

#define MATCH(table, label) match(table, sizeof(table) / sizeof((table)[0]), label)

int recog_row(struct str label)
{
	/* Order matters: a label is taken by the first line that fits. */
	static const struct phrase rows[] = {
		{ REPORT_ROW_CARRIED_OUT, "结转下年", NULL },
		{ REPORT_ROW_CARRIED_OUT, "下年度继续", NULL },
		{ REPORT_ROW_CARRIED_OUT, "结转下一年", NULL },
		{ REPORT_ROW_CARRIED_IN, "上年结转", NULL },
		{ REPORT_ROW_CARRIED_IN, "上年度结转", NULL },
		{ REPORT_ROW_CARRIED_IN, "上一年度结转", NULL },
		{ REPORT_ROW_CARRIED_IN, "上一年结转", NULL },
		{ REPORT_ROW_RECEIVED, "新收政府信息", NULL },
		{ REPORT_ROW_RECEIVED, "本年新收", NULL },
		{ REPORT_ROW_RECEIVED, "本年度新收", NULL },
		{ REPORT_ROW_OTHER_NOT_CORRECTED, "逾期不补正", NULL },
		{ REPORT_ROW_OTHER_FEE_UNPAID, "未按收费通知", NULL },
		{ REPORT_ROW_OTHER_FEE_UNPAID, "缴纳费用", NULL },
		{ REPORT_ROW_STATE_SECRET, "国家秘密", NULL },
		{ REPORT_ROW_LAW_FORBIDS, "其他法律", NULL },
		{ REPORT_ROW_LAW_FORBIDS, "法规禁止", NULL },
		{ REPORT_ROW_SAFETY_STABILITY, "三安全", NULL },
		{ REPORT_ROW_SAFETY_STABILITY, "一稳定", NULL },
		{ REPORT_ROW_THIRD_PARTY, "第三方", NULL },
		{ REPORT_ROW_INTERNAL, "内部事务", NULL },
		{ REPORT_ROW_PROCESS, "过程性", NULL },
		{ REPORT_ROW_ENFORCEMENT_FILE, "执法案卷", NULL },
		{ REPORT_ROW_QUERY_MATTER, "行政查询", NULL },
		{ REPORT_ROW_NOT_HELD, "不掌握", NULL },
		{ REPORT_ROW_NEEDS_CREATION, "没有现成", NULL },
		{ REPORT_ROW_NEEDS_CREATION, "另行制作", NULL },
		{ REPORT_ROW_STILL_UNCLEAR, "补正后", NULL },
		{ REPORT_ROW_STILL_UNCLEAR, "仍不明确", NULL },
		{ REPORT_ROW_PETITION, "信访", NULL },
		{ REPORT_ROW_PETITION, "举报投诉", NULL },
		{ REPORT_ROW_EXCESSIVE, "大量反复", NULL },
		{ REPORT_ROW_EXCESSIVE, "反复申请", NULL },
		{ REPORT_ROW_REPEAT, "重复申请", NULL },
		{ REPORT_ROW_PUBLICATION, "出版物", NULL },
		{ REPORT_ROW_CONFIRM, "重新出具", NULL },
		{ REPORT_ROW_CONFIRM, "行政机关确认", NULL },
		{ REPORT_ROW_CONFIRM, "已获取", NULL },
		{ REPORT_ROW_PARTIAL, "部分公开", NULL },
		{ REPORT_ROW_PARTIAL, "区分处理", NULL },
		{ REPORT_ROW_OPEN, "予以公开", "不予" },
	};
	int row = MATCH(rows, label);
	if (row >= 0)
		return row;
	if (str_ends(label, STR("总计")) && label.n <= 8 * 3)
		return REPORT_ROW_TOTAL;
	if (str_ends(label, STR("合计")) && label.n <= 8 * 3)
		return REPORT_ROW_TOTAL;
	static const char *const misc[] = { "3.其他", "3、其他", "(3)其他", "其他", "3其他", "3.其它", "其它" };
	for (size_t i = 0; i < sizeof misc / sizeof misc[0]; i++)
		if (str_is(label, misc[i]))
			return REPORT_ROW_OTHER_MISC;
	return -1;
}

int recog_group(struct str label)
{
	static const struct phrase groups[] = {
		{ 3, "不予公开", NULL },
		{ 4, "无法提供", NULL },
		{ 5, "不予处理", NULL },
		{ 6, "其他处理", NULL },
		{ 6, "其它处理", NULL },
	};
	int g = label.n <= 10 * 3 ? MATCH(groups, label) : -1;
	return g < 0 ? 0 : g;
}

int recog_col(struct str label)
{
	static const struct phrase cols[] = {
		{ REPORT_COL_NATURAL, "自然人", NULL },
		{ REPORT_COL_COMMERCIAL, "商业企业", NULL },
		{ REPORT_COL_RESEARCH, "科研机构", NULL },
		{ REPORT_COL_PUBLIC_INTEREST, "公益组织", NULL },
		{ REPORT_COL_PUBLIC_INTEREST, "社会公益", NULL },
		{ REPORT_COL_LEGAL_SERVICE, "法律服务", NULL },
	};
	if (label.n > 12 * 3)
		return -1;
	int c = MATCH(cols, label);
	if (c >= 0)
		return c;
	if (str_is(label, "其他") || str_is(label, "其它"))
		return REPORT_COL_OTHER;
	if (str_is(label, "总计") || str_is(label, "合计"))
		return REPORT_COL_TOTAL;
	return -1;
}

int recog_block(struct str label)
{
	static const struct phrase blocks[] = {
		{ REPORT_BLOCK_DIRECT, "未经复议", NULL },
		{ REPORT_BLOCK_DIRECT, "直接起诉", NULL },
		{ REPORT_BLOCK_AFTER_REVIEW, "复议后", NULL },
		{ REPORT_BLOCK_AFTER_REVIEW, "经复议", NULL },
		{ REPORT_BLOCK_REVIEW, "行政复议", "诉讼" },
	};
	return label.n <= 14 * 3 ? MATCH(blocks, label) : -1;
}

int recog_result(struct str label)
{
	static const struct phrase results[] = {
		{ REPORT_RESULT_UPHELD, "维持", NULL },
		{ REPORT_RESULT_CORRECTED, "纠正", NULL },
		{ REPORT_RESULT_PENDING, "未审结", NULL },
		{ REPORT_RESULT_PENDING, "尚未", NULL },
		{ REPORT_RESULT_OTHER, "其他", NULL },
		{ REPORT_RESULT_OTHER, "其它", NULL },
		{ REPORT_RESULT_TOTAL, "总计", NULL },
		{ REPORT_RESULT_TOTAL, "合计", NULL },
	};
	return label.n <= 6 * 3 ? MATCH(results, label) : -1;
}

/* Drops "1." "（一）" "一、" and the like in front of a label. */
static struct str skip_numbering(struct str s)
{
	static const struct str signs = STR_INIT("0123456789().、,:一二三四五六七八九十-");
	for (;;) {
		size_t at = 0;
		int32_t cp = utf8_next(s, &at);
		if (cp < 0)
			return s;
		struct str one = str_sub(s, 0, at);
		if (str_find(signs, one, 0) == signs.n)
			return s;
		s = str_sub(s, at, s.n);
	}
}

enum recog_item recog_item(struct str label)
{
	static const struct {
		enum recog_item item;
		const char *word;
	} exact[] = {
		{ RECOG_ITEM_REGULATION, "规章" },
		{ RECOG_ITEM_NORMATIVE, "行政规范性文件" },
		{ RECOG_ITEM_NORMATIVE, "规范性文件" },
		{ RECOG_ITEM_LICENCE, "行政许可" },
		{ RECOG_ITEM_SERVICE, "其他对外管理服务事项" },
		{ RECOG_ITEM_SERVICE, "对外管理服务事项" },
		{ RECOG_ITEM_PENALTY, "行政处罚" },
		{ RECOG_ITEM_COERCION, "行政强制" },
		{ RECOG_ITEM_COERCION, "行政强制措施" },
		{ RECOG_ITEM_FEE, "行政事业性收费" },
		{ RECOG_ITEM_PROCUREMENT, "政府集中采购" },
	};
	struct str s = skip_numbering(label);
	/* "规章（件）" and the like: what stands in brackets behind the word does not matter. */
	size_t bracket = str_find(s, STR("("), 0);
	if (bracket > 0)
		s = str_sub(s, 0, bracket);
	for (size_t i = 0; i < sizeof exact / sizeof exact[0]; i++)
		if (str_is(s, exact[i].word))
			return exact[i].item;
	return RECOG_ITEM_NONE;
}

enum recog_head recog_head(struct str label)
{
	static const struct phrase heads[] = {
		{ RECOG_HEAD_NEWLY_MADE, "新制作", NULL },
		{ RECOG_HEAD_NEWLY_PUBLISHED, "新公开", NULL },
		{ RECOG_HEAD_PUBLIC_TOTAL, "公开总数", NULL },
		{ RECOG_HEAD_MADE, "制发件数", NULL },
		{ RECOG_HEAD_MADE, "本年制发", NULL },
		{ RECOG_HEAD_REPEALED, "废止", NULL },
		{ RECOG_HEAD_IN_FORCE, "现行有效", NULL },
		{ RECOG_HEAD_DECISIONS_2021, "本年处理决定", NULL },
		{ RECOG_HEAD_DECISIONS_2021, "本年度处理决定", NULL },
		{ RECOG_HEAD_DECISIONS_2019, "处理决定", NULL },
		{ RECOG_HEAD_FEE_AMOUNT, "收费金额", NULL },
		{ RECOG_HEAD_PREVIOUS, "上一年项目", NULL },
		{ RECOG_HEAD_PREVIOUS, "上年项目", NULL },
		{ RECOG_HEAD_CHANGE, "增/减", NULL },
		{ RECOG_HEAD_CHANGE, "增减", NULL },
		{ RECOG_HEAD_ITEMS, "采购项目", NULL },
		{ RECOG_HEAD_AMOUNT, "采购总金额", NULL },
		{ RECOG_HEAD_AMOUNT, "采购金额", NULL },
	};
	int h = label.n <= 24 * 3 ? MATCH(heads, label) : -1;
	return h < 0 ? RECOG_HEAD_NONE : (enum recog_head)h;
}

int recog_item_cell(enum recog_item item, enum recog_head head)
{
	enum { Y19 = REPORT_CELL_2019 + 1, Y21 = 1 }; /* stored +1 so that 0 means "nothing" */
	static const short cell[RECOG_ITEM_COUNT][RECOG_HEAD_COUNT] = {
		[RECOG_ITEM_REGULATION] = {
			[RECOG_HEAD_MADE] = Y21 + REPORT_T2_REGULATION_MADE,
			[RECOG_HEAD_REPEALED] = Y21 + REPORT_T2_REGULATION_REPEALED,
			[RECOG_HEAD_IN_FORCE] = Y21 + REPORT_T2_REGULATION_IN_FORCE,
			[RECOG_HEAD_NEWLY_MADE] = Y19 + REPORT_2019_REGULATION_MADE,
			[RECOG_HEAD_NEWLY_PUBLISHED] = Y19 + REPORT_2019_REGULATION_PUBLISHED,
			[RECOG_HEAD_PUBLIC_TOTAL] = Y19 + REPORT_2019_REGULATION_PUBLIC_TOTAL,
		},
		[RECOG_ITEM_NORMATIVE] = {
			[RECOG_HEAD_MADE] = Y21 + REPORT_T2_NORMATIVE_MADE,
			[RECOG_HEAD_REPEALED] = Y21 + REPORT_T2_NORMATIVE_REPEALED,
			[RECOG_HEAD_IN_FORCE] = Y21 + REPORT_T2_NORMATIVE_IN_FORCE,
			[RECOG_HEAD_NEWLY_MADE] = Y19 + REPORT_2019_NORMATIVE_MADE,
			[RECOG_HEAD_NEWLY_PUBLISHED] = Y19 + REPORT_2019_NORMATIVE_PUBLISHED,
			[RECOG_HEAD_PUBLIC_TOTAL] = Y19 + REPORT_2019_NORMATIVE_PUBLIC_TOTAL,
		},
		[RECOG_ITEM_LICENCE] = {
			[RECOG_HEAD_DECISIONS_2021] = Y21 + REPORT_T2_LICENCE,
			[RECOG_HEAD_PREVIOUS] = Y19 + REPORT_2019_LICENCE_PREVIOUS,
			[RECOG_HEAD_CHANGE] = Y19 + REPORT_2019_LICENCE_CHANGE,
			[RECOG_HEAD_DECISIONS_2019] = Y19 + REPORT_2019_LICENCE_DECISIONS,
		},
		[RECOG_ITEM_SERVICE] = {
			[RECOG_HEAD_PREVIOUS] = Y19 + REPORT_2019_SERVICE_PREVIOUS,
			[RECOG_HEAD_CHANGE] = Y19 + REPORT_2019_SERVICE_CHANGE,
			[RECOG_HEAD_DECISIONS_2019] = Y19 + REPORT_2019_SERVICE_DECISIONS,
		},
		[RECOG_ITEM_PENALTY] = {
			[RECOG_HEAD_DECISIONS_2021] = Y21 + REPORT_T2_PENALTY,
			[RECOG_HEAD_PREVIOUS] = Y19 + REPORT_2019_PENALTY_PREVIOUS,
			[RECOG_HEAD_CHANGE] = Y19 + REPORT_2019_PENALTY_CHANGE,
			[RECOG_HEAD_DECISIONS_2019] = Y19 + REPORT_2019_PENALTY_DECISIONS,
		},
		[RECOG_ITEM_COERCION] = {
			[RECOG_HEAD_DECISIONS_2021] = Y21 + REPORT_T2_COERCION,
			[RECOG_HEAD_PREVIOUS] = Y19 + REPORT_2019_COERCION_PREVIOUS,
			[RECOG_HEAD_CHANGE] = Y19 + REPORT_2019_COERCION_CHANGE,
			[RECOG_HEAD_DECISIONS_2019] = Y19 + REPORT_2019_COERCION_DECISIONS,
		},
		[RECOG_ITEM_FEE] = {
			[RECOG_HEAD_FEE_AMOUNT] = Y21 + REPORT_T2_FEE,
			[RECOG_HEAD_PREVIOUS] = Y19 + REPORT_2019_FEE_PREVIOUS,
			[RECOG_HEAD_CHANGE] = Y19 + REPORT_2019_FEE_CHANGE,
		},
		[RECOG_ITEM_PROCUREMENT] = {
			[RECOG_HEAD_ITEMS] = Y19 + REPORT_2019_PROCUREMENT_ITEMS,
			[RECOG_HEAD_AMOUNT] = Y19 + REPORT_2019_PROCUREMENT_AMOUNT,
		},
	};
	return cell[item][head] - 1;
}

const enum recog_head *recog_item_heads(enum recog_item item, enum report_layout layout, size_t *n)
{
	static const enum recog_head files_2021[] = { RECOG_HEAD_MADE, RECOG_HEAD_REPEALED,
		RECOG_HEAD_IN_FORCE };
	static const enum recog_head files_2019[] = { RECOG_HEAD_NEWLY_MADE,
		RECOG_HEAD_NEWLY_PUBLISHED, RECOG_HEAD_PUBLIC_TOTAL };
	static const enum recog_head decisions_2021[] = { RECOG_HEAD_DECISIONS_2021 };
	static const enum recog_head decisions_2019[] = { RECOG_HEAD_PREVIOUS, RECOG_HEAD_CHANGE,
		RECOG_HEAD_DECISIONS_2019 };
	static const enum recog_head fee_2021[] = { RECOG_HEAD_FEE_AMOUNT };
	static const enum recog_head fee_2019[] = { RECOG_HEAD_PREVIOUS, RECOG_HEAD_CHANGE };
	static const enum recog_head procurement[] = { RECOG_HEAD_ITEMS, RECOG_HEAD_AMOUNT };
	bool old = layout == REPORT_LAYOUT_2019;
	switch (item) {
	case RECOG_ITEM_REGULATION:
	case RECOG_ITEM_NORMATIVE:
		*n = 3;
		return old ? files_2019 : files_2021;
	case RECOG_ITEM_SERVICE:
		*n = 3;
		return decisions_2019;
	case RECOG_ITEM_LICENCE:
	case RECOG_ITEM_PENALTY:
	case RECOG_ITEM_COERCION:
		*n = old ? 3 : 1;
		return old ? decisions_2019 : decisions_2021;
	case RECOG_ITEM_FEE:
		*n = old ? 2 : 1;
		return old ? fee_2019 : fee_2021;
	case RECOG_ITEM_PROCUREMENT:
		*n = 2;
		return procurement;
	default:
		*n = 0;
		return NULL;
	}
}
