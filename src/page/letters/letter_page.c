/*
 * letter_page -- one letter on paper, its facts and opinions; editing; its files.
 */
#include "page/letters/letters_view.h"
#include "page/letters/part.h"
#include "page/letters_letters_tmpl.h"
#include "page/moment.h"

/* --- paper --------------------------------------------------------------------------------------- */

static void fill_paragraphs(struct http_exchange *x, struct str body, struct letter_sheet_view *s)
{
	struct str rest = body, line;
	size_t lines = 1;
	for (size_t i = 0; i < body.n; i++)
		lines += body.p[i] == '\n';
	s->paragraph = arena_array(x->arena, struct str, lines);
	while (s->paragraph && str_next_line(&rest, &line))
		if (str_trim(line).n > 0)
			s->paragraph[s->n++] = str_trim(line);
}

static struct letter_sheet_view sheet_of(struct http_exchange *x, const struct letter_view *v)
{
	const struct letter_row *l = &v->letter;
	struct letter_sheet_view s = { .agency = v->agency.name,
		.title = l->title,
		.number = l->number,
		.addressee = v->addressee,
		.remedy = v->remedy,
		.draft = l->state < LETTER_SIGNED && *v->form->word };
	fill_paragraphs(x, l->body, &s);
	s.date = l->signed_on.has ?
		arena_str(x->arena,
			str_cstr(date_words((struct date){ (int32_t)l->signed_on.v }).z)) :
		STR("　　年　　月　　日");
	return s;
}

/* --- facts --------------------------------------------------------------------------------------- */

static void add_fact(struct letter_page *v, const char *key, struct str value)
{
	if (value.n > 0)
		v->fact[v->n_facts++] = (struct kit_row){ .key = str_cstr(key), .value = value };
}

static void fill_facts(struct http_exchange *x, const struct letter_view *lv, struct letter_page *v)
{
	const struct letter_row *l = &lv->letter;
	add_fact(v, "状态", str_cstr(letter_state_name((enum letter_state)l->state)));
	add_fact(v, "文号", l->number);
	add_fact(v, "案件", lv->request.number);
	if (l->outcome >= 0)
		add_fact(v, "办理结果",
			page_fmt(x, "%s（年度报告第三表 %s）",
				outcome_find((enum outcome)l->outcome)->name,
				outcome_find((enum outcome)l->outcome)->row));
	add_fact(v, "起草", page_fmt(x, "%.*s，%.*s", STR_ARG(l->creator_name),
				    STR_ARG(moment_text(x->arena, l->created_at))));
	if (l->signed_on.has)
		add_fact(v, "签发", page_fmt(x, "%.*s，%.*s", STR_ARG(l->signer_name),
					    STR_ARG(letter_day(x, l->signed_on))));
	if (l->sent_on.has)
		add_fact(v, "发出", page_fmt(x, "%.*s，%s，%.*s",
					    STR_ARG(letter_day(x, l->sent_on)),
					    service_way_name((enum service_way)l->served_way),
					    STR_ARG(l->proof)));
	add_fact(v, "收到", letter_day(x, l->served_on));
	if (lv->read_at)
		add_fact(v, "在线阅读", page_fmt(x, "申请人于 %.*s 在申请进度页面打开并签收",
						STR_ARG(moment_text(x->arena, lv->read_at))));
}

static void fill_opinions(
	struct http_exchange *x, const struct letter_view *lv, struct letter_page *v)
{
	static const char *const step[LETTER_STEPS] = { "法制审核", "保密审查", "签发" };
	v->opinion = arena_array(x->arena, struct opinion_line, lv->n_opinions);
	for (size_t i = 0; v->opinion && i < lv->n_opinions; i++) {
		const struct letter_opinion_row *o = &lv->opinion[i];
		v->opinion[v->n_opinions++] = (struct opinion_line){
			moment_text(x->arena, o->at),
			arena_fmt(x->arena, "%s：%s %.*s（%.*s）", step[(size_t)o->step % LETTER_STEPS],
				o->agreed ? "同意" : "不同意，退回", STR_ARG(o->text),
				STR_ARG(o->actor_name)) };
	}
}

static void fill_buttons(
	struct http_exchange *x, const struct letter_view *lv, struct letter_page *v)
{
	enum { BUTTONS = 9 };
	struct kit_button *b = arena_array(x->arena, struct kit_button, BUTTONS);
	const struct {
		bool may;
		const char *text, *tail;
		enum kit_button_kind kind;
	} all[] = { { lv->may_sign, "签发", "/sign", KIT_PRIMARY },
		{ lv->may_opine, lv->may_sign ? "退回修改" : "填写意见", "/opinion",
			lv->may_sign ? KIT_SECONDARY : KIT_PRIMARY },
		{ lv->may_serve, "登记送达", "/serve", KIT_PRIMARY },
		{ lv->may_edit, "修改", "/edit", KIT_SECONDARY },
		{ lv->may_drop, "作废", "/drop", KIT_SECONDARY },
		{ lv->may_revoke, "撤回", "/revoke", KIT_SECONDARY },
		{ lv->may_read, "下载 PDF", "/pdf", KIT_SECONDARY },
		{ lv->may_read, "下载 Word", "/docx", KIT_SECONDARY } };
	size_t n = 0;
	for (size_t i = 0; b && i < sizeof(all) / sizeof(*all); i++)
		if (all[i].may)
			b[n++] = (struct kit_button){ .text = str_cstr(all[i].text),
				.kind = all[i].kind,
				.href = letter_path(x, lv->letter.id, all[i].tail) };
	if (b)
		b[n++] = (struct kit_button){ .text = STR("打印"),
			.kind = KIT_SECONDARY, .print = true };
	v->title.button = b;
	v->title.n = n;
}

static enum err one_page(struct http_exchange *x, int status, struct error *err)
{
	struct letter_view lv;
	struct letter_page v = { 0 };
	enum err e = letter_of_path(x, &lv, err);
	if (e != OK)
		return e;
	v.title = (struct kit_title){ .title = lv.letter.title,
		.note = lv.letter.number.p ? lv.letter.number :
					     STR("签发时编文号，救济途径自动生成、不能修改") };
	v.sheet = sheet_of(x, &lv);
	fill_facts(x, &lv, &v);
	fill_opinions(x, &lv, &v);
	fill_buttons(x, &lv, &v);
	v.may_submit = lv.may_submit;
	v.version = page_fmt(x, "%lld", (long long)lv.letter.version);
	v.submit = (struct kit_form){ .action = letter_path(x, lv.letter.id, "/submit"),
		.csrf = http_csrf_token(x) };
	v.submit_button = (struct kit_button){
		.text = *lv.form->word ? (lv.form->reviewed ? STR("提交审核") : STR("提交签发")) :
					 STR("完成"),
		.once = true
	};
	page_frame(x, FRAME_OFFICE, arena_cstr(x->arena, lv.letter.title), &v.frame);
	letter_crumbs(x, &v.frame, &lv.request, (struct letter_id){ 0 }, lv.letter.title);
	struct buf *o = page_open(x, &v.frame);
	letters_one(o, &v);
	return page_close(x, status, o, &v.frame, err);
}

enum err letter_show(struct http_exchange *x, struct error *err)
{
	return one_page(x, 200, err);
}

/* --- editing ------------------------------------------------------------------------------------- */

struct edit_fields {
	int64_t version;
	struct str title, body;
};
static const struct form_field edit_fields[] = {
	FORM_INT(struct edit_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_TEXT(struct edit_fields, title, "标题", 2, LETTER_TITLE_MAX, FORM_REQUIRED),
	FORM_LINES(struct edit_fields, body, "正文", 1, LETTER_BODY_MAX, FORM_REQUIRED),
};
const struct http_fields letter_edit_form = HTTP_FIELDS(edit_fields, struct edit_fields);

static enum err edit_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct letter_view lv;
	struct letter_edit_page v;
	struct error refusal = *err;
	enum err e = letter_of_path(x, &lv, err);
	if (e == OK && !lv.may_edit)
		e = error_set(err, ERR_CONFLICT, NULL, "只有草稿可以修改。已送审的，请审核人退回");
	if (e == OK)
		e = form_page_init(x, &v.form, &letter_edit_form, "修改文书", err);
	if (e != OK)
		return e;
	letter_cite(&refusal);
	if (why != OK && !form_page_refused(&v.form, why, &refusal)) {
		*err = refusal;
		return why;
	}
	const struct edit_fields *f = x->form;
	if (why == ERR_CONFLICT && f && !refusal.field) {
		form_page_stale(&v.form, "标题", lv.letter.title, f->title);
		form_page_stale(&v.form, "正文", lv.letter.body, f->body);
	}
	letter_crumbs(x, &v.form.frame, &lv.request, lv.letter.id, STR("修改"));
	v.form.inset = STR("一行一段。日期、编号、引述的申请内容、法律依据和决定必须保留；"
			   "救济途径自动生成，不在这里修改。");
	form_page_hidden(&v.form, "version", page_fmt(x, "%lld", (long long)lv.letter.version));
	form_page_input(&v.form, "title", lv.letter.title, NULL);
	form_page_textarea(&v.form, "body", lv.letter.body, NULL)->rows = 16;
	form_page_submit(&v.form, "保存", letter_path(x, lv.letter.id, ""));
	v.sheet = sheet_of(x, &lv);
	v.form.frame.errors =
		(int)((v.form.report ? v.form.report->n_errors : 0) + v.form.errors.n);
	struct buf *o = page_open(x, &v.form.frame);
	letters_edit(o, &v);
	return page_close(x, v.form.status, o, &v.form.frame, err);
}

enum err letter_edit_show(struct http_exchange *x, struct error *err)
{
	return edit_page(x, OK, err);
}

enum err letter_edit_post(struct http_exchange *x, struct error *err)
{
	const struct edit_fields *f = x->form;
	struct letter_id id;
	enum err e = page_id(x, 0, &id.v, err);
	if (e != OK)
		return e;
	if (x->report->n_errors > 0)
		return edit_page(x, OK, err);
	e = letter_save(APP(x)->desk, x->arena, &WHO(x)->actor, id, f->version, f->title, f->body,
		err);
	if (e != OK)
		return edit_page(x, e, err);
	return page_done(x, letter_path(x, id, ""), "letter.saved");
}

/* --- files --------------------------------------------------------------------------------------- */

enum { PAPER_MAX = 64 << 20 };

static enum err paper(struct http_exchange *x, enum letter_paper kind, struct error *err)
{
	struct letter_view lv;
	struct buf b;
	enum err e = letter_of_path(x, &lv, err);
	if (e != OK)
		return e;
	buf_init(&b, PAPER_MAX);
	e = letter_paper(APP(x)->desk, x->arena, &WHO(x)->actor, lv.letter.id, kind, &b, err);
	if (e != OK) {
		buf_done(&b);
		return e;
	}
	struct str name = lv.letter.number.p ? lv.letter.number : STR("草稿");
	http_download_name(x,
		arena_fmt(x->arena, "%.*s %.*s.%s", STR_ARG(lv.letter.title), STR_ARG(name),
			kind == LETTER_DOCX ? "docx" : "pdf"));
	http_answer_bytes(x, 200,
		kind == LETTER_DOCX ?
			"application/vnd.openxmlformats-officedocument.wordprocessingml.document" :
			"application/pdf",
		&b);
	return OK;
}

enum err letter_pdf_show(struct http_exchange *x, struct error *err)
{
	return paper(x, LETTER_PDF, err);
}

enum err letter_docx_show(struct http_exchange *x, struct error *err)
{
	return paper(x, LETTER_DOCX, err);
}
