/*
 * register_page -- registering what came on paper, by fax, in person, by word of mouth, or from
 * another authority: the channel first, since it decides the day the law counts from.
 */
#include "core/crypto.h"
#include "desk/applicant.h"
#include "page/office/part.h"
#include "page/office/register_part.h"
#include "page/office/register_view.h"
#include "page/office_register_tmpl.h"

enum { YEAR_MIN = 2008, YEAR_MAX = 2200, KEY_BYTES = 16 };

static const struct form_choice channel_choices[] = { { "person", "当面提交" },
	{ "oral", "口头提出" }, { "registered", "挂号信、特快专递" }, { "ordinary", "平常信函" },
	{ "internet", "电子邮件等互联网渠道" }, { "fax", "传真" }, { NULL, NULL } };
static const struct form_choice origin_choices[] = { { "here", "直接向本机关提出" },
	{ "superior", "上级机关转办" }, { "government", "政府转办" }, { NULL, NULL } };
static const struct form_choice class_choices[] = { { "person", "自然人" },
	{ "business", "商业企业" }, { "research", "科研机构" }, { "welfare", "社会公益组织" },
	{ "legal", "法律服务机构" }, { "other", "其他组织" }, { NULL, NULL } };
static const struct form_choice identity_choices[] = { { "card", "居民身份证" },
	{ "passport", "护照" }, { "permit", "港澳台居民证件" }, { "other", "其他证件" },
	{ "none", "没有提供" }, { NULL, NULL } };
static const struct form_choice form_choices[] = { { "paper", "纸面" },
	{ "electronic", "电子文件" }, { "disc", "光盘" }, { "inspect", "现场查阅" },
	{ NULL, NULL } };
static const struct form_choice way_choices[] = { { "post", "邮寄" }, { "email", "电子邮件" },
	{ "online", "网上获取" }, { "collect", "自行领取" }, { "fax", "传真" }, { NULL, NULL } };

struct register_query {
	int channel;
};
static const struct form_field query_fields[] = {
	FORM_CHOICE(struct register_query, channel, "怎样收到的", channel_choices, 0),
};
const struct http_fields register_query_form = HTTP_FIELDS(query_fields, struct register_query);

struct register_fields {
	int channel, origin, class, id_type, form, way;
	struct str key, name, id_number, credit_code, legal_representative, contact, phone, email,
		address, postcode, fax, subject, content, origin_body, origin_number, oral_reason,
		kept;
	bool seen;
	struct date arrived, settled_on;
	struct form_file file, proof;
};
static const struct form_field fields[] = {
	FORM_TOKEN(struct register_fields, key, "表单编号", 0, 64, 0),
	FORM_CHOICE(struct register_fields, channel, "怎样收到的", channel_choices, FORM_REQUIRED),
	FORM_CHOICE(struct register_fields, origin, "从哪里来", origin_choices, FORM_REQUIRED,
		.missing = "请选择是直接提出还是转办"),
	FORM_TEXT(struct register_fields, origin_body, "转来的机关", 0, REQUEST_ORIGIN_MAX, 0),
	FORM_TEXT(struct register_fields, origin_number, "对方编号", 0, REQUEST_ORIGIN_MAX, 0),
	FORM_TEXT(struct register_fields, oral_reason, "书写确有困难的原因", 0, REQUEST_ORAL_MAX, 0),
	FORM_TOKEN(struct register_fields, kept, "已上传的材料", 0, KEPT_SIGNS_MAX, 0),
	FORM_FLAG(struct register_fields, seen, "已经核对相近的申请", 0),
	FORM_DATE(struct register_fields, arrived, "到达日期", YEAR_MIN, YEAR_MAX, FORM_REQUIRED,
		.missing = "请填写到达日期，例如 2026-01-08"),
	FORM_DATE(struct register_fields, settled_on, "确认日期", YEAR_MIN, YEAR_MAX, 0),
	FORM_CHOICE(struct register_fields, class, "申请人类别", class_choices, FORM_REQUIRED,
		.missing = "请选择申请人类别，年报按它统计"),
	FORM_TEXT(struct register_fields, name, "姓名或者名称", 0, 100, FORM_REQUIRED,
		.missing = "请填写姓名或者名称"),
	FORM_CHOICE(struct register_fields, id_type, "证件名称", identity_choices, 0),
	FORM_TEXT(struct register_fields, id_number, "证件号码", 0, 40, 0),
	FORM_TEXT(struct register_fields, credit_code, "统一社会信用代码", 0, 40, 0),
	FORM_TEXT(struct register_fields, legal_representative, "法定代表人", 0, 50, 0),
	FORM_TEXT(struct register_fields, contact, "联系人", 0, 50, 0),
	FORM_TEXT(struct register_fields, phone, "联系电话", 0, 40, 0),
	FORM_TEXT(struct register_fields, email, "电子邮箱", 0, 100, 0),
	FORM_TEXT(struct register_fields, address, "联系地址", 0, 200, 0),
	FORM_TEXT(struct register_fields, postcode, "邮政编码", 0, 10, 0),
	FORM_TEXT(struct register_fields, fax, "传真号码", 0, 40, 0),
	FORM_TEXT(struct register_fields, subject, "标题", 0, REQUEST_SUBJECT_MAX, 0),
	FORM_LINES(struct register_fields, content, "申请内容", 0, REQUEST_CONTENT_MAX,
		FORM_REQUIRED, .missing = "请填写申请内容"),
	FORM_CHOICE(struct register_fields, form, "提供形式", form_choices, FORM_REQUIRED,
		.missing = "请选择提供形式"),
	FORM_CHOICE(struct register_fields, way, "获取途径", way_choices, FORM_REQUIRED,
		.missing = "请选择获取途径"),
	FORM_FILE(struct register_fields, file, "申请书扫描件", OFFICE_FILE_BYTES_MAX, 0),
	FORM_FILE(struct register_fields, proof, "收到日期的凭据", OFFICE_FILE_BYTES_MAX, 0),
};
const struct http_fields register_form = HTTP_FIELDS(fields, struct register_fields);

/* What settles the day of receipt, and how the rule reads (law/receipt). */
static const struct {
	const char *settled, *rule, *proof;
} channel_rules[RECEIPT_CHANNEL_COUNT] = {
	[RECEIPT_IN_PERSON] = { NULL,
		"当面提交的，以提交之日为收到申请之日（条例第三十一条第一项）。"
		"“到达日期”就是提交的日期，登记后立即起算。",
		"当面提交的登记单、回执存根" },
	[RECEIPT_ORAL] = { "申请人在记录上签字的日期",
		"书写确有困难、口头提出的，由工作人员代为填写（条例第二十九条），以申请人在记录上签字之日为收到申请之日。"
		"先登记，把记录读给申请人听，请其签字后上传扫描件，再在本件上确认签字的日期。",
		"申请人签字的口头申请记录" },
	[RECEIPT_REGISTERED_POST] = { "本机关签收的日期",
		"以邮寄方式提交、需要签收的，以本机关签收之日为收到申请之日（条例第三十一条第二项）；"
		"收发室签收也是签收。",
		"签收单、带邮戳的信封" },
	[RECEIPT_ORDINARY_POST] = { "与申请人确认的日期",
		"以平常信函提交、不需要签收的，应当在收到信函的当日与申请人确认，以确认之日为收到申请之日"
		"（条例第三十一条第二项）。还没有确认的先不填，登记后在本件上确认。",
		"信封、与申请人联系的记录" },
	[RECEIPT_INTERNET] = { "双方确认的日期",
		"通过互联网渠道提交的，以双方确认之日为收到申请之日（条例第三十一条第三项）。"
		"还没有确认的先不填。",
		"邮件页面、双方确认的记录" },
	[RECEIPT_FAX] = { "双方确认的日期",
		"通过传真提交的，以双方确认之日为收到申请之日（条例第三十一条第三项）。还没有确认的先不填。",
		"传真回执、双方确认的记录" },
};

/* --- choosing the channel ----------------------------------------------------------------------
 */

static enum err choose_page(struct http_exchange *x, struct error *err)
{
	struct register_choice v = { .title = { .title = STR("登记来信、当面申请"),
					     .note = STR("先选怎样收到的，它决定从哪一天起算") } };
	for (int i = 0; i < RECEIPT_CHANNEL_COUNT; i++)
		v.channel[i] = (struct kit_link){ .text = str_cstr(channel_choices[i].label),
			.href = page_fmt(
				x, "/office/register?channel=%s", channel_choices[i].value) };
	for (int i = 0; i < RECEIPT_CHANNEL_COUNT; i++)
		v.rule[i] = str_cstr(channel_rules[i].rule);
	page_frame(x, FRAME_OFFICE, "登记来信、当面申请", &v.frame);
	struct frame_crumb crumb[] = { { .label = STR("依申请公开"), .href = STR("/office") },
		{ .label = STR("登记来信、当面申请") } };
	v.frame.crumbs = crumb;
	v.frame.n_crumbs = 2;
	struct buf *o = page_open(x, &v.frame);
	office_register_choice(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- the form ----------------------------------------------------------------------------------
 */

static struct kit_choice *choices_of(
	struct http_exchange *x, const struct form_choice *choice, size_t *n)
{
	*n = 0;
	while (choice[*n].value)
		++*n;
	struct kit_choice *c = arena_array(x->arena, struct kit_choice, *n);
	for (size_t i = 0; c && i < *n; i++)
		c[i] = (struct kit_choice){ .value = str_cstr(choice[i].value),
			.text = str_cstr(choice[i].label) };
	return c;
}

static void add_choice(struct http_exchange *x, struct form_page *p, const char *name,
	const struct form_choice *choice, const char *value, const char *hint)
{
	size_t n;
	struct kit_choice *c = choices_of(x, choice, &n);
	if (c)
		form_page_select(p, name, c, n, str_cstr(value), hint);
}

static void add_receipt(struct http_exchange *x, struct form_page *p, enum receipt_channel channel)
{
	form_page_heading(p, "收到");
	form_page_text(p, str_cstr(channel_rules[channel].rule));
	struct kit_input *on = form_page_input(p, "arrived", day_full(x, office_today(x)),
		"到达本机关的日期，年-月-日，例如 2026-01-08");
	on->field.classes = STR("govuk-input--width-10");
	if (channel_rules[channel].settled) {
		on = form_page_input(p, "settled_on", STR(""), "年-月-日；还没有的先不填");
		on->field.label = str_cstr(channel_rules[channel].settled);
		on->field.classes = STR("govuk-input--width-10");
	}
	if (channel == RECEIPT_ORAL)
		form_page_input(p, "oral_reason", STR(""),
			"口头提出必须写明，例如：不识字、视力障碍、手部受伤");
	add_choice(x, p, "origin", origin_choices, "here",
		"转办的，“到达日期”填转到本机关的日期");
	form_page_input(p, "origin_body", STR(""), "转办的填写，例如：示例市人民政府办公室");
	form_page_input(p, "origin_number", STR(""), "转办函的文号或者对方给这件申请的编号，没有的不填");
	form_page_file(p, "file", ".pdf,.jpg,.jpeg,.png", "PDF、JPG 或者 PNG，最大 20 MB");
	form_page_file(p, "proof", ".pdf,.jpg,.jpeg,.png",
		arena_cstr(x->arena,
			page_fmt(x, "%s；与申请书在同一文件里的不用再传", channel_rules[channel].proof)));
}

static void add_applicant(struct http_exchange *x, struct form_page *p)
{
	size_t n;
	struct kit_choice *c = choices_of(x, class_choices, &n);
	form_page_heading(p, "申请人");
	if (c)
		form_page_radios(p, "class", c, n, STR(""), "年报表三按它统计");
	form_page_input(p, "name", STR(""), "与证件一致；组织填全称");
	add_choice(x, p, "id_type", identity_choices, "card",
		"自然人填写；没有提供的，登记后告知补正");
	form_page_input(p, "id_number", STR(""), NULL);
	form_page_input(p, "credit_code", STR(""), "组织填写，18 位");
	form_page_input(p, "legal_representative", STR(""), "组织填写");
	form_page_input(p, "contact", STR(""), "组织填写");
	form_page_input(p, "phone", STR(""), NULL);
	form_page_input(p, "email", STR(""), NULL);
	form_page_input(p, "address", STR(""), NULL);
	form_page_input(p, "postcode", STR(""), NULL)->field.classes = STR("govuk-input--width-10");
	form_page_input(p, "fax", STR(""), "要求传真答复的填写")->field.classes =
		STR("govuk-input--width-10");
}

/* What the desk found to be alike, before anything is saved. */
struct register_alike {
	const struct request_similar *row;
	size_t n;
	struct str kept; /* the papers that were sent, sealed */
};

static void add_alike(struct http_exchange *x, struct form_page *p, const struct register_alike *a)
{
	struct form_related *r = a ? arena_array(x->arena, struct form_related, a->n) : NULL;
	if (!r)
		return;
	p->report = x->report;
	p->status = 200;
	p->warning = page_fmt(x,
		"发现 %zu 件相近的申请，还没有登记。请先打开核对，仍要登记的，按页面下方的“仍然登记”。",
		a->n);
	p->related_title = STR("相近的申请");
	p->related_note = STR("同一申请人对相同内容重复申请、已经答复过的，告知不予重复处理（条例第三十六条第六项）；"
			      "不同申请人申请相同信息的，各自登记、各自答复，可以研究主动公开（第四十四条）。"
			      "几件申请不能合并成一件。");
	for (size_t i = 0; i < a->n; i++) {
		struct similar_line l = similar_line(x, &a->row[i]);
		r[i] = (struct form_related){
			.text = page_fmt(x, "%.*s　%.*s", STR_ARG(l.number), STR_ARG(l.subject)),
			.href = l.href,
			.note = page_fmt(x, "%.*s%s，%.*s 到达，%.*s，相近 %.*s", STR_ARG(l.who),
				l.same_applicant ? "（同一申请人）" : "", STR_ARG(l.arrived),
				STR_ARG(l.stage), STR_ARG(l.likeness))
		};
	}
	p->related = r;
	p->n_related = a->n;
	form_page_hidden(p, "seen", STR("1"));
}

static enum err register_page(struct http_exchange *x, enum receipt_channel channel,
	const struct register_alike *alike, enum err why, struct error *err)
{
	struct form_page p;
	struct error refusal = *err;
	unsigned char random[KEY_BYTES];
	enum err e = form_page_init(x, &p, &register_form, "登记申请", err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&p, why, &refusal)) {
		*err = refusal;
		return why;
	}
	p.title.note = str_cstr(channel_choices[channel].label);
	const struct form_state *sent = p.report ? page_state(x, "key") : NULL;
	random_bytes(random, sizeof random);
	form_page_hidden(&p, "key",
		sent && sent->raw.n
			? sent->raw
			: hex_arena(x->arena, (struct str){ (const char *)random, sizeof random }));
	form_page_hidden(&p, "channel", str_cstr(channel_choices[channel].value));
	struct frame_crumb crumb[] = { { .label = STR("依申请公开"), .href = STR("/office") },
		{ .label = STR("怎样收到的"), .href = STR("/office/register") },
		{ .label = STR("登记申请") } };
	p.frame.crumbs = crumb;
	p.frame.n_crumbs = 3;
	const struct form_state *kept = p.report ? page_state(x, "kept") : NULL;
	struct str papers = alike ? alike->kept : kept ? kept->raw : STR("");
	add_alike(x, &p, alike);
	form_page_hidden(&p, "kept", papers);
	add_receipt(x, &p, channel);
	if (papers.n)
		form_page_text(&p, STR("刚才上传的材料已经收下，不用再选；重新选择的会替换它。"));
	add_applicant(x, &p);
	form_page_heading(&p, "申请内容");
	form_page_input(&p, "subject", STR(""), "不填的取申请内容的开头");
	form_page_textarea(&p, "content", STR(""), "照原文录入")->rows = 8;
	add_choice(x, &p, "form", form_choices, "paper", NULL);
	add_choice(x, &p, "way", way_choices, "post", NULL);
	form_page_submit(&p, alike ? "仍然登记" : "登记", STR("/office"));
	return form_page_answer(x, &p, err);
}

enum err register_show(struct http_exchange *x, struct error *err)
{
	const struct register_query *q = x->form;
	return q->channel < 0 ? choose_page(x, err)
			      : register_page(x, (enum receipt_channel)q->channel, NULL, OK, err);
}

/* --- saving ------------------------------------------------------------------------------------
 */

static struct request_input input_of(const struct http_exchange *x, const struct register_fields *f)
{
	bool settled = f->settled_on.day != form_date_absent().day;
	return (struct request_input){ .agency = WHO(x)->actor.agency,
		.channel = (enum receipt_channel)f->channel,
		.origin = (enum request_origin)f->origin,
		.arrived = f->arrived,
		.class = (enum applicant_class)f->class,
		.name = f->name,
		.id_type = f->id_type < 0 ? IDENTITY_NONE : (enum identity_type)f->id_type,
		.id_number = f->id_number,
		.credit_code = f->credit_code,
		.legal_representative = f->legal_representative,
		.contact = f->contact,
		.phone = f->phone,
		.email = f->email,
		.address = f->address,
		.postcode = f->postcode,
		.fax = f->fax,
		.origin_body = f->origin_body,
		.origin_number = f->origin_number,
		.oral_reason = f->oral_reason,
		.subject = f->subject,
		.content = f->content,
		.form = (enum provide_form)f->form,
		.way = (enum provide_way)f->way,
		.settled = settled || f->channel == RECEIPT_IN_PERSON,
		.settled_on = settled ? f->settled_on : f->arrived };
}

/* Everything that is wrong with the request, each at its field. */
static enum err report_all(
	struct http_exchange *x, const struct request_input *in, struct error *err)
{
	struct error wrong[16];
	enum err e = OK;
	size_t n = request_check_each(in, wrong, sizeof wrong / sizeof *wrong);
	for (size_t i = 0; e == OK && i < n; i++)
		if (!page_add_error(x, &wrong[i])) {
			*err = wrong[i];
			return wrong[i].code;
		}
	return e;
}

static void add_fact(struct register_done *v, const char *key, struct str value)
{
	if (value.n)
		v->fact[v->n_facts++] = (struct kit_row){ .key = str_cstr(key), .value = value };
}

/* What the applicant takes home: neither name nor content, which are on the paper handed in. */
static enum err fill_receipt(struct http_exchange *x, const struct request_filed *filed,
	struct register_done *v, struct error *err)
{
	struct request_view r;
	struct agency_row g;
	enum err e = request_view(
		APP(x)->desk, x->arena, &WHO(x)->actor, filed->id, &r, err);
	if (e == OK)
		e = office_load(APP(x)->desk, x->arena, r.request.agency, &g, err);
	if (e != OK)
		return e;
	v->agency = r.request.agency_name;
	add_fact(v, "提出方式", str_cstr(receipt_channel_name((enum receipt_channel)r.request.channel)));
	add_fact(v, "到达日期", page_fmt(x, "%s",
				       date_words((struct date){ (int32_t)r.request.arrived_on }).z));
	if (r.has_clock && r.request.received_on.has)
		add_fact(v, "收到申请之日", page_fmt(x, "%s",
						date_words((struct date){
							(int32_t)r.request.received_on.v }).z));
	add_fact(v, "答复期限", !r.has_clock || !r.clock.has_due
				       ? STR("确认收到申请之日后起算 20 个工作日")
				       : page_fmt(x, "最迟 %s%s", date_words(r.clock.due).z,
						 r.clock.provisional ? "（暂定）" : ""));
	add_fact(v, "经办人", WHO(x)->name);
	add_fact(v, "联系电话", g.phone);
	v->hint[v->n_hints++] = page_fmt(x, "查询办理进度：%.*s/status，填写编号和查询码。",
		STR_ARG(APP(x)->config.public_url));
	v->hint[v->n_hints++] = STR(
		"查询码请妥善保管，不要告诉他人；补正、撤回申请、阅读文书都要用到。");
	v->hint[v->n_hints++] = STR(
		"需要补正、征求意见、缴费或者延长期限的，会另行通知您，答复期限随之依法计算。");
	v->print = (struct kit_button){ .text = STR("打印回执"), .print = true };
	return OK;
}

/* Number, code and those alike; the code is told this once. */
static enum err filed_page(
	struct http_exchange *x, const struct request_filed *filed, struct error *err)
{
	struct request_similar *row;
	size_t n;
	struct register_done v = {
		.number = filed->number, .code = filed->code, .href = case_path(x, filed->id, "")
	};
	enum err e = fill_receipt(x, filed, &v, err);
	if (e == OK)
		e = request_similar(APP(x)->desk, x->arena, &WHO(x)->actor, filed->id, &row, &n, NULL, err);
	if (e != OK)
		return e;
	v.similar = arena_array(x->arena, struct similar_line, n);
	v.n = v.similar ? n : 0;
	for (size_t i = 0; i < v.n; i++)
		v.similar[i] = similar_line(x, &row[i]);
	page_frame(x, FRAME_OFFICE, "申请已登记", &v.frame);
	struct buf *o = page_open(x, &v.frame);
	office_register_done(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* The papers of this sending, or those kept from the one before. */
static enum err take_papers(struct http_exchange *x, const struct register_fields *f,
	struct request_input *in, struct error *err)
{
	size_t n = 0;
	enum err e = office_upload(x, &f->file, FILE_APPLICATION, &in->file[n], &n, err);
	if (e == OK)
		e = office_upload(x, &f->proof, FILE_PROOF, &in->file[n], &n, err);
	if (e == OK && n == 0)
		e = papers_open(x, f->kept, in->file, &n, err);
	in->n_files = n;
	return e;
}

/* Alike ones are shown once, before anything is saved; *shown when the answer is given. */
static enum err show_alike(struct http_exchange *x, enum receipt_channel channel,
	const struct request_input *in, bool *shown, struct error *err)
{
	struct register_alike a = { .n = 0 };
	struct request_similar *row;
	enum err e = request_similar_input(
		APP(x)->desk, x->arena, &WHO(x)->actor, in, &row, &a.n, err);
	*shown = e == OK && a.n > 0;
	if (!*shown)
		return e;
	a.row = row;
	e = papers_seal(x, in->file, in->n_files, &a.kept, err);
	return e != OK ? e : register_page(x, channel, &a, OK, err);
}

enum err register_post(struct http_exchange *x, struct error *err)
{
	const struct register_fields *f = x->form;
	if (f->channel < 0)
		return choose_page(x, err);
	enum receipt_channel channel = (enum receipt_channel)f->channel;
	struct request_input in = input_of(x, f);
	struct request_filed filed;
	bool shown = false;
	enum err e = report_all(x, &in, err);
	if (e == OK && x->report->n_errors > 0)
		return register_page(x, channel, NULL, OK, err);
	if (e == OK)
		e = take_papers(x, f, &in, err);
	if (e == OK && !f->seen)
		e = show_alike(x, channel, &in, &shown, err);
	if (shown)
		return e;
	if (e == OK)
		e = request_file(APP(x)->desk, x->arena, &WHO(x)->actor, &in, f->key, &filed, err);
	return e != OK ? register_page(x, channel, NULL, e, err) : filed_page(x, &filed, err);
}
