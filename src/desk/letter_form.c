/*
 * letter_form -- the forms F02 … F32 of law/rules.md 6.1, and the words of lists.
 */
#include "desk/letter.h"

#define FINDINGS(label, hint) { "findings", label, hint, true, ASK_LINES }
#define GROUND(label, hint) { "ground", label, hint, true, ASK_LINES }
#define HOW(label, hint) { "how", label, hint, true, ASK_LINES }
#define HOW_OPTIONAL(label, hint) { "how", label, hint, false, ASK_LINES }
#define PARTY(label, hint) { "party", label, hint, true, ASK_LINES }
#define PARTY_OPTIONAL(label, hint) { "party", label, hint, false, ASK_LINES }
#define EARLIER(label, hint) { "earlier", label, hint, true, ASK_LINES }
#define SEARCH                                                                                     \
	{ "search", "检索情况", "查了哪些系统和档案、用的关键词、时间范围、检索人、结果", true,    \
		ASK_LINES }
#define CONTACT { "contact", "联系方式", "联系人、电话、地址；加密保存", false, ASK_LINE }
#define ABOUT { "about", "所涉文书", "本件已起草的文书", true, ASK_ABOUT }
#define GIVEN                                                                                      \
	HOW("提供方式和途径", "随本答复书提供的材料名称和页数，或者获取的方式、途径和时间")

enum { NO_EVENT = -1 };
#define INTERNAL(code, name, ...) { code, name, "", false, false, false, NO_EVENT, { __VA_ARGS__ } }
#define LETTER(code, name, word, event, ...)                                                       \
	{ code, name, word, false, true, false, event, { __VA_ARGS__ } }
#define OUTWARD(code, name, word, reviewed, event, ...)                                            \
	{ code, name, word, false, false, reviewed, event, { __VA_ARGS__ } }
#define REPLY(code, name, ...)                                                                     \
	{ code, name, "公复", true, true, true, CLOCK_REPLY_SENT, { __VA_ARGS__ } }

static const struct letter_form forms[] = {
	LETTER("F02", "政府信息公开申请登记回执", "公登", NO_EVENT, { 0 }),
	LETTER("F03", "政府信息公开申请补正告知书", "公补", CLOCK_CORRECTION_NOTICED,
		FINDINGS("需要补正的内容", "逐项写明哪里不明确，应当一次性告知"),
		HOW("怎样补正", "例如：补充文件名称、文号或者时间范围"),
		{ "days", "补正期限（工作日）", "自收到告知书起，一般 10 至 15 个工作日", true,
			ASK_DAYS }),
	LETTER("F04", "政府信息公开申请说明理由告知书", "公说", CLOCK_EXCESS_REASON_ASKED,
		FINDINGS("申请的数量和频次", "统计的起止时间、件数、内容"),
		{ "days", "说明理由的期限（工作日）", NULL, true, ASK_DAYS }),
	LETTER("F05", "政府信息公开申请延期答复告知书", "公延", CLOCK_EXTENDED,
		GROUND("延期的理由", NULL),
		{ "days", "延长的工作日", "最多 20 个工作日", true, ASK_DAYS }),
	LETTER("F06", "政府信息公开申请延迟答复告知书", "公迟", CLOCK_DELAYED,
		GROUND("延迟的理由", NULL),
		{ "until", "延迟答复的期限", "最后一日", true, ASK_DATE }),
	OUTWARD("F07", "政府信息公开第三方意见征询书", "公询", false, CLOCK_CONSULT_SENT,
		{ "party", "第三方", "姓名或者名称的全称；列表和日志里只显示隐去的姓名", true,
			ASK_LINE },
		{ "person", "第三方是", NULL, true, ASK_PERSON }, CONTACT,
		FINDINGS("涉及第三方的信息", NULL)),
	INTERNAL("F08", "第三方意见答复回执", PARTY("第三方", NULL),
		FINDINGS("涉及第三方的信息", NULL)),
	LETTER("F09", "征求意见告知书", "公征", NO_EVENT,
		PARTY("征求谁的意见", "写类别，例如：第三方、共同制作机关")),
	OUTWARD("F10", "政府信息公开决定告知书（第三方）", "公告", true, NO_EVENT,
		{ "consultation", "征求过意见的第三方", "研究处理的结果是公开的", true,
			ASK_CONSULTATION }, FINDINGS("决定公开的内容", NULL),
		GROUND("公开的理由", "不公开可能对公共利益造成的重大影响")),
	OUTWARD("F11", "政府信息公开征求意见函", "公函", false, CLOCK_CONSULT_SENT,
		{ "party", "征求意见的机关", "机关的全称", true, ASK_LINE },
		{ "asked", "为什么征求这个机关的意见", NULL, true, ASK_AGENCY_KIND }, CONTACT, FINDINGS("征求意见的信息", NULL)),
	LETTER("F12", "政府信息公开信息处理费收费通知书", "公费", CLOCK_FEE_NOTICED,
		{ "fee", "计收方式", "按件、按量只能选一种", true, ASK_FEE },
		{ "fee_count", "件数或者页数", "按件：本月第几件；按量：页数", true, ASK_DAYS },
		HOW("缴费方式", "非税收入缴款渠道、票据领取方式")),
	REPLY("F13", "政府信息公开申请答复书（予以公开）",
		FINDINGS("查明的情况", "公开的是什么信息"), GIVEN),
	REPLY("F14", "政府信息公开申请答复书（部分公开）",
		FINDINGS("公开的部分", "写明公开哪些内容"),
		GROUND("不予公开或者不能提供的部分", "逐项写明内容、理由和依据"), GIVEN),
	REPLY("F15", "政府信息公开申请答复书（不予公开）", FINDINGS("查明的情况", NULL),
		GROUND("不予公开的理由", "事实和依据；属于国家秘密的写明定密依据，"
				  "涉及第三方的写明征求意见的结果")),
	REPLY("F16", "政府信息公开申请告知书（依其他规定查询）",
		GROUND("特别规定", "法律、行政法规的名称和条款"),
		HOW("办理的机关和途径", "到哪里、怎样查询")),
	REPLY("F17", "政府信息公开申请告知书（信息不存在）", SEARCH,
		GROUND("不存在的原因", "例如：未制作、未获取、已过保管期限销毁")),
	REPLY("F18", "政府信息公开申请告知书（非本机关负责公开）", GROUND("理由", NULL),
		PARTY_OPTIONAL("负责公开的机关", "能够确定的，写明名称和联系方式")),
	REPLY("F19", "政府信息公开申请告知书（没有现成信息）",
		GROUND("为什么需要加工、分析", NULL)),
	REPLY("F20", "政府信息公开申请告知书（补正后仍不明确）",
		FINDINGS("仍不明确的内容", NULL)),
	REPLY("F21", "政府信息公开申请告知书（信访、投诉、举报）",
		GROUND("理由", "申请的哪些内容属于信访、投诉、举报"),
		HOW("反映的渠道", "受理机关、地址、电话")),
	REPLY("F22", "政府信息公开申请不予重复处理告知书",
		EARLIER("先前的答复", "文号和日期"), GROUND("理由", NULL)),
	REPLY("F23", "政府信息公开申请告知书（公开出版物）", GROUND("理由", NULL),
		HOW("获取途径", "出版物名称和可以取得的地方")),
	REPLY("F24", "政府信息公开申请不予处理告知书（大量、反复申请）",
		FINDINGS("申请的数量和频次", NULL), GROUND("理由不合理的说明", NULL)),
	REPLY("F25", "政府信息公开申请告知书（已获取的信息）",
		EARLIER("何时获取", "文书名称、日期、方式"), GROUND("理由", NULL)),
	{ "F26", "政府信息公开申请不再处理告知书", "公复", true, true, true,
		CLOCK_CORRECTION_LAPSED, { GROUND("查明的情况", "逾期未补正或者未缴费的事实") } },
	LETTER("F27", "撤回政府信息公开申请确认书", "公撤", CLOCK_WITHDRAWN,
		FINDINGS("申请人撤回的方式和日期", NULL)),
	LETTER("F28", "政府信息公开申请转办告知书", "公转", CLOCK_TRANSFERRED,
		PARTY("转往的机关", "名称和联系方式"), GROUND("转办的理由", NULL)),
	{ "F29", "政府信息更正告知书", "公更", false, true, true, NO_EVENT,
		{ FINDINGS("申请更正的信息和查明的情况", NULL),
			GROUND("更正的内容，或者不予更正的理由", NULL) } },
	INTERNAL("F30", "送达回证", ABOUT, HOW_OPTIONAL("备注", "见证人、拒收情况等")),
	INTERNAL("F31", "政府信息检索记录", SEARCH),
	INTERNAL("F32", "政府信息公开答复审批单", ABOUT),
	{ .code = NULL },
};

const struct letter_form *letter_forms(void)
{
	return forms;
}

const struct letter_form *letter_form_find(struct str code)
{
	for (const struct letter_form *f = forms; f->code; f++)
		if (str_is(code, f->code))
			return f;
	return NULL;
}

const char *letter_state_name(enum letter_state s)
{
	static const char *const name[LETTER_STATES] = { "起草", "待法制审核", "待保密审查",
		"待签发", "已签发，待送达", "已发出", "已送达", "作废",
		"已撤回" };
	return (unsigned)s < LETTER_STATES ? name[s] : "";
}

const char *service_way_name(enum service_way w)
{
	static const char *const name[SERVICE_WAYS] = { "直接送达", "委托送达", "邮政寄送",
		"电子送达" };
	return (unsigned)w < SERVICE_WAYS ? name[w] : "";
}
