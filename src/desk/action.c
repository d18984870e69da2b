#include "desk/action.h"

static const struct action table[] = {
	{ "login.ok", "登录成功", ACTION_LOGIN },
	{ "login.failed", "登录失败", ACTION_LOGIN },
	{ "login.factor", "核对第二验证因子", ACTION_LOGIN },
	{ "login.locked", "多次输错，锁定账号", ACTION_LOGIN },
	{ "login.rate", "登录过于频繁，暂停受理", ACTION_LOGIN },
	{ "logout", "退出登录", ACTION_LOGIN },
	{ "session.end", "账号锁定，结束登录", ACTION_LOGIN },
	{ "session.expire", "登录过期", ACTION_LOGIN },
	{ "session.revoke", "结束登录", ACTION_LOGIN },
	{ "password.change", "修改自己的密码", ACTION_LOGIN },
	{ "totp.begin", "开始设置第二验证因子", ACTION_LOGIN },
	{ "totp.on", "启用第二验证因子", ACTION_LOGIN },
	{ "totp.codes", "更换恢复码", ACTION_LOGIN },
	{ "totp.off", "停用第二验证因子", ACTION_LOGIN },
	{ "password.reset", "重置他人密码", ACTION_PEOPLE },
	{ "totp.reset", "重置他人第二验证因子", ACTION_PEOPLE },
	{ "person.add", "新增账号", ACTION_PEOPLE },
	{ "person.change", "修改人员信息", ACTION_PEOPLE },
	{ "person.close", "停用账号", ACTION_PEOPLE },
	{ "person.contact", "修改自己的联系方式", ACTION_PEOPLE },
	{ "person.unlock", "解锁账号", ACTION_PEOPLE },
	{ "feed.make", "生成日历订阅链接", ACTION_PEOPLE },
	{ "feed.revoke", "停用日历订阅链接", ACTION_PEOPLE },
	{ "notice.preference", "设置邮件提醒", ACTION_PEOPLE },
	{ "rights.propose", "提出权限变更", ACTION_PEOPLE },
	{ "rights.grant", "批准权限变更", ACTION_PEOPLE },
	{ "rights.refuse", "驳回权限变更", ACTION_PEOPLE },
	{ "rights.withdraw", "撤回权限变更", ACTION_PEOPLE },
	{ "agency.add", "新增机关", ACTION_ORG },
	{ "agency.change", "修改机关信息", ACTION_ORG },
	{ "department.add", "新增部门", ACTION_ORG },
	{ "department.change", "修改部门信息", ACTION_ORG },
	{ "calendar.import", "导入放假安排", ACTION_CALENDAR },
	{ "calendar.local", "登记本地放假日", ACTION_CALENDAR },
	{ "calendar.correct", "更正本地放假日", ACTION_CALENDAR },
	{ "request.file", "收到申请", ACTION_REQUEST },
	{ "request.file_read", "下载申请材料", ACTION_REQUEST },
	{ "request.file_add", "添加申请材料", ACTION_REQUEST },
	{ "request.oral_record", "打印口头申请记录", ACTION_REQUEST },
	{ "request.extension_propose", "提出延期", ACTION_REQUEST },
	{ "request.extension_agree", "同意延期", ACTION_REQUEST },
	{ "request.extension_refuse", "不同意延期", ACTION_REQUEST },
	{ "request.fee_noticed", "登记收费通知", ACTION_REQUEST },
	{ "request.register", "登记申请", ACTION_REQUEST },
	{ "request.extend", "延长答复期限", ACTION_REQUEST },
	{ "request.assign", "指派承办", ACTION_REQUEST },
	{ "request.close", "其他处理办结", ACTION_REQUEST },
	{ "request.consult_returned", "收到征求意见的答复", ACTION_REQUEST },
	{ "request.consult_remind", "催办征求意见", ACTION_REQUEST },
	{ "request.consult_sent", "发出征求意见书", ACTION_REQUEST },
	{ "request.consult_served", "征求意见书送达", ACTION_REQUEST },
	{ "request.consult_settle", "研究处理征求的意见", ACTION_REQUEST },
	{ "request.correct_event", "更正办理日期", ACTION_REQUEST },
	{ "request.correction_received", "收到补正", ACTION_REQUEST },
	{ "request.export", "导出收件箱", ACTION_REQUEST },
	{ "request.note", "登记办理记录", ACTION_REQUEST },
	{ "request.note_answer", "答复办理记录", ACTION_REQUEST },
	{ "request.recount", "重算期限", ACTION_REQUEST },
	{ "request.remind", "催办", ACTION_REQUEST },
	{ "request.split", "拆分申请", ACTION_REQUEST },
	{ "request.merge_refuse", "不予合并", ACTION_REQUEST },
	{ "request.lead", "作为公开线索", ACTION_REQUEST },
	{ "request.lead_drop", "撤下公开线索", ACTION_REQUEST },
	{ "request.correction_noticed", "送达补正告知书", ACTION_REQUEST },
	{ "request.correction_lapsed", "逾期未补正，不再处理", ACTION_REQUEST },
	{ "request.extended", "送达延期告知书", ACTION_REQUEST },
	{ "request.excess_reason_asked", "送达说明理由告知书", ACTION_REQUEST },
	{ "request.delayed", "送达延迟答复告知书", ACTION_REQUEST },
	{ "request.fee_lapsed", "逾期未缴费，不再处理", ACTION_REQUEST },
	{ "request.reply_sent", "答复发出", ACTION_REQUEST },
	{ "request.served", "答复送达", ACTION_REQUEST },
	{ "request.transferred", "送达转办告知书", ACTION_REQUEST },
	{ "request.corrected", "申请人补正", ACTION_REQUEST },
	{ "request.withdrawn", "申请人撤回申请", ACTION_REQUEST },
	{ "request.contact", "申请人修改联系方式", ACTION_REQUEST },
	{ "request.status_rate", "查询进度过于频繁，暂停受理", ACTION_REQUEST },
	{ "request.transfer", "转办", ACTION_REQUEST },
	{ "request.withdraw", "撤回申请", ACTION_REQUEST },
	{ "request.archive", "归档申请", ACTION_REQUEST },
	{ "letter.draft", "起草文书", ACTION_REQUEST },
	{ "letter.save", "修改文书草稿", ACTION_REQUEST },
	{ "letter.drop", "作废文书草稿", ACTION_REQUEST },
	{ "letter.submit", "提交文书", ACTION_REQUEST },
	{ "letter.opinion", "对文书提出意见", ACTION_REQUEST },
	{ "letter.sign", "签发文书", ACTION_REQUEST },
	{ "letter.finish", "定稿文书", ACTION_REQUEST },
	{ "letter.serve", "登记文书送达", ACTION_REQUEST },
	{ "letter.read", "申请人打开并签收文书", ACTION_REQUEST },
	{ "letter.revoke", "撤回签发的文书", ACTION_REQUEST },
	{ "template.save", "修改文书模板", ACTION_REQUEST },
	{ "request.round", "重新答复立项", ACTION_REQUEST },
	{ "remedy.open", "登记复议、诉讼", ACTION_REQUEST },
	{ "remedy.stage", "登记进入下一审级", ACTION_REQUEST },
	{ "remedy.answer", "登记答复、答辩", ACTION_REQUEST },
	{ "remedy.extend", "登记延长复议期限", ACTION_REQUEST },
	{ "remedy.hear", "登记听证、开庭", ACTION_REQUEST },
	{ "remedy.decide", "登记复议决定、裁判", ACTION_REQUEST },
	{ "remedy.final", "登记裁判生效", ACTION_REQUEST },
	{ "remedy.opinion", "登记复议意见书", ACTION_REQUEST },
	{ "remedy.report", "登记复议意见书处理情况", ACTION_REQUEST },
	{ "remedy.redo", "登记责令重新答复", ACTION_REQUEST },
	{ "remedy.petition", "登记申请再审", ACTION_REQUEST },
	{ "remedy.petition_refuse", "登记驳回再审申请", ACTION_REQUEST },
	{ "remedy.hold", "按尚未审结统计", ACTION_REQUEST },
	{ "remedy.correct", "更正复议、诉讼记录", ACTION_REQUEST },
	{ "remedy.link", "关联申请", ACTION_REQUEST },
	{ "remedy.file_add", "添加复议、诉讼文件", ACTION_REQUEST },
	{ "remedy.file_read", "下载复议、诉讼文件", ACTION_REQUEST },
	{ "law.set", "设定期限和统计口径", ACTION_REQUEST },
	{ "remedy.export", "导出复议诉讼登记簿", ACTION_REQUEST },
	{ "ledger.figures", "登记每月数字", ACTION_LEDGER },
	{ "ledger.sign", "部门签认每月数字", ACTION_LEDGER },
	{ "ledger.import", "导入台账", ACTION_LEDGER },
	{ "ledger.undo", "撤销导入", ACTION_LEDGER },
	{ "ledger.export", "导出台账", ACTION_LEDGER },
	{ "decision.publish", "登记双公示公示日期", ACTION_LEDGER },
	{ "norm.add", "登记规章、规范性文件", ACTION_LEDGER },
	{ "norm.change", "修改规章、规范性文件", ACTION_LEDGER },
	{ "channel.apply", "申请开设账号", ACTION_LEDGER },
	{ "channel.register", "登记已有的公开渠道", ACTION_LEDGER },
	{ "channel.approve", "批准开设账号", ACTION_LEDGER },
	{ "channel.refuse", "不批准开设账号", ACTION_LEDGER },
	{ "channel.open", "开通账号", ACTION_LEDGER },
	{ "channel.close", "关停账号", ACTION_LEDGER },
	{ "channel.change", "修改公开渠道", ACTION_LEDGER },
	{ "money.add", "登记邮寄费、信息处理费", ACTION_LEDGER },
	{ "money.undo", "冲销邮寄费、信息处理费", ACTION_LEDGER },
	{ "annual.text", "保存年度报告正文", ACTION_ANNUAL },
	{ "annual.remark", "对年度报告正文提出意见", ACTION_ANNUAL },
	{ "annual.remark_answer", "答复对年度报告正文的意见", ACTION_ANNUAL },
	{ "annual.remind", "催报下级机关的年度报告", ACTION_ANNUAL },
	{ "annual.export_below", "导出下级机关的报告情况", ACTION_ANNUAL },
	{ "annual.correct", "更正报告数字", ACTION_ANNUAL },
	{ "annual.erratum", "登记报告勘误", ACTION_ANNUAL },
	{ "annual.freeze", "冻结报告，送审", ACTION_ANNUAL },
	{ "annual.import", "导入往年报告", ACTION_ANNUAL },
	{ "annual.publish", "公布报告", ACTION_ANNUAL },
	{ "annual.recount", "核对报告计数", ACTION_ANNUAL },
	{ "annual.return", "退回报告", ACTION_ANNUAL },
	{ "annual.review", "审核报告", ACTION_ANNUAL },
	{ "annual.sign", "签发报告", ACTION_ANNUAL },
	{ "reveal.consultation", "查看完整征求意见对象", ACTION_REVEAL },
	{ "reveal.claimant", "查看完整复议申请人、原告", ACTION_REVEAL },
	{ "reveal.mobile", "查看完整手机号码", ACTION_REVEAL },
	{ "reveal.email", "查看完整电子邮箱", ACTION_REVEAL },
	{ "reveal.name", "查看完整姓名", ACTION_REVEAL },
	{ "reveal.id_number", "查看完整证件号码", ACTION_REVEAL },
	{ "reveal.legal_representative", "查看完整法定代表人", ACTION_REVEAL },
	{ "reveal.contact", "查看完整联系人", ACTION_REVEAL },
	{ "reveal.phone", "查看完整电话", ACTION_REVEAL },
	{ "reveal.address", "查看完整地址", ACTION_REVEAL },
	{ "reveal.fax", "查看完整传真", ACTION_REVEAL },
	{ "log.export", "导出日志", ACTION_LOG },
	{ "log.verify", "核验日志", ACTION_LOG },
	{ "log.publish", "公布日志末尾", ACTION_LOG },
	{ "backup.ask", "要求立即备份", ACTION_SYSTEM },
	{ "backup.done", "备份完成", ACTION_SYSTEM },
	{ "demo.begin", "开始装入演示数据", ACTION_SYSTEM },
	{ "demo.finish", "装完演示数据", ACTION_SYSTEM },
	{ "job.again", "重新执行失败的任务", ACTION_SYSTEM },
	{ "job.discard", "放弃失败的任务", ACTION_SYSTEM },
	{ "keys.rewrite", "更换密钥", ACTION_SYSTEM },
	{ "mail.resend", "重新发送邮件", ACTION_SYSTEM },
	{ "selftest.write", "写入自检", ACTION_SYSTEM },
	{ "setup.password", "生成初始设置口令", ACTION_SYSTEM },
	{ "setup.failed", "初始设置口令不正确", ACTION_SYSTEM },
	{ "setup.done", "完成初始设置", ACTION_SYSTEM },
};

static const struct {
	const char *word, *name;
} group[ACTION_GROUPS] = {
	[ACTION_LOGIN] = { "login", "登录" },
	[ACTION_PEOPLE] = { "people", "人员与权限" },
	[ACTION_ORG] = { "org", "机关与部门" },
	[ACTION_CALENDAR] = { "calendar", "日历" },
	[ACTION_REQUEST] = { "request", "申请办理" },
	[ACTION_LEDGER] = { "ledger", "年度台账" },
	[ACTION_ANNUAL] = { "annual", "年度报告" },
	[ACTION_REVEAL] = { "reveal", "查看个人信息" },
	[ACTION_LOG] = { "log", "日志" },
	[ACTION_SYSTEM] = { "system", "系统" },
};

static const struct {
	const char *word, *name;
} object[] = {
	{ "agency", "机关" },
	{ "annual_report", "年度报告" },
	{ "annual_below", "下级机关的年度报告" },
	{ "annual_comment", "年度报告正文的意见" },
	{ "annual_text", "年度报告正文" },
	{ "backup", "备份" },
	{ "calendar", "工作日历" },
	{ "channel", "公开渠道" },
	{ "decision", "许可、处罚决定" },
	{ "department", "部门" },
	{ "job", "后台任务" },
	{ "keys", "密钥" },
	{ "law_value", "期限和统计口径" },
	{ "ledger_batch", "台账导入" },
	{ "letter", "文书" },
	{ "letter_template", "文书模板" },
	{ "log", "日志" },
	{ "mail", "邮件" },
	{ "money", "收支" },
	{ "norm", "规章、规范性文件" },
	{ "person", "人员" },
	{ "remedy", "复议、诉讼" },
	{ "request", "申请" },
	{ "rights", "权限变更" },
	{ "selftest", "自检" },
	{ "session", "登录" },
};

const struct action *action_list(size_t *n)
{
	*n = sizeof(table) / sizeof(*table);
	return table;
}

const struct action *action_find(struct str code)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (str_is(code, table[i].code))
			return &table[i];
	return NULL;
}

const char *action_group_word(enum action_group g)
{
	return (size_t)g < ACTION_GROUPS ? group[g].word : "";
}

const char *action_group_name(enum action_group g)
{
	return (size_t)g < ACTION_GROUPS ? group[g].name : "";
}

bool action_group_find(struct str word, enum action_group *out)
{
	for (unsigned i = 0; i < ACTION_GROUPS; i++)
		if (str_is(word, group[i].word)) {
			*out = (enum action_group)i;
			return true;
		}
	return false;
}

struct str action_object_name(struct str kind)
{
	for (size_t i = 0; i < sizeof(object) / sizeof(*object); i++)
		if (str_is(kind, object[i].word))
			return str_cstr(object[i].name);
	return kind;
}

const char *action_object_word(size_t i)
{
	return i < sizeof(object) / sizeof(*object) ? object[i].word : NULL;
}
