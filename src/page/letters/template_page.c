/*
 * template_page -- the texts of an agency's letters: list, one with its fields, preview and versions.
 */
#include "page/letters/letters_view.h"
#include "page/letters/part.h"
#include "page/letters_letters_tmpl.h"
#include "page/moment.h"

enum { FIELDS_MAX = 64 };

static const struct kit_column columns[] = {
	{ .label = STR_INIT("编号"), .card = KIT_CARD_NAMED },
	{ .label = STR_INIT("文书"), .card = KIT_CARD_MAIN },
};
static const struct kit_table table = { .caption = STR_INIT("文书范本一览"),
	.kind = KIT_GRID,
	.cards = true,
	.column = columns,
	.n = 2 };

static void template_crumbs(struct http_exchange *x, struct frame *f, struct str last)
{
	struct frame_crumb *crumb = arena_array(x->arena, struct frame_crumb, 3);
	size_t n = 0;
	if (!crumb)
		return;
	crumb[n++] = (struct frame_crumb){ STR("依申请公开"), STR("/office") };
	crumb[n++] = (struct frame_crumb){ STR("文书范本"),
		last.n ? STR("/office/letter-templates") : (struct str){ 0 } };
	if (last.n)
		crumb[n++] = (struct frame_crumb){ .label = last };
	f->crumbs = crumb;
	f->n_crumbs = n;
	f->current = STR("/office");
}

enum err templates_show(struct http_exchange *x, struct error *err)
{
	struct templates_page v = { .table = &table,
		.title = { .title = STR("文书范本"),
			.note = STR("本机关各种文书的固定文字；法定内容和救济途径不能删") } };
	size_t n = 0;
	for (const struct letter_form *f = letter_forms(); f->code; f++)
		n++;
	v.line = arena_array(x->arena, struct template_line, n);
	for (const struct letter_form *f = letter_forms(); v.line && f->code; f++)
		v.line[v.n++] = (struct template_line){ .code = str_cstr(f->code),
			.name = str_cstr(f->name),
			.href = page_fmt(x, "/office/letter-templates/%s", f->code) };
	page_frame(x, FRAME_OFFICE, "文书范本", &v.frame);
	template_crumbs(x, &v.frame, STR(""));
	struct buf *o = page_open(x, &v.frame);
	templates_list(o, &v);
	return page_close(x, 200, o, &v.frame, err);
}

/* --- one ----------------------------------------------------------------------------------------- */

struct template_fields {
	int64_t version;
	struct str body, reason;
};
static const struct form_field fields[] = {
	FORM_INT(struct template_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_LINES(struct template_fields, body, "正文", 1, LETTER_BODY_MAX, FORM_REQUIRED),
	FORM_LINES(struct template_fields, reason, "修改理由", 2, 500, FORM_REQUIRED),
};
const struct http_fields template_form = HTTP_FIELDS(fields, struct template_fields);

struct restore_fields {
	int64_t version, from;
};
static const struct form_field restore_fields[] = {
	FORM_INT(struct restore_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_INT(struct restore_fields, from, "恢复的版本", 0, INT64_MAX, 0),
};
const struct http_fields template_restore_form = HTTP_FIELDS(restore_fields, struct restore_fields);

static void fill_preview(struct http_exchange *x, const struct letter_template_view *t,
	struct letter_sheet_view *s)
{
	struct error ignored;
	struct str text = STR(""), line;
	if (letter_template_preview(x->arena, t->form, t->text, &text, &ignored) != OK)
		text = t->text;
	size_t lines = 1;
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	*s = (struct letter_sheet_view){ .agency = WHO(x)->agency_name,
		.title = str_cstr(t->form->name),
		.addressee = *t->form->word ? STR("（受文者）") : STR(""),
		.remedy = t->form->reply ? STR("（救济途径，签发时按办理结果自动生成）") : STR(""),
		.date = STR("　　年　　月　　日"),
		.draft = true };
	s->paragraph = arena_array(x->arena, struct str, lines);
	while (s->paragraph && str_next_line(&text, &line))
		if (str_trim(line).n > 0)
			s->paragraph[s->n++] = line;
}

static void fill_history(
	struct http_exchange *x, const struct letter_template_view *t, struct template_page *v)
{
	v->history = arena_array(x->arena, struct template_version, t->n_history + 1);
	for (size_t i = 0; v->history && i < t->n_history; i++) {
		const struct letter_template_row *r = &t->history[i];
		v->history[v->n_history++] = (struct template_version){
			.version = page_fmt(x, "第 %lld 版", (long long)r->version),
			.number = page_fmt(x, "%lld", (long long)r->version),
			.at = moment_text(x->arena, r->at),
			.by = r->actor_name,
			.reason = r->reason,
			.text = r->body.n ? r->body : t->builtin,
			.current = i == 0 };
	}
	if (v->history)
		v->history[v->n_history++] = (struct template_version){ .version = STR("程序自带"),
			.number = STR("0"),
			.text = t->builtin,
			.is_builtin = true,
			.current = t->n_history == 0 };
}

static enum err one_page(struct http_exchange *x, enum err why, struct error *err)
{
	struct letter_template_view t;
	struct template_page v = { 0 };
	struct error refusal = *err;
	enum err e = letter_template_view(
		APP(x)->desk, x->arena, &WHO(x)->actor, x->param[0], &t, err);
	if (e == OK)
		e = form_page_init(x, &v.form, &template_form, t.form->name, err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&v.form, why, &refusal)) {
		*err = refusal;
		return why;
	}
	v.may_edit = role_permits(WHO(x)->actor.roles, PERM_REQUEST_SIGN);
	template_crumbs(x, &v.form.frame, str_cstr(t.form->name));
	v.version = page_fmt(x, "%lld", (long long)t.version);
	form_page_hidden(&v.form, "version", v.version);
	form_page_textarea(&v.form, "body", t.text, "一行一段，字段写在花括号里")->rows = 14;
	form_page_textarea(&v.form, "reason", STR(""), NULL);
	form_page_submit(&v.form, "保存为新版本", STR("/office/letter-templates"));
	v.field = arena_array(x->arena, struct letter_field, FIELDS_MAX);
	if (v.field)
		v.n_fields = letter_template_fields(t.form, v.field, FIELDS_MAX);
	fill_preview(x, &t, &v.sheet);
	fill_history(x, &t, &v);
	v.restore = (struct kit_form){
		.action = page_fmt(x, "/office/letter-templates/%s/restore", t.form->code),
		.csrf = http_csrf_token(x)
	};
	v.restore_button = (struct kit_button){ .text = STR("恢复这一版"), .kind = KIT_SECONDARY };
	v.form.frame.errors =
		(int)((v.form.report ? v.form.report->n_errors : 0) + v.form.errors.n);
	struct buf *o = page_open(x, &v.form.frame);
	templates_one(o, &v);
	return page_close(x, v.form.status, o, &v.form.frame, err);
}

enum err template_show(struct http_exchange *x, struct error *err)
{
	return one_page(x, OK, err);
}

static struct str back(struct http_exchange *x)
{
	return page_fmt(x, "/office/letter-templates/%.*s", STR_ARG(x->param[0]));
}

enum err template_post(struct http_exchange *x, struct error *err)
{
	const struct template_fields *f = x->form;
	if (x->report->n_errors > 0)
		return one_page(x, OK, err);
	enum err e = letter_template_save(APP(x)->desk, x->arena, &WHO(x)->actor, x->param[0],
		f->version, f->body, f->reason, err);
	return e != OK ? one_page(x, e, err) : page_done(x, back(x), "template.saved");
}

/* An earlier text becomes the newest version; nothing is taken away. */
enum err template_restore_post(struct http_exchange *x, struct error *err)
{
	const struct restore_fields *f = x->form;
	struct letter_template_view t;
	struct str body = STR("");
	enum err e = letter_template_view(
		APP(x)->desk, x->arena, &WHO(x)->actor, x->param[0], &t, err);
	for (size_t i = 0; e == OK && i < t.n_history; i++)
		if (t.history[i].version == f->from)
			body = t.history[i].body;
	if (e == OK)
		e = letter_template_save(APP(x)->desk, x->arena, &WHO(x)->actor, x->param[0],
			f->version, body,
			page_fmt(x, "恢复第 %lld 版", (long long)f->from), err);
	return e != OK ? e : page_done(x, back(x), "template.saved");
}
