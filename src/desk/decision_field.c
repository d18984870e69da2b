/*
 * decision_field -- the fields of the 双公示 standard and what is right in them (C-4.6-28).
 */
#include "desk/decision.h"
#include "desk/organisation.h"

#include "core/utf8.h"

enum { VALUE_MAX = 4000 };

#define MUST DECISION_REQUIRED
static const struct decision_field licence[] = { { "XK_XDR_MC", "行政相对人名称", MUST },
	{ "XK_XDR_LB", "行政相对人类别", MUST },
	{ "XK_XDR_SHXYM", "统一社会信用代码", DECISION_CREDIT },
	{ "XK_XDR_GSZC", "工商注册号", 0 }, { "XK_XDR_ZZJG", "组织机构代码", 0 },
	{ "XK_XDR_SWDJ", "税务登记号", 0 }, { "XK_XDR_SYDW", "事业单位证书号", 0 },
	{ "XK_XDR_SHZZ", "社会组织登记证号", 0 }, { "XK_FRDB", "法定代表人", DECISION_SEALED },
	{ "XK_FR_SFZH", "法定代表人身份证号", DECISION_SEALED }, { "XK_XDR_ZJLX", "证件类型", 0 },
	{ "XK_XDR_ZJHM", "证件号码", DECISION_SEALED },
	{ "XK_XKWS", "行政许可决定文书名称", 0 }, { "XK_WSH", "行政许可决定文书号", MUST },
	{ "XK_XKLB", "许可类别", MUST }, { "XK_XKZS", "许可证书名称", 0 }, { "XK_XKBH", "许可编号", 0 },
	{ "XK_NR", "许可内容", MUST }, { "XK_JDRQ", "许可决定日期", MUST | DECISION_DATE },
	{ "XK_YXQZ", "有效期自", DECISION_DATE }, { "XK_YXQZI", "有效期至", DECISION_DATE },
	{ "XK_XKJG", "许可机关", MUST }, { "XK_XKJGDM", "许可机关统一社会信用代码", DECISION_CREDIT },
	{ "XK_ZT", "当前状态", 0 }, { "XK_LYDW", "数据来源单位", 0 },
	{ "XK_LYDWDM", "数据来源单位代码", DECISION_CREDIT }, { "BZ", "备注", 0 } };
static const struct decision_field penalty[] = { { "CF_XDR_MC", "行政相对人名称", MUST },
	{ "CF_XDR_LB", "行政相对人类别", MUST },
	{ "CF_XDR_SHXYM", "统一社会信用代码", DECISION_CREDIT },
	{ "CF_XDR_GSZC", "工商注册号", 0 }, { "CF_XDR_ZZJG", "组织机构代码", 0 },
	{ "CF_XDR_SWDJ", "税务登记号", 0 }, { "CF_XDR_SYDW", "事业单位证书号", 0 },
	{ "CF_XDR_SHZZ", "社会组织登记证号", 0 }, { "CF_FRDB", "法定代表人", DECISION_SEALED },
	{ "CF_FR_ZJLX", "法定代表人证件类型", 0 }, { "CF_FR_ZJHM", "法定代表人证件号码", DECISION_SEALED },
	{ "CF_FR_SFZH", "法定代表人身份证号", DECISION_SEALED }, { "CF_XDR_ZJLX", "证件类型", 0 },
	{ "CF_XDR_ZJHM", "证件号码", DECISION_SEALED },
	{ "CF_WSH", "行政处罚决定书文号", MUST }, { "CF_WFXW", "违法行为类型", MUST },
	{ "CF_SY", "违法事实", MUST }, { "CF_YJ", "处罚依据", MUST }, { "CF_CFLB", "处罚类别", MUST },
	{ "CF_NR", "处罚内容", MUST }, { "CF_NR_FK", "罚款金额（万元）", DECISION_MONEY },
	{ "CF_NR_WFFF", "没收违法所得、没收非法财物的金额（万元）", DECISION_MONEY },
	{ "CF_NR_ZKDX", "暂扣或吊销证照名称及编号", 0 },
	{ "CF_JDRQ", "处罚决定日期", MUST | DECISION_DATE }, { "CF_YXQ", "处罚有效期", DECISION_DATE },
	{ "CF_GSJZQ", "公示截止期", DECISION_DATE }, { "CF_CFJG", "处罚机关", MUST },
	{ "CF_CFJGDM", "处罚机关统一社会信用代码", DECISION_CREDIT }, { "CF_SJLY", "数据来源单位", 0 },
	{ "CF_SJLYDM", "数据来源单位代码", DECISION_CREDIT }, { "BZ", "备注", 0 } };

const struct decision_field *decision_fields(int item, size_t *n)
{
	*n = item == LEDGER_LICENCE ? sizeof licence / sizeof *licence
				    : sizeof penalty / sizeof *penalty;
	return item == LEDGER_LICENCE ? licence : penalty;
}

static enum err check_value(
	const struct decision_field *f, struct str v, struct date today, struct error *err)
{
	struct date day;
	struct decimal money;
	if (v.n == 0 && (f->flags & DECISION_REQUIRED))
		return error_set(err, ERR_INVALID, NULL, "%s（%s）必须填写", f->name, f->code);
	if (v.n == 0)
		return OK;
	if (utf8_length(v) > VALUE_MAX)
		return error_set(err, ERR_INVALID, NULL, "%s不能超过 %d 字", f->name, VALUE_MAX);
	if ((f->flags & DECISION_CREDIT) && !credit_code_is_valid(v))
		return error_set(err, ERR_INVALID, NULL,
			"%s（%s）应为 18 位，校验位不对，请核对", f->name, f->code);
	if ((f->flags & DECISION_DATE) && !date_parse(v, &day))
		return error_set(err, ERR_INVALID, NULL, "%s（%s）请写成 2026-03-01 这样的日期",
			f->name, f->code);
	if ((f->flags & DECISION_DATE) && (f->flags & DECISION_REQUIRED) && day.day > today.day)
		return error_set(err, ERR_INVALID, NULL, "%s不能晚于今天", f->name);
	if ((f->flags & DECISION_MONEY) && (!decimal_parse(v, &money) || decimal_sign(money) < 0))
		return error_set(err, ERR_INVALID, NULL, "%s（%s）应为 0 或者更大的数", f->name, f->code);
	return OK;
}

int decision_check(int item, const struct decision_facts *f, struct date today, struct error *err)
{
	size_t n;
	const struct decision_field *field = decision_fields(item, &n);
	for (size_t i = 0; i < n; i++)
		if (check_value(&field[i], f->value[i], today, err) != OK)
			return (int)i;
	/* An organisation is known by its code; a natural person by a paper that is never shown. */
	if (!str_has(f->value[1], "自然人") && f->value[2].n == 0 && f->value[3].n == 0 &&
		f->value[4].n == 0 && f->value[6].n == 0 && f->value[7].n == 0) {
		error_set(err, ERR_INVALID, NULL,
			"法人和非法人组织请填写%s（%s）或者其他一个证照号码", field[2].name, field[2].code);
		return 2;
	}
	return -1;
}
