/*
 * notice -- what the action before this page did, shown once.
 *
 * A code travels in a short-lived cookie, never text: the table below is all that can
 * be said.  Codes are NOUN.DONE.
 */
#include "page/part.h"

enum { NOTICE_SECONDS = 60 };

static const struct {
	const char *code;
	struct frame_notice notice;
} table[] = {
	{ "agency.added", { KIT_SUCCESS, STR_INIT("机构已新增") } },
	{ "agency.saved", { KIT_SUCCESS, STR_INIT("机构信息已保存") } },
	{ "annual.agrees", { KIT_SUCCESS, STR_INIT("清点完毕：累计数与登记簿一致") } },
	{ "annual.reminded", { KIT_SUCCESS, STR_INIT("已催报，对方编写报告的人员会在待阅里看到") } },
	{ "annual.entered", { KIT_SUCCESS, STR_INIT("已登记，表中以 * 标出") } },
	{ "annual.imported", { KIT_SUCCESS, STR_INIT("往年报告已导入") } },
	{ "annual.recounted", { KIT_WARNING, STR_INIT("清点完毕：有累计数不一致，已按登记簿更正") } },
	{ "annual.step", { KIT_SUCCESS, STR_INIT("已办理，报告进入下一步") } },
	{ "annual.returned", { KIT_WARNING, STR_INIT("已退回起草，数据解除冻结") } },
	{ "apply.saved",
		{ KIT_SUCCESS, STR_INIT("草稿已保存。7 天内用这个浏览器打开“依申请公开”，可以接着填写") } },
	{ "backup.asked", { KIT_SUCCESS, STR_INIT("已安排备份，完成后在这里显示，请稍后刷新") } },
	{ "backup.waiting", { KIT_INFO, STR_INIT("备份已在等待或进行中，不必再点") } },
	{ "batch.assigned", { KIT_SUCCESS, STR_INIT("已改派选中的申请") } },
	{ "batch.none", { KIT_WARNING, STR_INIT("请先选中申请，再选择催办或者改派") } },
	{ "batch.reminded", { KIT_SUCCESS, STR_INIT("已催办选中的申请") } },
	{ "calendar.imported", { KIT_SUCCESS, STR_INIT("工作日历已导入") } },
	{ "annual_text.answered", { KIT_SUCCESS, STR_INIT("答复已保存") } },
	{ "annual_text.bound", { KIT_SUCCESS, STR_INIT("手写的数字已改用字段，存为新的版本") } },
	{ "annual_text.remarked", { KIT_SUCCESS, STR_INIT("意见已提交") } },
	{ "annual_text.restored", { KIT_SUCCESS, STR_INIT("已恢复，存为新的版本") } },
	{ "annual_text.saved", { KIT_SUCCESS, STR_INIT("正文已保存") } },
	{ "calendar.saved", { KIT_SUCCESS, STR_INIT("工作日历已保存") } },
	{ "case.assigned", { KIT_SUCCESS, STR_INIT("已分派") } },
	{ "case.filed", { KIT_SUCCESS, STR_INIT("申请已登记") } },
	{ "case.registered", { KIT_SUCCESS, STR_INIT("已确认收到并登记，期限已起算") } },
	{ "status.opened",
		{ KIT_SUCCESS, STR_INIT("已记下您打开并签收的时间，请点 PDF 或者 Word 阅读文书") } },
	{ "law.set", { KIT_SUCCESS, STR_INIT("已设定，自填写的日期起收到的案件适用") } },
	{ "letter.revoked", { KIT_WARNING, STR_INIT("已撤回。需要时请重新起草一份") } },
	{ "case.split",
		{ KIT_SUCCESS, STR_INIT("已拆分，各件见“拆分的各件”；请起草登记回执告知申请人") } },
	{ "case.merge_refused", { KIT_SUCCESS, STR_INIT("已记录不予合并，各件照常办理") } },
	{ "channel.added", { KIT_SUCCESS, STR_INIT("公开渠道已登记") } },
	{ "channel.applied", { KIT_SUCCESS, STR_INIT("开设申请已提交，等待批准") } },
	{ "channel.closed", { KIT_SUCCESS, STR_INIT("已登记关停") } },
	{ "channel.decided", { KIT_SUCCESS, STR_INIT("已作出决定") } },
	{ "channel.opened", { KIT_SUCCESS, STR_INIT("已登记开通") } },
	{ "channel.saved", { KIT_SUCCESS, STR_INIT("公开渠道已保存") } },
	{ "codes.renewed", { KIT_SUCCESS, STR_INIT("恢复码已更换，旧的不能再用") } },
	{ "consult.answered", { KIT_SUCCESS, STR_INIT("意见已登记，答复期限已恢复计算") } },
	{ "consult.settled", { KIT_SUCCESS, STR_INIT("研究处理的结果已记录") } },
	{ "contact.saved", { KIT_SUCCESS, STR_INIT("联系方式已保存") } },
	{ "department.added", { KIT_SUCCESS, STR_INIT("部门已新增") } },
	{ "department.saved", { KIT_SUCCESS, STR_INIT("部门信息已保存") } },
	{ "draft.dropped", { KIT_INFO, STR_INIT("草稿已放弃") } },
	{ "draft.kept",
		{ KIT_WARNING, STR_INIT("登录已过期。刚才填写的内容已存为草稿，登录后可继续") } },
	{ "event.corrected", { KIT_SUCCESS, STR_INIT("记录已更正，期限已重新计算") } },
	{ "extension.decided", { KIT_SUCCESS, STR_INIT("已作出决定") } },
	{ "extension.proposed", { KIT_SUCCESS, STR_INIT("延期申请已提交，等待负责人决定") } },
	{ "factor.off", { KIT_WARNING, STR_INIT("第二验证因子已停用") } },
	{ "factor.on", { KIT_SUCCESS, STR_INIT("第二验证因子已启用") } },
	{ "factor.reset",
		{ KIT_SUCCESS,
			STR_INIT(
				"第二验证因子已重置，登录已全部结束。请提醒本人登录后重新启用") } },
	{ "file.added", { KIT_SUCCESS, STR_INIT("材料已存入本件") } },
	{ "feed.revoked", { KIT_SUCCESS, STR_INIT("日历链接已停用，订阅它的日历不再更新") } },
	{ "job.again", { KIT_SUCCESS, STR_INIT("任务已重新排队，马上执行") } },
	{ "job.discarded", { KIT_SUCCESS, STR_INIT("任务已放弃") } },
	{ "decision.published", { KIT_SUCCESS, STR_INIT("已登记公示日期") } },
	{ "ledger.imported", { KIT_SUCCESS, STR_INIT("已导入。需要时可以整批撤销") } },
	{ "ledger.same", { KIT_INFO, STR_INIT("数字没有变化，没有记入") } },
	{ "ledger.saved", { KIT_SUCCESS, STR_INIT("每月数字已保存") } },
	{ "ledger.signed", { KIT_SUCCESS, STR_INIT("已签认") } },
	{ "money.added", { KIT_SUCCESS, STR_INIT("已登记") } },
	{ "money.undone", { KIT_SUCCESS, STR_INIT("已冲销") } },
	{ "norm.added", { KIT_SUCCESS, STR_INIT("已登记") } },
	{ "norm.saved", { KIT_SUCCESS, STR_INIT("已保存") } },
	{ "lead.added", { KIT_SUCCESS, STR_INIT("已作为公开线索，其他申请人填写申请时会看到") } },
	{ "lead.dropped", { KIT_SUCCESS, STR_INIT("公开线索已撤下") } },
	{ "ledger.undone", { KIT_SUCCESS, STR_INIT("已撤销导入") } },
	{ "letter.drafted", { KIT_SUCCESS, STR_INIT("草稿已生成，请核对后提交") } },
	{ "letter.dropped", { KIT_SUCCESS, STR_INIT("草稿已作废") } },
	{ "letter.opinion", { KIT_SUCCESS, STR_INIT("意见已提交") } },
	{ "letter.saved", { KIT_SUCCESS, STR_INIT("草稿已保存") } },
	{ "letter.served", { KIT_SUCCESS, STR_INIT("送达已登记，期限已重新计算") } },
	{ "letter.signed", { KIT_SUCCESS, STR_INIT("已签发，文号和正式文本已生成") } },
	{ "letter.submitted", { KIT_SUCCESS, STR_INIT("已提交") } },
	{ "locked", { KIT_WARNING, STR_INIT("连续输错次数过多，账号已锁定，请稍后再登录") } },
	{ "log.broken", { KIT_WARNING, STR_INIT("核验完毕：日志被改动过，请看下面的结果") } },
	{ "log.holds", { KIT_SUCCESS, STR_INIT("核验完毕：日志完整，没有改动") } },
	{ "log.published", { KIT_SUCCESS, STR_INIT("日志末尾已公布") } },
	{ "logged.out", { KIT_SUCCESS, STR_INIT("已退出登录") } },
	{ "mail.resent", { KIT_SUCCESS, STR_INIT("邮件已重新排队，马上发送") } },
	{ "note.saved", { KIT_SUCCESS, STR_INIT("已记录") } },
	{ "notices.chosen", { KIT_SUCCESS, STR_INIT("邮件设置已保存") } },
	{ "notices.read", { KIT_SUCCESS, STR_INIT("已全部标为已读") } },
	{ "password.changed", { KIT_SUCCESS, STR_INIT("密码已修改，其他登录已全部结束") } },
	{ "person.added", { KIT_SUCCESS, STR_INIT("账号已新增") } },
	{ "person.saved", { KIT_SUCCESS, STR_INIT("人员信息已保存") } },
	{ "person.unlocked", { KIT_SUCCESS, STR_INIT("账号已解锁") } },
	{ "remedy.corrected", { KIT_SUCCESS, STR_INIT("记录已更正，案件已重新计算") } },
	{ "remedy.decided", { KIT_SUCCESS, STR_INIT("结果已登记。请上传决定书、裁判文书") } },
	{ "remedy.file", { KIT_SUCCESS, STR_INIT("文件已存入案件") } },
	{ "remedy.linked", { KIT_SUCCESS, STR_INIT("申请已关联") } },
	{ "remedy.opened", { KIT_SUCCESS, STR_INIT("案件已登记，答复、答辩期限已起算") } },
	{ "remedy.redo", { KIT_SUCCESS, STR_INIT("已开始重新答复，请在期限以前办结这一轮") } },
	{ "remedy.step", { KIT_SUCCESS, STR_INIT("已登记，期限已重新计算") } },
	{ "rights.decided", { KIT_SUCCESS, STR_INIT("已办理权限变更") } },
	{ "rights.proposed", { KIT_SUCCESS, STR_INIT("权限变更已提出，等待安全管理员批准") } },
	{ "rights.withdrawn", { KIT_SUCCESS, STR_INIT("权限变更申请已撤回") } },
	{ "session.all", { KIT_SUCCESS, STR_INIT("这个人的全部登录已结束") } },
	{ "session.ended", { KIT_SUCCESS, STR_INIT("这次登录已结束") } },
	{ "session.others", { KIT_SUCCESS, STR_INIT("其他登录已全部结束") } },
	{ "session.over", { KIT_WARNING, STR_INIT("登录已过期，请重新登录") } },
	{ "setup.done", { KIT_SUCCESS, STR_INIT("初始设置已完成，请用刚才设置的账号登录") } },
	{ "status.contact", { KIT_SUCCESS, STR_INIT("联系方式已保存") } },
	{ "status.corrected", { KIT_SUCCESS, STR_INIT("补正已提交，答复期限从明天起重新计算") } },
	{ "status.no_correction", { KIT_INFO, STR_INIT("这件申请现在不需要补正") } },
	{ "status.withdrawn", { KIT_SUCCESS, STR_INIT("申请已撤回") } },
	{ "step.closed", { KIT_SUCCESS, STR_INIT("已记录，本件办结") } },
	{ "step.done", { KIT_SUCCESS, STR_INIT("已记录，期限已重新计算") } },
	{ "template.saved", { KIT_SUCCESS, STR_INIT("范本已保存为新版本") } },
};

const struct frame_notice *notice_find(struct str code)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_is(code, table[i].code))
			return &table[i].notice;
	return NULL;
}

enum err page_done(struct http_exchange *x, struct str path, const char *notice)
{
	if (notice) {
		struct http_cookie c = { .name = cookie_notice,
			.value = str_cstr(notice),
			.max_age_s = NOTICE_SECONDS };
		http_cookie_set(x, &c);
	}
	draft_forget(x, x->path);
	http_answer_redirect(x, path);
	return OK;
}
