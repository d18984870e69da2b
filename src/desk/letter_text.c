/*
 * letter_text -- the compiled-in texts of letters and what each must hold (law/rules.md 6.1, 6.2).
 *
 * One paragraph a line; {fields} are filled in by letter_compose.c.  The remedy is not part of a
 * text: it is put behind it whenever the letter is shown or printed.
 */
#include "desk/letter_part.h"

const struct letter_value_info letter_value_info[LETTER_VALUES] = {
	[VALUE_YOU] = { "you", "对申请人的称呼", NULL, false },
	[VALUE_RECEIVED] = { "received", "收到申请的日期", NULL, true },
	[VALUE_CHANNEL] = { "channel", "申请的途径", NULL, true },
	[VALUE_NUMBER] = { "number", "登记编号", NULL, true },
	[VALUE_CONTENT] = { "content", "申请的内容", NULL, true },
	[VALUE_FINDINGS] = { "findings", "查明的情况", "findings", false },
	[VALUE_GROUND] = { "ground", "理由", "ground", false },
	[VALUE_HOW] = { "how", "方式和途径", "how", false },
	[VALUE_PARTY] = { "party", "第三方或者机关", "party", false },
	[VALUE_SEARCH] = { "search", "检索情况", "search", false },
	[VALUE_EARLIER] = { "earlier", "先前的答复", "earlier", false },
	[VALUE_ARTICLE] = { "article", "法律依据", NULL, true },
	[VALUE_DECISION] = { "decision", "决定", NULL, true },
	[VALUE_DUE] = { "due", "答复期限", NULL, true },
	[VALUE_NEW_DUE] = { "new_due", "新的期限", NULL, true },
	[VALUE_DAYS] = { "days", "工作日数", "days", true },
	[VALUE_UNTIL] = { "until", "延迟答复的期限", "until", true },
	[VALUE_AMOUNT] = { "amount", "金额", "fee_count", true },
	[VALUE_WORKED] = { "worked", "金额的计算", "fee_count", true },
	[VALUE_STANDARD] = { "standard", "收费标准", "fee", true },
	[VALUE_NOTICE_ON] = { "notice_on", "通知的日期", NULL, true },
	[VALUE_ABOUT] = { "about", "所涉文书", "about", true },
	[VALUE_RECIPIENT] = { "recipient", "受送达人", NULL, false },
	[VALUE_OPINIONS] = { "opinions", "审核意见", NULL, false },
	[VALUE_PROVIDE] = { "provide", "申请人要求的提供形式", NULL, false },
	[VALUE_CORRECTED] = { "corrected", "补正的经过", NULL, false },
	[VALUE_AGENCY] = { "agency", "机关名称", NULL, false },
	[VALUE_PHONE] = { "phone", "联系电话", NULL, false },
	[VALUE_ADDRESS] = { "address", "地址", NULL, false },
	[VALUE_HOURS] = { "hours", "办公时间", NULL, false },
	[VALUE_ASKED] = { "asked", "与所征求机关的关系", NULL, true },
	[VALUE_SILENCE] = { "silence", "逾期未答复的后果", NULL, true },
	[VALUE_WEIGHED] = { "weighed", "第三方的意见和审查结论", NULL, true },
};

/* Date and way of the request, what was asked: law/rules.md 6.1 no 2. */
#define HEAD                                                                                       \
	"{you}于{received}通过{channel}提出的政府信息公开申请（登记编号{number}）收悉。{corrected}" \
	"{you}申请公开：“{content}”。\n"
#define HEAD_NEEDS "received channel number content "
#define DECIDED "根据{article}的规定，本机关决定对{you}的申请{decision}。"
/* Where the decision is to tell something. */
#define TOLD "根据{article}的规定，本机关就{you}的申请{decision}。"
#define REPLY_NEEDS HEAD_NEEDS "article decision "
#define CONTACT "如有疑问，可以向本机关政府信息公开工作机构咨询，电话：{phone}。"

static const struct letter_text {
	const char *code, *rule, *needs, *text;
} texts[] = {
	{ "F02", "R-033-2", "number received content due phone",
		"{you}于{received}通过{channel}提出的政府信息公开申请，本机关已予登记，登记编号为{number}，"
		"收到申请的日期为{received}。\n{you}申请公开：“{content}”。\n"
		"根据{article}的规定，本机关将于{due}前作出答复。依法需要补正、征求意见、延长期限或者收费的，"
		"另行书面告知。\n查询办理进度请持登记编号和查询码，或者联系本机关政府信息公开工作机构，"
		"电话：{phone}，地址：{address}。" },
	{ "F03", "R-030", HEAD_NEEDS "findings how days article",
		HEAD "经审查，{you}的申请内容不明确，具体如下：\n{findings}\n"
		"根据{article}的规定，请{you}按下列要求补正：\n{how}\n"
		"请自收到本告知书之日起{days}个工作日内补正。答复期限自本机关收到补正的申请之日起重新计算；"
		"无正当理由逾期不补正的，视为放弃申请，本机关不再处理该政府信息公开申请。\n" CONTACT },
	{ "F04", "R-035", HEAD_NEEDS "findings days article",
		HEAD "经查，{you}申请公开政府信息的数量、频次明显超过合理范围：\n{findings}\n"
		"根据{article}的规定，请{you}自收到本告知书之日起{days}个工作日内书面说明理由。"
		"本机关认为申请理由不合理的，告知不予处理；理由合理但无法在规定期限内答复的，"
		"可以确定延迟答复的合理期限并告知{you}。\n" CONTACT },
	{ "F05", "R-033-2", HEAD_NEEDS "due ground days new_due article",
		HEAD "本件的答复期限至{due}。因下列原因，不能在该期限内答复：\n{ground}\n"
		"根据{article}的规定，经本机关政府信息公开工作机构负责人同意，延长答复期限{days}个工作日，"
		"将于{new_due}前作出答复。" },
	{ "F06", "R-035", HEAD_NEEDS "ground until article",
		HEAD "{you}说明的理由合理，但因下列原因，本机关无法在规定的期限内答复：\n{ground}\n"
		"根据{article}的规定，本机关确定延迟答复，将于{until}前作出答复。" },
	{ "F07", "R-032", "findings article",
		"本机关在办理政府信息公开申请中，拟公开的下列信息涉及你方：\n{findings}\n"
		"根据{article}的规定，现征求你方意见。请自收到本征询书之日起15个工作日内，"
		"以书面形式提出是否同意公开的意见（可以使用所附答复回执）；不同意公开的，请说明理由。"
		"逾期未提出意见的，由本机关依照条例的规定决定是否公开。你方不同意公开且有合理理由的，"
		"本机关不予公开；本机关认为不公开可能对公共利益造成重大影响的，可以决定予以公开，"
		"并将决定公开的内容和理由书面告知你方。\n" CONTACT },
	{ "F08", "R-032", "findings",
		"致：{agency}\n关于征求意见的下列信息：\n{findings}\n我方意见为（请选择）：\n"
		"□ 同意公开。\n□ 不同意公开，理由：\n□ 部分同意公开，不同意公开的内容和理由：\n"
		"第三方：{party}（签名或者盖章）\n联系电话：\n日期：　　年　　月　　日" },
	{ "F09", "R-033-3", HEAD_NEEDS "party article",
		HEAD "{you}申请的信息需要征求{party}的意见。根据{article}的规定，"
		"征求意见所需时间不计算在答复期限内。意见收到或者征求意见的期限届满后，本机关将继续计算期限并依法答复。" },
	{ "F10", "R-032", "findings ground article weighed",
		"本机关曾就下列信息征求你方意见：\n{findings}\n{weighed}\n"
		"{ground}\n根据{article}的规定，本机关决定予以公开，现将决定公开的内容和理由书面告知你方。" },
	{ "F11", "R-034", "findings article asked silence",
		"本机关收到的政府信息公开申请涉及{asked}下列信息：\n{findings}\n"
		"根据{article}的规定，现征求你单位意见。请自收到本函之日起15个工作日内提出书面意见；"
		"{silence}\n" CONTACT },
	{ "F12", "R-042", HEAD_NEEDS "amount worked standard how article",
		HEAD "{you}申请公开政府信息的数量、频次明显超过合理范围。根据{article}和"
		"《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）的规定，本机关决定收取信息处理费。\n"
		"一、收费标准：{standard}\n二、应缴金额：{worked}，共{amount}元。\n三、缴费方式：{how}\n"
		"请自收到本通知书次日起20个工作日内缴纳；逾期未缴纳的，视为放弃申请，本机关不再处理该政府信息公开申请。"
		"足额缴费后，答复期限重新计算。\n对收费有异议的，可以在缴费期满后，就本机关不再处理的决定"
		"依照条例第五十一条的规定申请行政复议或者提起行政诉讼。" },
	{ "F13", "", REPLY_NEEDS "findings how",
		HEAD "经审查，{findings}\n" DECIDED "\n提供方式：{how}" },
	{ "F14", "", REPLY_NEEDS "findings ground how",
		HEAD "经审查，{you}申请的信息应当区分处理。" DECIDED "具体如下：\n"
		"一、予以公开的部分\n{findings}\n二、不予公开或者不能提供的部分及理由\n{ground}\n"
		"三、提供方式\n{how}" },
	{ "F15", "", REPLY_NEEDS "findings ground",
		HEAD "经审查，{findings}\n{ground}\n" DECIDED },
	{ "F16", "", REPLY_NEEDS "ground how",
		HEAD "经审查，{you}申请的信息，法律、行政法规对其获取有特别规定：\n{ground}\n" DECIDED
		"请按下列途径办理：\n{how}" },
	{ "F17", "", REPLY_NEEDS "search ground",
		HEAD "本机关进行了检索：\n{search}\n经检索，{ground}\n" TOLD },
	{ "F18", "", REPLY_NEEDS "ground",
		HEAD "经审查，{ground}\n" TOLD "\n{party}" },
	{ "F19", "", REPLY_NEEDS "ground",
		HEAD "经审查，{you}申请的信息没有现成的，需要本机关对现有政府信息进行加工、分析：\n{ground}\n" TOLD },
	{ "F20", "", REPLY_NEEDS "findings",
		HEAD "{you}补正后，申请内容仍不明确：\n{findings}\n" TOLD },
	{ "F21", "", REPLY_NEEDS "ground how",
		HEAD "经审查，{ground}\n" DECIDED "{you}可以通过下列渠道反映：\n{how}" },
	{ "F22", "", REPLY_NEEDS "earlier ground",
		HEAD "经查，本机关已就{you}申请的同一政府信息作出答复：{earlier}\n{ground}\n" DECIDED },
	{ "F23", "", REPLY_NEEDS "ground how",
		HEAD "经审查，{ground}\n" DECIDED "{you}可以通过下列途径获取：\n{how}" },
	{ "F24", "", REPLY_NEEDS "findings ground",
		HEAD "经查，{you}申请公开政府信息的数量、频次明显超过合理范围：\n{findings}\n"
		"本机关已要求{you}说明理由。经审查，理由不合理：\n{ground}\n" DECIDED },
	{ "F25", "", REPLY_NEEDS "earlier ground",
		HEAD "经查，{you}已经获取所申请的信息：{earlier}\n{ground}\n" DECIDED },
	{ "F26", "", REPLY_NEEDS "notice_on ground",
		HEAD "本机关于{notice_on}向{you}送达了通知，{you}在规定的期限内没有办理：\n{ground}\n" DECIDED },
	{ "F27", "C-1.7-30", HEAD_NEEDS "findings",
		HEAD "{findings}\n经确认，{you}自愿撤回上述申请，本机关不再办理。"
		"今后{you}仍可以就所需政府信息另行提出申请。\n申请人（签名或者盖章）：\n日期：　　年　　月　　日" },
	{ "F28", "C-1.7-31", HEAD_NEEDS "party ground",
		HEAD "{ground}\n本机关已将{you}的申请转由{party}办理，后续事项请与其联系。" },
	{ "F29", "", HEAD_NEEDS "findings ground",
		HEAD "{findings}\n经审核，根据《中华人民共和国政府信息公开条例》第四十一条的规定，处理如下：\n{ground}" },
	{ "F30", "", "number about recipient",
		"案件编号：{number}\n送达文书名称和文号：{about}\n受送达人：{recipient}\n送达方式：□ 直接送达　□ 委托送达　□ 邮寄　□ 电子送达\n送达地点：\n"
		"收到日期：＿＿＿＿年＿＿月＿＿日\n受送达人签收：\n代收人及代收理由：\n"
		"拒收事由和见证人：\n送达人签名：\n备注：{how}" },
	{ "F31", "", "number content search",
		"案件编号：{number}\n申请内容：{content}\n检索情况：{search}\n检索人签名、日期：\n复核人签名、日期：" },
	{ "F32", "", "number content about opinions",
		"案件编号：{number}\n收到日期：{received}\n申请内容：{content}\n拟发文书：{about}\n"
		"承办人意见：\n承办部门意见：\n{opinions}\n负责人意见：" },
};

static const struct letter_text *text_of(const struct letter_form *f)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (strcmp(texts[i].code, f->code) == 0)
			return &texts[i];
	return &texts[0];
}

struct str letter_builtin_text(const struct letter_form *f)
{
	return str_cstr(text_of(f)->text);
}

const char *letter_rule(const struct letter_form *f)
{
	return text_of(f)->rule;
}

uint64_t letter_required(const struct letter_form *f)
{
	uint64_t bits = 0;
	struct str rest = str_cstr(text_of(f)->needs);
	while (rest.n > 0) {
		size_t end = str_find(rest, STR(" "), 0);
		struct str name = str_sub(rest, 0, end);
		for (int i = 0; i < LETTER_VALUES; i++)
			if (str_is(name, letter_value_info[i].name))
				bits |= (uint64_t)1 << i;
		rest = str_sub(rest, end + 1, rest.n);
	}
	return bits;
}

/* The words of 条例 30, 35-39 and of table three. */
struct str letter_decision_word(const struct outcome_decision *d)
{
	switch (d->outcome) {
	case OUTCOME_OPEN:
		return strcmp(d->rule, "R-036-1") == 0 ?
			STR("予以公开，该信息已经主动公开，告知获取的方式和途径") :
			STR("予以公开");
	case OUTCOME_PARTIAL:
		return STR("部分公开");
	case OUTCOME_QUERY_MATTER:
		return STR("不予公开，告知依照有关法律、行政法规的规定办理");
	case OUTCOME_NOT_HELD:
		return strcmp(d->rule, "R-036-5") == 0 ?
			STR("告知所申请的信息不属于本机关负责公开") :
			STR("告知该政府信息不存在");
	case OUTCOME_NEEDS_CREATION:
	case OUTCOME_STILL_UNCLEAR:
		return STR("告知无法提供");
	case OUTCOME_PETITION:
		return STR("不作为政府信息公开申请处理");
	case OUTCOME_REPEAT:
		return STR("不予重复处理");
	case OUTCOME_PUBLICATION:
	case OUTCOME_EXCESSIVE:
	case OUTCOME_CONFIRM:
		return STR("不予处理");
	case OUTCOME_NO_CORRECTION:
	case OUTCOME_NO_PAYMENT:
		return STR("不再处理");
	default:
		return outcome_is_ground(d->outcome) ? STR("不予公开") : STR("");
	}
}
