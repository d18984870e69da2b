/*
 * large_text -- who asks the agency of `gongkai demo --large`, and for what.
 *
 * Everything is put together of parts and plainly invented.  A few people ask often, most of them once
 * or twice.
 */
#include "cmd/demo/large.h"

#define COUNT(table) (unsigned)(sizeof(table) / sizeof *(table))

enum purpose {
	PICK_CHANNEL = 1,
	PICK_WHO,
	PICK_CLASS,
	PICK_PLACE,
	PICK_KIND,
	PICK_PAPER,
	PICK_FORM,
	PICK_DETAIL,
	PICK_MORE,
	PICK_YEAR,
	PICK_HOUSE
};

enum { REQUESTS_OF_ONE = 6 /* on the average */, WHO_STEPS = 1 << 20 };

enum receipt_channel large_channel(size_t number)
{
	unsigned n = large_pick(number, PICK_CHANNEL, 100);
	return n < 62	? RECEIPT_INTERNET
	       : n < 82 ? RECEIPT_REGISTERED_POST
	       : n < 92 ? RECEIPT_IN_PERSON
	       : n < 97 ? RECEIPT_ORDINARY_POST
			: RECEIPT_FAX;
}

/* --- people ----------------------------------------------------------------------------------- */

/* Which of the people: the cube of an even draw, so that the first ones ask most. */
static size_t who_of(size_t number, size_t of)
{
	double x = (double)large_pick(number, PICK_WHO, WHO_STEPS) / WHO_STEPS;
	return (size_t)(x * x * x * (double)(of / REQUESTS_OF_ONE + 1));
}

static struct str signs_of(struct arena *a, size_t who)
{
	static const char *const stem[] = { "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬",
		"癸" };
	static const char *const branch[] = { "子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申",
		"酉", "戌", "亥" };
	unsigned s = COUNT(stem), b = COUNT(branch);
	return arena_fmt(a, "%s%s%s%s", stem[who % s], branch[who / s % b], stem[who / s / b % s],
		branch[who / s / b / s % b]);
}

/* Right by GB 11643, and of nobody alive: born after 1800. */
static struct str card_of(struct arena *a, size_t who)
{
	static const int weight[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	size_t day = who / 1000;
	struct str s = arena_fmt(a, "110101%04zu%02zu%02zu%03zu0", 1800 + day / 28 / 12 % 60,
		day / 28 % 12 + 1, day % 28 + 1, who % 1000);
	char *z = arena_cstr(a, s);
	int sum = 0;
	for (size_t i = 0; z && i < COUNT(weight); i++)
		sum += (z[i] - '0') * weight[i];
	if (z)
		z[COUNT(weight)] = "10X98765432"[sum % 11];
	return str_cstr(z);
}

/* Right by GB 32100. */
static struct str credit_code_of(struct arena *a, size_t who)
{
	static const char sign[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	char *z = arena_cstr(a, arena_fmt(a, "91000000MA%07zu0", who % 10000000));
	int sum = 0, weight = 1;
	for (int i = 0; z && i < 17; i++, weight = weight * 3 % 31)
		sum += (int)(strchr(sign, z[i]) - sign) * weight;
	if (z)
		z[17] = sign[(31 - sum % 31) % 31];
	return str_cstr(z);
}

/* Always the same for the same one of the people. */
static enum applicant_class class_of(size_t who)
{
	unsigned n = large_pick(who, PICK_CLASS, 100);
	return n < 86	? CLASS_PERSON
	       : n < 94 ? CLASS_BUSINESS
	       : n < 95 ? CLASS_RESEARCH
	       : n < 96 ? CLASS_WELFARE
	       : n < 99 ? CLASS_LEGAL
			: CLASS_OTHER;
}

/* --- what is asked for ------------------------------------------------------------------------ */

static const char *const place[] = { "示例花园小区", "示例新村", "示例广场", "示例苑小区", "示例里社区",
	"示例云庭小区", "示例商业街", "示例家园小区", "示例工业园", "示例大桥", "示例水库", "示例镇集市",
	"示例中心小学", "示例人民医院", "示例体育公园", "示例旧货市场", "示例客运站", "示例垃圾中转站" };
static const char *const kind[] = { "征地补偿", "房屋征收", "规划许可", "施工许可", "环境影响评价",
	"消防验收", "物业服务收费", "停车位设置", "公交线路调整", "绿化养护", "河道清淤", "污水管网改造",
	"老旧小区改造", "农村危房改造", "学校招生范围", "医疗设备采购", "食品安全抽检", "安全生产检查",
	"行政处罚", "信访事项处理", "国有土地出让", "工程招标投标", "财政专项资金", "低保审核",
	"公租房分配", "道路挖掘", "户外广告设置", "噪声监测", "扬尘治理", "电梯维护", "燃气管道改造",
	"供热价格", "社区养老服务", "村务公开", "林权登记", "海域使用", "文物保护", "旅游开发" };
static const char *const paper[] = { "批复文件", "审批材料", "公告和张贴照片", "合同文本", "会议纪要",
	"检测报告", "资金拨付凭证", "验收意见书", "投诉处理情况", "工作方案", "名单和标准", "图纸和说明",
	"评估报告", "现场检查记录", "统计台账" };
static const char *const detail[] = { "附件和附图", "历次修改稿的最终版本", "文件目录", "主管人员签批页",
	"公示期间收到的意见和采纳情况", "第三方出具的测算依据", "现场照片", "拨款时间和数额", "听证笔录",
	"专家论证意见", "中标单位和中标价格", "合同补充条款", "延期的原因说明", "责任单位和联系方式",
	"投诉电话的处理台账", "抽样方法和样本编号", "整改通知书和复查结果", "补偿标准的计算方法",
	"楼层平面图", "施工进度表", "监理周报", "材料进场检验单", "设备型号和保修期限", "用地红线坐标",
	"噪声昼夜监测值", "管线走向图", "人员资格证明", "会议签到表", "车辆行驶记录", "收费依据和票据样式" };
/* Whole sentences, so that two requests are alike only when they ask for the same. */
static const char *const form[] = { "%s的%s，重点是其中的%s；另外想知道%s在哪里可以查阅。",
	"我家就在旁边，想看%s的%s。如果里面有%s和%s，也请复印给我。",
	"本公司参加过相关投标，现需要%s的%s，用于核对%s、%s两项内容。",
	"请提供%s的%s全文，并说明有没有%s，以及%s由哪个部门保管。",
	"因为诉讼需要，申请获取%s的%s，应当包括%s，不需要%s。",
	"听说已经完成了%s，请公开对应的%s；%s如果没有单独制作，提供含有%s的文件即可。",
	"关于%s：一、%s；二、%s；三、%s。以上都要纸面盖章的复印件。",
	"学术研究用途，希望得到%s的%s，数据部分请给出%s，文字部分请给出%s。",
	"拆迁时没有见过%s的%s，请找出来给我看，尤其是%s，还有%s。",
	"网上只查到%s的标题，没有正文，请补充公开%s、%s、%s。" };

static const char *part(size_t number, unsigned purpose, const char *const *table, unsigned n)
{
	return table[large_pick(number, purpose, n)];
}
#define PART(purpose, table) part(number, purpose, table, COUNT(table))

/* One of the forms with its four gaps filled, and which years and places are meant. */
static struct str content_of(struct arena *a, size_t number, struct date on, struct str subject)
{
	const char *z = PART(PICK_FORM, form);
	struct str gap[] = { subject, str_cstr(PART(PICK_PAPER, paper)),
		str_cstr(PART(PICK_DETAIL, detail)), str_cstr(PART(PICK_MORE, detail)) };
	struct buf b;
	buf_init(&b, 4096);
	for (size_t i = 0; *z; z++)
		if (z[0] == '%' && i < COUNT(gap))
			buf_str(&b, gap[i++]), z++;
		else
			buf_char(&b, *z);
	buf_fmt(&b, "（%d年，示例路%u号，内容虚构）",
		date_year(on) - 1 - (int)large_pick(number, PICK_YEAR, 8),
		large_pick(number, PICK_HOUSE, 900) + 1);
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

struct request_input large_text_request(struct arena *a, size_t number, size_t of, struct date on)
{
	size_t who = who_of(number, of);
	enum receipt_channel channel = large_channel(number);
	enum applicant_class class = class_of(who);
	static const char *const body[CLASSES] = { [CLASS_BUSINESS] = "建设有限公司",
		[CLASS_RESEARCH] = "研究院",
		[CLASS_WELFARE] = "公益服务中心",
		[CLASS_LEGAL] = "律师事务所",
		[CLASS_OTHER] = "业主委员会" };
	bool online = channel == RECEIPT_INTERNET, person = class == CLASS_PERSON;
	struct str signs = signs_of(a, who);
	struct str subject = arena_fmt(
		a, "%s%s", PART(PICK_PLACE, place), PART(PICK_KIND, kind));
	return (struct request_input){ .channel = channel,
		.arrived = on,
		.class = class,
		.name = arena_fmt(a, "示例%.*s%s", STR_ARG(signs), person ? "" : body[class]),
		.id_type = IDENTITY_CARD,
		.id_number = person ? card_of(a, who) : STR(""),
		.credit_code = person ? STR("") : credit_code_of(a, who),
		.legal_representative =
			person ? STR("") : arena_fmt(a, "示例%.*s", STR_ARG(signs)),
		.contact = person ? STR("") : arena_fmt(a, "示例%.*s", STR_ARG(signs)),
		.phone = arena_fmt(a, "0000-%08zu", who % 100000000),
		.address = arena_fmt(a, "示例市示例区示例路%zu号", who % 400 + 1),
		.subject = subject,
		.content = content_of(a, number, on, subject),
		.form = online ? FORM_ELECTRONIC : FORM_PAPER,
		.way = online			 ? WAY_ONLINE
		       : channel == RECEIPT_FAX	 ? WAY_POST
		       : channel == RECEIPT_IN_PERSON ? WAY_COLLECT
						      : WAY_POST,
		.settled = !online,
		.settled_on = on };
}
