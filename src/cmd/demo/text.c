#include "cmd/demo/text.h"

enum purpose {
	PICK_STEM = 1,
	PICK_BRANCH,
	PICK_PLACE,
	PICK_TOPIC,
	PICK_YEAR,
	PICK_HOUSE,
	PICK_DAY
};

#define COUNT(table) (unsigned)(sizeof(table) / sizeof *(table))

/* --- people ----------------------------------------------------------------------------------- */

static struct str name_of(struct arena *a, const struct demo_case *c)
{
	static const char *const stem[] = { "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬",
		"癸" };
	static const char *const branch[] = { "子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申",
		"酉", "戌", "亥" };
	return arena_fmt(a, "示例%s%s", stem[demo_pick(c, PICK_STEM, COUNT(stem))],
		branch[demo_pick(c, PICK_BRANCH, COUNT(branch))]);
}

/* Right by GB 11643, and of nobody alive: born in 1800. */
static struct str card_of(struct arena *a, const struct demo_case *c)
{
	static const int weight[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	struct str s = arena_fmt(
		a, "110101180001%02u%03u0", demo_pick(c, PICK_DAY, 28) + 1, c->number % 1000);
	char *z = arena_cstr(a, s);
	int sum = 0;
	for (size_t i = 0; z && i < COUNT(weight); i++)
		sum += (z[i] - '0') * weight[i];
	if (z)
		z[COUNT(weight)] = "10X98765432"[sum % 11];
	return str_cstr(z);
}

/* --- what is asked for ------------------------------------------------------------------------ */

enum topic_kind {
	GIVEN,
	PARTY,
	INTERNAL,
	PROCESS,
	FILED,
	NOT_HELD,
	ELSEWHERE,
	TO_CREATE,
	COMPLAINT
};

static const char *const given[] = { "物业保安员备案登记信息", "消防监督检查记录",
	"门前道路交通信号灯设置方案", "机动车停车场备案信息", "养犬登记数量和登记点设置",
	"门牌号码编制审批文件", "治安巡逻点位设置公告", "周边限行路段交通标志设置文件" };
static const char *const party[] = { "保安服务合同和备案材料", "停车场经营单位提交的申请材料",
	"旅馆业特种行业许可申请材料" };
static const char *const internal[] = { "值班安排和内部分工表", "派出所内部考核办法",
	"民警岗位调整名单" };
static const char *const process[] = { "治安整治方案征求意见稿和讨论记录",
	"派出所选址请示和内部会签意见" };
static const char *const filed[] = { "治安案件调查卷宗", "交通事故处理卷宗内的询问笔录",
	"行政处罚案件的内部审批材料" };
static const char *const not_held[] = { "十年前的出警录像", "未备案保安员的登记表",
	"消防设施历次维修合同", "监控探头每日值守记录", "小区保安员培训签到表",
	"机动车停车场会议纪要" };
static const char *const elsewhere[] = { "建设工程消防验收文件", "规划许可和竣工验收资料",
	"物业服务合同备案材料", "业主委员会备案信息" };
static const char *const to_create[] = { "近五年接警数量按月分类统计", "保安员年龄和籍贯分布统计",
	"历年违法停车处罚分路段汇总" };
static const char *const complaint[] = { "保安员无证上岗问题的查处要求", "噪声扰民投诉的处理要求",
	"对出警经过的异议和追责要求" };

static const struct {
	const char *const *text;
	unsigned n;
} topic[] = { [GIVEN] = { given, COUNT(given) },
	[PARTY] = { party, COUNT(party) },
	[INTERNAL] = { internal, COUNT(internal) },
	[PROCESS] = { process, COUNT(process) },
	[FILED] = { filed, COUNT(filed) },
	[NOT_HELD] = { not_held, COUNT(not_held) },
	[ELSEWHERE] = { elsewhere, COUNT(elsewhere) },
	[TO_CREATE] = { to_create, COUNT(to_create) },
	[COMPLAINT] = { complaint, COUNT(complaint) } };

static enum topic_kind kind_of_ground(enum outcome ground)
{
	switch (ground) {
	case OUTCOME_THIRD_PARTY:
		return PARTY;
	case OUTCOME_INTERNAL:
		return INTERNAL;
	case OUTCOME_PROCESS:
		return PROCESS;
	default:
		return FILED;
	}
}

static enum topic_kind kind_of(const struct demo_batch *b)
{
	switch (b->outcome) {
	case OUTCOME_NOT_HELD:
		return b->other ? ELSEWHERE : NOT_HELD;
	case OUTCOME_NEEDS_CREATION:
		return TO_CREATE;
	case OUTCOME_PETITION:
		return COMPLAINT;
	case OUTCOME_PARTIAL:
		return kind_of_ground(b->ground);
	default:
		return b->consult		       ? PARTY
		       : outcome_is_ground(b->outcome) ? kind_of_ground(b->outcome)
						       : GIVEN;
	}
}

static struct str place_of(const struct demo_case *c)
{
	static const char *const place[] = { "示例花园小区", "示例新村", "示例广场", "示例苑小区",
		"示例里社区", "示例云庭小区", "示例商业街", "示例家园小区" };
	return str_cstr(place[demo_pick(c, PICK_PLACE, COUNT(place))]);
}

static struct str topic_of(const struct demo_case *c)
{
	enum topic_kind k = kind_of(c->batch);
	return str_cstr(topic[k].text[demo_pick(c, PICK_TOPIC, topic[k].n)]);
}

static struct str subject_of(struct arena *a, const struct demo_case *c)
{
	struct str place = place_of(c), what = topic_of(c);
	return arena_fmt(a, "%.*s%.*s", STR_ARG(place), STR_ARG(what));
}

struct request_input demo_text_request(struct arena *a, const struct demo_case *c, struct date on)
{
	struct str subject = subject_of(a, c);
	bool online = c->channel == RECEIPT_INTERNET;
	bool post = c->channel == RECEIPT_REGISTERED_POST;
	int year = date_year(on) - 1 - (int)demo_pick(c, PICK_YEAR, 3);
	return (struct request_input){ .channel = c->channel,
		.origin = c->batch->origin,
		.origin_body = c->batch->origin == ORIGIN_SUPERIOR     ? STR("示例市局")
			       : c->batch->origin == ORIGIN_GOVERNMENT ? STR("示例区人民政府")
								       : STR(""),
		.arrived = on,
		.class = CLASS_PERSON,
		.name = name_of(a, c),
		.id_type = IDENTITY_CARD,
		.id_number = card_of(a, c),
		.phone = arena_fmt(a, "0000-8888%04u", c->number),
		.email = online ? arena_fmt(a, "nobody%u@example.cn", c->number) : STR(""),
		.address =
			arena_fmt(a, "示例市示例区示例路%u号", demo_pick(c, PICK_HOUSE, 200) + 1),
		.subject = subject,
		.content = arena_fmt(a,
			"申请公开%.*s，时间为%d年1月1日至%d年12月31日。（演示申请，内容虚构）",
			STR_ARG(subject), year, year),
		.form = online ? FORM_ELECTRONIC : FORM_PAPER,
		.way = online ? WAY_EMAIL
		       : post ? WAY_POST
			      : WAY_COLLECT,
		.settled = !online,
		.settled_on = on };
}

struct str demo_text_correction(struct arena *a, const struct demo_case *c)
{
	struct str place = place_of(c), what = topic_of(c);
	return arena_fmt(a, "补正如下：所需信息限于%.*s示例路%u号一处的%.*s。", STR_ARG(place),
		demo_pick(c, PICK_HOUSE, 200) + 1, STR_ARG(what));
}

struct str demo_text_search(struct arena *a, const struct demo_case *c)
{
	struct str place = place_of(c), what = topic_of(c);
	bool none = c->batch->outcome == OUTCOME_NOT_HELD ||
		    c->batch->outcome == OUTCOME_NEEDS_CREATION;
	return arena_fmt(a,
		"在档案管理系统、业务系统和承办部门的纸质档案中，以“%.*s”“%.*s”为关键词检索，"
		"检索人为承办部门两名工作人员，结果：%s。",
		STR_ARG(place), STR_ARG(what), none ? "没有找到所申请的信息" : "找到相应的档案");
}

/* --- letters ---------------------------------------------------------------------------------- */

/* Every question answered as for information that can simply be given. */
static struct outcome_facts facts_open(void)
{
	static const enum outcome_question no[] = { QUESTION_PETITION, QUESTION_PUBLICATION,
		QUESTION_REPEAT, QUESTION_CONFIRM, QUESTION_EXCESSIVE, QUESTION_LOOKUP,
		QUESTION_WITHHELD, QUESTION_ALREADY_PUBLIC };
	struct outcome_facts f = { .closing = CLOSING_NONE };
	f.answer[QUESTION_CLEAR] = f.answer[QUESTION_RESPONSIBLE] = ANSWER_YES;
	f.answer[QUESTION_HELD] = f.answer[QUESTION_READY] = ANSWER_YES;
	for (size_t i = 0; i < COUNT(no); i++)
		f.answer[no[i]] = ANSWER_NO;
	return f;
}

/* The question that decides, and none after it. */
static struct outcome_facts facts_until(enum outcome_question q, enum outcome_answer answer)
{
	struct outcome_facts f = facts_open();
	f.answer[q] = answer;
	for (int i = (int)q + 1; i < QUESTION_COUNT; i++)
		f.answer[i] = ANSWER_NONE;
	return f;
}

static struct outcome_facts facts_withheld(enum outcome ground, bool part)
{
	struct outcome_facts f = facts_until(QUESTION_WITHHELD, ANSWER_YES);
	f.answer[QUESTION_SEPARABLE] = part ? ANSWER_YES : ANSWER_NO;
	f.has_ground = true;
	f.ground = ground;
	if (ground == OUTCOME_THIRD_PARTY)
		f.answer[QUESTION_CONSENT] = f.answer[QUESTION_PUBLIC_INTEREST] = ANSWER_NO;
	if (ground == OUTCOME_PROCESS || ground == OUTCOME_ENFORCEMENT_FILE)
		f.answer[QUESTION_MUST_OPEN] = ANSWER_NO;
	return f;
}

static struct outcome_facts facts_of(const struct demo_batch *b)
{
	switch (b->outcome) {
	case OUTCOME_NOT_HELD:
		return facts_until(b->other ? QUESTION_RESPONSIBLE : QUESTION_HELD, ANSWER_NO);
	case OUTCOME_NEEDS_CREATION:
		return facts_until(QUESTION_READY, ANSWER_NO);
	case OUTCOME_PETITION:
		return facts_until(QUESTION_PETITION, ANSWER_YES);
	case OUTCOME_PARTIAL:
		return facts_withheld(b->ground, true);
	default:
		return outcome_is_ground(b->outcome) ? facts_withheld(b->outcome, false)
						     : facts_open();
	}
}

/* Why it is not given, in words. */
static const char *ground_text(const struct demo_batch *b)
{
	switch (b->outcome == OUTCOME_PARTIAL ? b->ground : b->outcome) {
	case OUTCOME_THIRD_PARTY:
		return "所申请的信息涉及第三方的商业秘密和联系方式，第三方书面不同意公开，"
		       "不公开也不会对公共利益造成重大影响，依据《中华人民共和国政府信息公开条例》"
		       "第十五条、第三十二条，不予公开。";
	case OUTCOME_INTERNAL:
		return "所申请的信息属于人事管理、内部工作流程方面的内部事务信息，"
		       "依据《中华人民共和国政府信息公开条例》第十六条第一款，不予公开。";
	case OUTCOME_PROCESS:
		return "所申请的信息是在履行行政管理职能过程中形成的讨论记录、请示报告，"
		       "依据《中华人民共和国政府信息公开条例》第十六条第二款，不予公开。";
	case OUTCOME_ENFORCEMENT_FILE:
		return "所申请的信息属于行政执法案卷信息，依据《中华人民共和国政府信息公开条例》"
		       "第十六条第二款，不予公开；当事人可以依法申请查阅案卷。";
	case OUTCOME_NOT_HELD:
		return b->other ? "所申请的信息由住房和城乡建设部门在履行职责过程中制作，"
				  "不属于本机关负责公开。"
				: "本机关在履行职责过程中没有制作、也没有获取所申请的信息。";
	case OUTCOME_NEEDS_CREATION:
		return "现有的台账按日登记，没有所申请口径的统计，需要另行加工、分析。";
	case OUTCOME_PETITION:
		return "所提内容是对工作人员行为和案件处理的投诉、举报，不是申请公开已有的政府信息。";
	default:
		return "";
	}
}

static const char *how_text(const struct demo_case *c)
{
	if (c->batch->outcome == OUTCOME_PETITION)
		return "可以向信访接待室反映（示例市示例路1号，电话0000-88880110）。";
	return c->channel == RECEIPT_INTERNET ? "以电子文件形式发送到申请表所填的电子邮箱。"
					      : "随本答复书提供复印件1份。";
}

static struct letter_input reply_of(struct arena *a, const struct demo_case *c)
{
	const struct demo_batch *b = c->batch;
	struct str subject = subject_of(a, c);
	struct outcome_decision d = { .letter = "" };
	struct error err;
	struct letter_input in = { .facts = facts_of(b),
		.ground = str_cstr(ground_text(b)),
		.findings = arena_fmt(a, "经检索，本机关保存有%.*s。", STR_ARG(subject)),
		.search = demo_text_search(a, c),
		.how = str_cstr(how_text(c)),
		.party = b->other ? STR("示例区住房和城乡建设委员会") : STR("") };
	/* The form follows from the answers; drafting decides again and says what is wrong. */
	if (outcome_decide(&in.facts, &d, NULL, &err) == OK)
		in.form = str_cstr(d.letter);
	return in;
}

/* What the first search had left out: the first of a line of cases is found there, the others are not. */
static bool found_again(const struct demo_case *c)
{
	return c->place == 0;
}

struct str demo_text_search_again(struct arena *a, const struct demo_case *c)
{
	struct str place = place_of(c), what = topic_of(c);
	return arena_fmt(a,
		"按复议决定扩大检索范围：除原检索过的系统和档案外，逐一查阅派出所移交档案、历年文件汇编和电子邮件存档，"
		"以“%.*s”“%.*s”为关键词检索，检索人为承办部门两名工作人员，结果：%s。",
		STR_ARG(place), STR_ARG(what),
		found_again(c) ? "在派出所移交档案中找到相应的信息" : "仍没有找到所申请的信息");
}

/* The answer of the new round. */
static struct letter_input reply_again(struct arena *a, const struct demo_case *c)
{
	struct demo_batch b = *c->batch;
	struct demo_case anew = *c;
	b.outcome = found_again(c) ? OUTCOME_OPEN : OUTCOME_NOT_HELD;
	anew.batch = &b;
	struct letter_input in = reply_of(a, &anew);
	in.search = demo_text_search_again(a, c);
	return in;
}

struct letter_input demo_text_letter(
	struct arena *a, const struct demo_case *c, enum demo_slot slot)
{
	struct str subject = subject_of(a, c);
	struct letter_input in = { 0 };
	switch (slot) {
	case DEMO_NOTICE:
		in.form = STR("F03");
		in.findings = arena_fmt(
			a, "申请的“%.*s”范围过宽，没有写明具体地点和文件名称。", STR_ARG(subject));
		in.how = STR("请写明具体门牌号或者单位名称，以及所需文件的名称。");
		in.days = 15;
		break;
	case DEMO_ASKING:
		in.form = STR("F07");
		in.party = STR("示例物业服务有限公司");
		in.findings =
			arena_fmt(a, "有申请人申请公开%.*s，其中涉及你单位。", STR_ARG(subject));
		break;
	case DEMO_LONGER:
		in.form = STR("F05");
		in.ground = STR("所涉档案分散在多个派出所，需要逐一检索核对。");
		in.days = DEMO_EXTENSION_DAYS;
		break;
	case DEMO_AGAIN:
		in = reply_again(a, c);
		break;
	default:
		in = reply_of(a, c);
	}
	in.request = slot == DEMO_AGAIN ? c->round : c->id;
	return in;
}

struct str demo_text_closing(const struct demo_case *c)
{
	if (c->batch->origin == ORIGIN_SUPERIOR)
		return STR("市局转办协查：已将核查结果报送市局，由市局答复申请人");
	if (c->batch->origin == ORIGIN_GOVERNMENT)
		return STR("区政府转办协查：已将核查结果报送区政府，由区政府答复申请人");
	return STR("所需信息已从公开渠道获得，撤回申请");
}
