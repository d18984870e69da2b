#include "report/finding.h"

#include <stddef.h>

/* In the order in which findings of one severity are listed. */
static const struct rule_info rules[] = {
	{ "CK1", SEVERITY_ERROR, "每一列：本年新收+上年结转=办理结果总计+结转下年度", "国办公开办函〔2021〕30号 表三表头" },
	{ "CK2", SEVERITY_ERROR, "每一列：（七）总计等于各项办理结果之和", "国办公开办函〔2021〕30号 表三" },
	{ "CK3", SEVERITY_ERROR, "每一行：总计等于自然人与五类法人或其他组织之和", "国办公开办函〔2021〕30号 表三" },
	{ "CK4", SEVERITY_ERROR, "每一列：上年结转等于上一年度报告的结转下年度；确有差异的在第六部分说明", "上下两年报告衔接" },
	{ "CK5", SEVERITY_WARNING, "各单元格为非负整数，空白按 0 计并提醒；以 cell.* 各项列出", "国办公开办函〔2021〕30号" },
	{ "CK6", SEVERITY_ERROR, "表四每一组：总计=结果维持+结果纠正+其他结果+尚未审结", "国办公开办函〔2021〕30号 表四" },
	{ "CK7", SEVERITY_WARNING, "正文中的数字与表格一致", "国办公开办函〔2021〕30号" },
	{ "CK8", SEVERITY_ERROR, "2021 年度起用 2021 年格式，2019、2020 年度用 2019 年格式；旧年度用新格式的为提醒", "国办公开办函〔2021〕30号，国办公开办函〔2019〕60号" },
	{ "CK9", SEVERITY_WARNING, "第六部分写明政府信息公开信息处理费的收取情况", "国办函〔2020〕109号" },
	{ "CK10", SEVERITY_WARNING, "“（六）其他处理 3.其他”大于 0 的，在第一或第六部分说明", "本系统约定" },
	{ "CK11", SEVERITY_WARNING, "现行有效件数=上年现行有效+本年制发-本年废止", "本系统约定" },
	{ "CK12", SEVERITY_WARNING, "上一年度尚未审结的复议、诉讼本年列入审结结果或尚未审结", "本系统约定" },
	{ "CK13", SEVERITY_ERROR, "六个部分标题齐全、顺序正确、各出现一次；以 section.* 各项列出", "国办公开办函〔2021〕30号" },
	{ "CK14", SEVERITY_INFO, "复议后起诉与本年审结的行政复议没有法定的相等关系，仅作说明", "本系统约定" },
	{ "table.missing", SEVERITY_ERROR, "整张表没有读到", "国办公开办函〔2021〕30号 第二至第四部分" },
	{ "row.missing", SEVERITY_ERROR, "表中缺少规定的行", "国办公开办函〔2021〕30号 第二至第四部分" },
	{ "total.blank", SEVERITY_ERROR, "分项有数而总计空白；分项都是 0 的为提醒", "国办公开办函〔2021〕30号 表三、表四" },
	{ "cell.not_number", SEVERITY_ERROR, "应填数字的单元格里不是数字（CK5）", "国办公开办函〔2021〕30号" },
	{ "cell.not_integer", SEVERITY_ERROR, "件数不是整数（CK5）", "国办公开办函〔2021〕30号" },
	{ "cell.negative", SEVERITY_ERROR, "数量或金额是负数；只有旧格式的“本年增/减”可以为负（CK5）", "国办公开办函〔2021〕30号" },
	{ "section.missing", SEVERITY_ERROR, "缺少规定的部分（CK13）", "国办公开办函〔2021〕30号" },
	{ "section.empty", SEVERITY_ERROR, "第一或第五部分没有实质内容", "条例第五十条" },
	{ "previous.mismatch", SEVERITY_ERROR, "用来对照的上年度报告不是同一机关或不是上一年度", "本系统约定" },
	{ "layout.hybrid", SEVERITY_WARNING, "表格混用 2019 年和 2021 年两种格式（CK8）", "国办公开办函〔2021〕30号" },
	{ "section.order", SEVERITY_WARNING, "各部分的顺序不对（CK13）", "国办公开办函〔2021〕30号" },
	{ "section.repeated", SEVERITY_WARNING, "同一部分的标题出现多次（CK13）", "国办公开办函〔2021〕30号" },
	{ "cell.blank", SEVERITY_WARNING, "单元格空白，按 0 计；没有发生的应填 0（CK5）", "国办公开办函〔2021〕30号" },
	{ "cell.na", SEVERITY_WARNING, "填了“/”“—”“不适用”等，按 0 计；没有发生的应填 0（CK5）", "国办公开办函〔2021〕30号" },
	{ "deadline.publication", SEVERITY_WARNING, "部门于次年 1 月 31 日前、政府于 3 月 31 日前公布年度报告", "条例第四十九条" },
	{ "year.differs", SEVERITY_WARNING, "标题年度与正文写的统计期限不一致", "本系统约定" },
	{ "text.year_stale", SEVERITY_WARNING, "第一部分多次写上一年、从不写本年", "本系统约定" },
	{ "text.copied", SEVERITY_WARNING, "一个部分八成以上的文字与上一年度报告相同；第五部分以外的为说明", "国办公开办函〔2021〕30号：不得照抄照搬" },
	{ "text.id_number", SEVERITY_WARNING, "正文中有身份证号码（GB 11643 校验）", "个人信息保护法第二十五条" },
	{ "text.mobile", SEVERITY_WARNING, "正文中有手机号码", "个人信息保护法第二十五条" },
	{ "text.bank_card", SEVERITY_WARNING, "正文中有疑似银行卡号（Luhn 校验）", "个人信息保护法第二十五条" },
	{ "plausible.in_force", SEVERITY_WARNING, "现行有效件数少于本年制发减去本年废止", "本系统约定" },
	{ "plausible.repealed", SEVERITY_WARNING, "本年废止件数多于上年现行有效与本年制发之和", "本系统约定" },
	{ "plausible.na_counterpart", SEVERITY_WARNING, "同一行一处有数、一处填不适用", "本系统约定" },
	{ "plausible.fee_unit", SEVERITY_WARNING, "收费金额与上年相差上万倍，疑似把元填成万元", "本系统约定" },
	{ "plausible.jump", SEVERITY_WARNING, "总数比上年增减十倍以上", "本系统约定" },
	{ "plausible.backlog", SEVERITY_WARNING, "上年结转的申请没有办结", "条例第三十三条" },
	{ "section.numbering", SEVERITY_INFO, "标题序号写成“4、”“5、”等阿拉伯数字", "国办公开办函〔2021〕30号" },
	{ "layout.2019", SEVERITY_INFO, "报告用的是 2019 年试行格式", "国办公开办函〔2019〕60号" },
	{ "agency.differs", SEVERITY_INFO, "标题与落款的机关名称不一致", "本系统约定" },
	{ "date.early", SEVERITY_INFO, "落款日期早于报告年度结束", "本系统约定" },
	{ "text.personal_name", SEVERITY_INFO, "正文写到部分遮盖的个人姓名（姓+某）", "个人信息保护法第二十五条" },
	{ "plausible.other_share", SEVERITY_INFO, "“3.其他”超过办结总数的一半", "本系统约定" },
	{ "check.not_assessable", SEVERITY_INFO, "因单元格缺失或不是数字而无法核对的勾稽关系", "本系统约定" },
	{ "sum.mismatch", SEVERITY_ERROR, "下级各单元格之和与上级不等", "汇总关系" },
	{ "sum.duplicate_child", SEVERITY_WARNING, "同一下级机关的报告给了两份，会重复计数", "汇总关系" },
	{ "sum.year_differs", SEVERITY_WARNING, "下级报告与上级报告不是同一年度", "汇总关系" },
	{ "sum.missing_child", SEVERITY_WARNING, "应有的下级报告没有提供，只能部分核对", "汇总关系" },
};

const struct rule_info *rule_list(size_t *n)
{
	*n = sizeof rules / sizeof rules[0];
	return rules;
}
