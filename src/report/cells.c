#include "report/cells.h"

#include <assert.h>
#include <stdio.h>

struct row_info {
	const char *code, *label, *group;
};

static const struct row_info rows[REPORT_ROW_COUNT] = {
	[REPORT_ROW_RECEIVED] = { "received", "一、本年新收政府信息公开申请数量", "" },
	[REPORT_ROW_CARRIED_IN] = { "carried_in", "二、上年结转政府信息公开申请数量", "" },
	[REPORT_ROW_OPEN] = { "open", "（一）予以公开", "" },
	[REPORT_ROW_PARTIAL] = { "partial",
		"（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "" },
	[REPORT_ROW_STATE_SECRET] = { "refused.state_secret", "1.属于国家秘密", "（三）不予公开" },
	[REPORT_ROW_LAW_FORBIDS] = { "refused.law_forbids", "2.其他法律行政法规禁止公开",
		"（三）不予公开" },
	[REPORT_ROW_SAFETY_STABILITY] = { "refused.safety_stability", "3.危及“三安全一稳定”",
		"（三）不予公开" },
	[REPORT_ROW_THIRD_PARTY] = { "refused.third_party", "4.保护第三方合法权益",
		"（三）不予公开" },
	[REPORT_ROW_INTERNAL] = { "refused.internal", "5.属于三类内部事务信息", "（三）不予公开" },
	[REPORT_ROW_PROCESS] = { "refused.process", "6.属于四类过程性信息", "（三）不予公开" },
	[REPORT_ROW_ENFORCEMENT_FILE] = { "refused.enforcement_file", "7.属于行政执法案卷",
		"（三）不予公开" },
	[REPORT_ROW_QUERY_MATTER] = { "refused.query_matter", "8.属于行政查询事项",
		"（三）不予公开" },
	[REPORT_ROW_NOT_HELD] = { "unable.not_held", "1.本机关不掌握相关政府信息",
		"（四）无法提供" },
	[REPORT_ROW_NEEDS_CREATION] = { "unable.needs_creation", "2.没有现成信息需要另行制作",
		"（四）无法提供" },
	[REPORT_ROW_STILL_UNCLEAR] = { "unable.still_unclear", "3.补正后申请内容仍不明确",
		"（四）无法提供" },
	[REPORT_ROW_PETITION] = { "declined.petition", "1.信访举报投诉类申请", "（五）不予处理" },
	[REPORT_ROW_REPEAT] = { "declined.repeat", "2.重复申请", "（五）不予处理" },
	[REPORT_ROW_PUBLICATION] = { "declined.publication", "3.要求提供公开出版物",
		"（五）不予处理" },
	[REPORT_ROW_EXCESSIVE] = { "declined.excessive", "4.无正当理由大量反复申请",
		"（五）不予处理" },
	[REPORT_ROW_CONFIRM] = { "declined.confirm", "5.要求行政机关确认或重新出具已获取信息",
		"（五）不予处理" },
	[REPORT_ROW_OTHER_NOT_CORRECTED] = { "other.no_correction",
		"1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
		"（六）其他处理" },
	[REPORT_ROW_OTHER_FEE_UNPAID] = { "other.no_payment",
		"2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
		"（六）其他处理" },
	[REPORT_ROW_OTHER_MISC] = { "other.misc", "3.其他", "（六）其他处理" },
	[REPORT_ROW_TOTAL] = { "total", "（七）总计", "" },
	[REPORT_ROW_CARRIED_OUT] = { "carried_out", "四、结转下年度继续办理", "" },
};

static const struct {
	const char *code, *label;
} cols[REPORT_COL_COUNT] = {
	{ "natural", "自然人" }, { "commercial", "商业企业" }, { "research", "科研机构" },
	{ "public_interest", "社会公益组织" }, { "legal_service", "法律服务机构" },
	{ "other", "其他" }, { "total", "总计" },
}, blocks[REPORT_BLOCK_COUNT] = {
	{ "review", "行政复议" }, { "direct", "未经复议直接起诉" }, { "after_review", "复议后起诉" },
}, results[REPORT_RESULT_COUNT] = {
	{ "upheld", "结果维持" }, { "corrected", "结果纠正" }, { "other", "其他结果" },
	{ "pending", "尚未审结" }, { "total", "总计" },
}, table2[REPORT_T2_COUNT] = {
	{ "t2.regulation.made", "规章“本年制发件数”" },
	{ "t2.regulation.repealed", "规章“本年废止件数”" },
	{ "t2.regulation.in_force", "规章“现行有效件数”" },
	{ "t2.normative.made", "行政规范性文件“本年制发件数”" },
	{ "t2.normative.repealed", "行政规范性文件“本年废止件数”" },
	{ "t2.normative.in_force", "行政规范性文件“现行有效件数”" },
	{ "t2.licence.decisions", "行政许可“本年处理决定数量”" },
	{ "t2.penalty.decisions", "行政处罚“本年处理决定数量”" },
	{ "t2.coercion.decisions", "行政强制“本年处理决定数量”" },
	{ "t2.fee.amount", "行政事业性收费“本年收费金额（万元）”" },
}, table2019[REPORT_2019_COUNT] = {
	{ "t2019.regulation.made", "规章“本年新制作数量”" },
	{ "t2019.regulation.published", "规章“本年新公开数量”" },
	{ "t2019.regulation.public_total", "规章“对外公开总数量”" },
	{ "t2019.normative.made", "规范性文件“本年新制作数量”" },
	{ "t2019.normative.published", "规范性文件“本年新公开数量”" },
	{ "t2019.normative.public_total", "规范性文件“对外公开总数量”" },
	{ "t2019.licence.previous", "行政许可“上一年项目数量”" },
	{ "t2019.licence.change", "行政许可“本年增/减”" },
	{ "t2019.licence.decisions", "行政许可“处理决定数量”" },
	{ "t2019.service.previous", "其他对外管理服务事项“上一年项目数量”" },
	{ "t2019.service.change", "其他对外管理服务事项“本年增/减”" },
	{ "t2019.service.decisions", "其他对外管理服务事项“处理决定数量”" },
	{ "t2019.penalty.previous", "行政处罚“上一年项目数量”" },
	{ "t2019.penalty.change", "行政处罚“本年增/减”" },
	{ "t2019.penalty.decisions", "行政处罚“处理决定数量”" },
	{ "t2019.coercion.previous", "行政强制“上一年项目数量”" },
	{ "t2019.coercion.change", "行政强制“本年增/减”" },
	{ "t2019.coercion.decisions", "行政强制“处理决定数量”" },
	{ "t2019.fee.previous", "行政事业性收费“上一年项目数量”" },
	{ "t2019.fee.change", "行政事业性收费“本年增/减”" },
	{ "t2019.procurement.items", "政府集中采购“采购项目数量”" },
	{ "t2019.procurement.amount", "政府集中采购“采购总金额”" },
};

int report_cell_t3(enum report_row row, enum report_col col)
{
	assert(row < REPORT_ROW_COUNT && col < REPORT_COL_COUNT);
	return REPORT_CELL_T3 + (int)row * REPORT_COL_COUNT + (int)col;
}

int report_cell_t4(enum report_block block, enum report_result result)
{
	assert(block < REPORT_BLOCK_COUNT && result < REPORT_RESULT_COUNT);
	return REPORT_CELL_T4 + (int)block * REPORT_RESULT_COUNT + (int)result;
}

bool report_cell_is_t3(int cell)
{
	return cell >= REPORT_CELL_T3 && cell < REPORT_CELL_T4;
}

enum report_row report_cell_row(int cell)
{
	assert(report_cell_is_t3(cell));
	return (enum report_row)((cell - REPORT_CELL_T3) / REPORT_COL_COUNT);
}

enum report_col report_cell_col(int cell)
{
	assert(report_cell_is_t3(cell));
	return (enum report_col)((cell - REPORT_CELL_T3) % REPORT_COL_COUNT);
}

int report_cell_table(int cell)
{
	assert(cell >= 0 && cell < REPORT_CELL_COUNT);
	if (cell < REPORT_CELL_T3 || cell >= REPORT_CELL_2019)
		return 2;
	return cell < REPORT_CELL_T4 ? 3 : 4;
}

bool report_cell_in_layout(int cell, enum report_layout layout)
{
	if (layout == REPORT_LAYOUT_2021)
		return cell < REPORT_CELLS_2021;
	if (report_cell_is_t3(cell)) {
		enum report_row row = report_cell_row(cell);
		return row != REPORT_ROW_OTHER_NOT_CORRECTED && row != REPORT_ROW_OTHER_FEE_UNPAID;
	}
	return cell >= REPORT_CELL_T4;
}

bool report_cell_is_amount(int cell)
{
	return cell == REPORT_T2_FEE || cell == REPORT_CELL_2019 + REPORT_2019_PROCUREMENT_AMOUNT;
}

bool report_cell_is_signed(int cell)
{
	switch (cell - REPORT_CELL_2019) {
	case REPORT_2019_LICENCE_CHANGE:
	case REPORT_2019_SERVICE_CHANGE:
	case REPORT_2019_PENALTY_CHANGE:
	case REPORT_2019_COERCION_CHANGE:
	case REPORT_2019_FEE_CHANGE:
		return true;
	default:
		return false;
	}
}

struct report_code report_cell_code(int cell)
{
	struct report_code c = { "" };
	if (cell < REPORT_CELL_T3)
		snprintf(c.z, sizeof c.z, "%s", table2[cell].code);
	else if (report_cell_is_t3(cell))
		snprintf(c.z, sizeof c.z, "t3.%s.%s", rows[report_cell_row(cell)].code,
			cols[report_cell_col(cell)].code);
	else if (cell < REPORT_CELLS_2021)
		snprintf(c.z, sizeof c.z, "t4.%s.%s",
			blocks[(cell - REPORT_CELL_T4) / REPORT_RESULT_COUNT].code,
			results[(cell - REPORT_CELL_T4) % REPORT_RESULT_COUNT].code);
	else if (cell < REPORT_CELL_COUNT)
		snprintf(c.z, sizeof c.z, "%s", table2019[cell - REPORT_CELL_2019].code);
	return c;
}

/* Is s "first.second"? */
static bool is_pair(struct str s, const char *first, const char *second)
{
	struct str f = str_cstr(first);
	return str_starts(s, f) && s.n > f.n && s.p[f.n] == '.' &&
		str_is(str_sub(s, f.n + 1, s.n), second);
}

/* The reverse of report_cell_code, without printing every code for it. */
int report_cell_by_code(struct str code)
{
	struct str rest = str_sub(code, 3, code.n);
	for (int i = 0; i < REPORT_CELL_T3; i++)
		if (str_is(code, table2[i].code))
			return i;
	for (int i = 0; str_starts(code, STR("t3.")) && i < REPORT_ROW_COUNT * REPORT_COL_COUNT; i++)
		if (is_pair(rest, rows[i / REPORT_COL_COUNT].code, cols[i % REPORT_COL_COUNT].code))
			return REPORT_CELL_T3 + i;
	for (int i = 0; str_starts(code, STR("t4.")) && i < REPORT_CELLS_2021 - REPORT_CELL_T4; i++)
		if (is_pair(rest, blocks[i / REPORT_RESULT_COUNT].code,
			    results[i % REPORT_RESULT_COUNT].code))
			return REPORT_CELL_T4 + i;
	for (int i = REPORT_CELL_2019; i < REPORT_CELL_COUNT; i++)
		if (str_is(code, table2019[i - REPORT_CELL_2019].code))
			return i;
	return -1;
}

const char *report_row_label(enum report_row row)
{
	return rows[row].label;
}

const char *report_row_group(enum report_row row)
{
	return rows[row].group;
}

const char *report_col_label(enum report_col col)
{
	return cols[col].label;
}

const char *report_block_label(enum report_block block)
{
	return blocks[block].label;
}

const char *report_result_label(enum report_result r)
{
	return results[r].label;
}

const char *report_section_heading(int no)
{
	static const char *const heading[] = { "一、总体情况", "二、主动公开政府信息情况",
		"三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
		"五、存在的主要问题及改进情况", "六、其他需要报告的事项" };
	return no >= 1 && no <= 6 ? heading[no - 1] : "";
}

struct report_name report_cell_name(int cell)
{
	struct report_name n = { "" };
	if (cell < REPORT_CELL_T3) {
		snprintf(n.z, sizeof n.z, "表二%s", table2[cell].label);
	} else if (report_cell_is_t3(cell)) {
		enum report_row row = report_cell_row(cell);
		const char *col = cols[report_cell_col(cell)].label;
		if (row == REPORT_ROW_PARTIAL)
			snprintf(n.z, sizeof n.z, "表三“（二）部分公开”%s", col);
		else
			snprintf(n.z, sizeof n.z, "表三“%s%s”%s", rows[row].group, rows[row].label,
				col);
	} else if (cell < REPORT_CELLS_2021) {
		int block = (cell - REPORT_CELL_T4) / REPORT_RESULT_COUNT;
		snprintf(n.z, sizeof n.z, "表四“%s”%s", blocks[block].label,
			results[(cell - REPORT_CELL_T4) % REPORT_RESULT_COUNT].label);
	} else if (cell < REPORT_CELL_COUNT) {
		snprintf(n.z, sizeof n.z, "表二%s", table2019[cell - REPORT_CELL_2019].label);
	}
	return n;
}
