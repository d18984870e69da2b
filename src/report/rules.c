#include "report/finding.h"

#include <stddef.h>

#define ERROR SEVERITY_ERROR
#define WARNING SEVERITY_WARNING
#define INFO SEVERITY_INFO

/* In the order in which findings of one severity are listed. */
static const struct rule_info rules[] = {
	{ "CK1", ERROR, "每一列：本年新收+上年结转=办理结果总计+结转下年度", "国办公开办函〔2021〕30号 表三表头" },
	{ "CK2", ERROR, "每一列：（七）总计等于各项办理结果之和", "国办公开办函〔2021〕30号 表三" },
	{ "CK3", ERROR, "每一行：总计等于自然人与五类法人或其他组织之和", "国办公开办函〔2021〕30号 表三" },
	{ "CK4", ERROR, "每一列：上年结转等于上一年度报告的结转下年度；确有差异的在第六部分说明",
		"上下两年报告衔接" },
	{ "CK6", ERROR, "表四每一组：总计=结果维持+结果纠正+其他结果+尚未审结",
		"国办公开办函〔2021〕30号 表四" },
	{ "table.missing", ERROR, "整张表没有读到", "国办公开办函〔2021〕30号 第二至第四部分" },
	{ "row.missing", ERROR, "表中缺少规定的行", "国办公开办函〔2021〕30号 第二至第四部分" },
	{ "total.blank", ERROR, "分项有数而总计空白；分项都是 0 的为提醒", "国办公开办函〔2021〕30号 表三、表四" },
	{ "cell.not_number", ERROR, "应填数字的单元格里不是数字（CK5）", "国办公开办函〔2021〕30号" },
	{ "cell.not_integer", ERROR, "件数不是整数（CK5）", "国办公开办函〔2021〕30号" },
	{ "cell.negative", ERROR, "数量或金额是负数；只有旧格式的“本年增/减”可以为负（CK5）",
		"国办公开办函〔2021〕30号" },
	{ "CK5", WARNING, "各单元格为非负整数，空白按 0 计并提醒；以 cell.* 各项列出",
		"国办公开办函〔2021〕30号" },
	{ "cell.blank", WARNING, "单元格空白，按 0 计；没有发生的应填 0（CK5）", "国办公开办函〔2021〕30号" },
	{ "cell.na", WARNING, "填了“/”“—”“不适用”等，按 0 计；没有发生的应填 0（CK5）",
		"国办公开办函〔2021〕30号" },
	{ "CK7", WARNING, "正文中的数字与表格一致", "国办公开办函〔2021〕30号：不得前后矛盾" },
	{ "check.not_assessable", INFO, "因单元格缺失或不是数字而无法核对的勾稽关系", "本系统约定" },
};

const struct rule_info *rule_list(size_t *n)
{
	*n = sizeof rules / sizeof rules[0];
	return rules;
}
