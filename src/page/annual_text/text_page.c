/*
 * text_page -- one part of the report: editor, numbers, preview, remarks, versions.
 */
#include "page/annual_text/runs.h"
#include "page/annual_text_text_tmpl.h"
#include "page/moment.h"
#include "report/copied.h"

struct page_query {
	int64_t below;
};
static const struct form_field query_fields[] = {
	FORM_INT(struct page_query, below, "版本", 0, INT64_MAX, 0),
};
const struct http_fields text_page_query = HTTP_FIELDS(query_fields, struct page_query);

static const struct form_choice acts[] = { { "save", "保存" }, { "try", "预览" }, { NULL, NULL } };
enum { ACT_SAVE, ACT_TRY };
struct edit_fields {
	int64_t version;
	struct str body, reason;
	int act;
};
static const struct form_field edit_fields[] = {
	FORM_INT(struct edit_fields, version, "版本", 0, INT64_MAX, 0),
	FORM_LINES(struct edit_fields, body, "正文", 0, PROSE_TEXT_MAX, 0),
	FORM_TEXT(struct edit_fields, reason, "修改说明", 0, 500, 0),
	FORM_CHOICE(struct edit_fields, act, "操作", acts, 0),
};
const struct http_fields text_edit_form = HTTP_FIELDS(edit_fields, struct edit_fields);

struct version_fields {
	int64_t version;
};
static const struct form_field version_fields[] = {
	FORM_INT(struct version_fields, version, "版本", 0, INT64_MAX, 0),
};
const struct http_fields text_version_form = HTTP_FIELDS(version_fields, struct version_fields);

/* --- the page --------------------------------------------------------------------------------------- */

static void fill_numbers(struct http_exchange *x, const struct annual_text_view *t, struct text_page *v)
{
	v->number = arena_array(x->arena, struct text_number, t->n_free + t->prose.n + 1);
	for (size_t i = 0; v->number && i < t->prose.n; i++) {
		const struct prose_field *f = &t->prose.field[i];
		if (f->unknown.n)
			v->number[v->n_numbers++] = (struct text_number){ true,
				page_fmt(x, "字段 %.*s 现在没有数字", STR_ARG(f->unknown)),
				STR("台账里还没有登记，登记后自动填入；名称写错的请改正") };
	}
	for (size_t i = 0; v->number && i < t->n_free; i++) {
		const struct prose_free *f = &t->free[i];
		bool differs = f->claim->status == CLAIM_DIFFERS;
		struct text_number *k = &v->number[v->n_numbers++];
		k->differs = differs;
		k->message = differs ? page_fmt(x, "正文写%.*s%.*s，应为%s", STR_ARG(f->number),
					       STR_ARG(f->claim->unit), decimal_text(f->claim->expected).z)
				     : page_fmt(x, "%.*s%.*s与表格一致，但是手写的", STR_ARG(f->number),
					       STR_ARG(f->claim->unit));
		k->hint = f->field.n ? page_fmt(x, "可改写为 %.*s。对照：%.*s", STR_ARG(f->field),
					       STR_ARG(f->claim->formula))
				     : page_fmt(x, "对照：%.*s", STR_ARG(f->claim->formula));
		v->n_bindable += f->field.n > 0;
	}
}

static void fill_fields(struct http_exchange *x, const struct annual_text_view *t, struct text_page *v)
{
	v->field = arena_array(x->arena, struct text_field_words, t->n_fields + 1);
	for (size_t i = 0; v->field && i < t->n_fields; i++)
		v->field[v->n_fields++] = (struct text_field_words){
			t->field[i].name, t->field[i].label, t->field[i].value };
}

static void fill_remarks(struct http_exchange *x, const struct annual_text_view *t, struct text_page *v)
{
	v->remark = arena_array(x->arena, struct text_remark_words, t->n_comments + 1);
	for (size_t i = 0; v->remark && i < t->n_comments; i++) {
		const struct annual_comment_row *c = &t->comment[i];
		bool open = c->answered_at == 0;
		v->remark[v->n_remarks++] = (struct text_remark_words){ .text = c->text,
			.who = page_fmt(x, "%.*s %.*s，对第 %lld 版", STR_ARG(c->actor_name),
				STR_ARG(moment_text(x->arena, c->at)), (long long)c->version),
			.answer = c->answer,
			.answerer = page_fmt(x, "%.*s %.*s", STR_ARG(c->answerer_name),
				STR_ARG(moment_text(x->arena, c->answered_at))),
			.answer_href = open && role_permits(WHO(x)->actor.roles, PERM_ANNUAL_EDIT)
					       ? text_path(x, t->year, t->part,
							 page_fmt(x, "/answer/%lld", (long long)c->id).p)
					       : STR(""),
			.open = open };
	}
	v->may_remark = t->version > 0;
	v->remark_form = (struct kit_form){ .action = text_path(x, t->year, t->part, "/remark"),
		.csrf = http_csrf_token(x) };
	v->remark_text = (struct kit_textarea){ .field = { .name = STR("text"), .label = STR("提出意见") }, .rows = 3 };
	v->remark_button = (struct kit_button){ .text = STR("提交意见"), .kind = KIT_SECONDARY, .once = true };
}

static void fill_versions(struct http_exchange *x, const struct annual_text_view *t, struct text_page *v)
{
	v->history = arena_array(x->arena, struct text_version_words, t->n_history + 1);
	for (size_t i = 0; v->history && i < t->n_history && i < ANNUAL_TEXT_PAGE; i++) {
		const struct annual_text_note_row *h = &t->history[i];
		v->history[v->n_history++] = (struct text_version_words){
			.name = page_fmt(x, "第 %lld 版", (long long)h->version),
			.at = moment_text(x->arena, h->at),
			.by = h->actor_name,
			.reason = h->reason,
			.changes_href = text_path(x, t->year, t->part,
				page_fmt(x, "/changes?to=%lld", (long long)h->version).p),
			.number = page_fmt(x, "%lld", (long long)h->version),
			.current = h->version == t->version };
	}
	if (t->n_history > ANNUAL_TEXT_PAGE)
		v->older = text_path(x, t->year, t->part,
			page_fmt(x, "?below=%lld#versions", (long long)t->history[ANNUAL_TEXT_PAGE - 1].version).p);
	v->may_restore = t->may_edit;
	v->restore = (struct kit_form){ .action = text_path(x, t->year, t->part, "/restore"),
		.csrf = http_csrf_token(x) };
}

static struct str *lines_of(struct http_exchange *x, struct str text, size_t *n)
{
	struct str line, *out;
	size_t lines = 1;
	for (size_t i = 0; i < text.n; i++)
		lines += text.p[i] == '\n';
	out = arena_array(x->arena, struct str, lines);
	while (out && str_next_line(&text, &line))
		if (line.n)
			out[(*n)++] = line;
	return out;
}

static void fill_copied(struct http_exchange *x, const struct annual_text_view *t, struct text_page *v)
{
	v->last = lines_of(x, t->last_year, &v->n_last);
	v->last_title = page_fmt(x, "%d年报告的这一部分", t->year - 1);
	if (t->copied < 0)
		return;
	v->copied_warns = t->copied >= COPIED_PERMILLE;
	v->copied = v->copied_warns ? page_fmt(x, "这一部分有 %d%% 与上年相同。30号文要求不得照抄，请写明本年情况",
					      t->copied / 10)
				    : page_fmt(x, "与上年相同的文字占 %d%%。", t->copied / 10);
}

/* shown: what the preview is about; saved: remarks, versions. */
static enum err answer(struct http_exchange *x, struct text_page *v, const struct annual_text_view *shown,
	const struct annual_text_view *saved, struct error *err)
{
	bool edit = saved->may_edit;
	v->may_edit = edit;
	v->version = page_fmt(x, "%lld", (long long)saved->version);
	if (edit) {
		form_page_hidden(&v->form, "version", v->version);
		form_page_textarea(&v->form, "body", saved->source, "一行一段。数字写成字段，如 {t3.received.total}")->rows = 16;
		form_page_input(&v->form, "reason", STR(""), "选填，写进版本记录");
		v->form.button[v->form.n_buttons++] = (struct kit_button){ .text = STR("保存"),
			.name = STR("act"), .value = STR("save"), .once = true };
		v->form.button[v->form.n_buttons++] = (struct kit_button){ .text = STR("预览，不保存"),
			.kind = KIT_SECONDARY, .name = STR("act"), .value = STR("try") };
	} else
		v->form.title.note = STR("只能查看：没有编写的权限，或者报告已经送审");
	text_crumbs(x, &v->form.frame, saved->year, saved->part, NULL);
	v->heading = shown == saved ? saved->version ? STR("保存的样子") : STR("建议的写法，还没有保存") : STR("预览，还没有保存");
	text_fill_paragraphs(x, shown, v);
	v->empty = (struct kit_empty){ .title = STR("这一部分没有文字"),
		.text = STR("第二至四部分的表格照常公布；需要说明的，写在上面的正文里。") };
	fill_numbers(x, shown, v);
	fill_copied(x, shown, v);
	v->own = lines_of(x, saved->own_words, &v->n_own);
	fill_fields(x, saved, v);
	fill_remarks(x, saved, v);
	fill_versions(x, saved, v);
	if (shown != saved)
		v->n_bindable = 0; /* only what is saved can be changed by the button */
	v->bind = (struct kit_form){ .action = text_path(x, saved->year, saved->part, "/fields"),
		.csrf = http_csrf_token(x) };
	v->bind_button = (struct kit_button){ .text = page_fmt(x, "全部改用字段（%zu 处）", v->n_bindable),
		.kind = KIT_SECONDARY, .once = true };
	v->form.frame.errors = (int)((v->form.report ? v->form.report->n_errors : 0) + v->form.errors.n);
	struct buf *o = page_open(x, &v->form.frame);
	text_part_main(o, v);
	return page_close(x, v->form.status, o, &v->form.frame, err);
}

static enum err one_page(struct http_exchange *x, enum err why, const struct str *body, struct error *err)
{
	struct text_page v = { 0 };
	struct annual_text_view saved, tried;
	struct error refusal = *err;
	int year, part;
	const struct page_query *q = x->method == HTTP_GET ? x->form : NULL;
	enum err e = text_of_path(x, &year, &part, err);
	if (e == OK)
		e = annual_text_view(APP(x)->desk, x->arena, &WHO(x)->actor, year, part, q ? q->below : 0,
			&saved, err);
	if (e == OK && body)
		e = annual_text_try(APP(x)->desk, x->arena, &WHO(x)->actor, year, part, *body, &tried, err);
	if (e == OK)
		e = form_page_init(x, &v.form, &text_edit_form,
			page_fmt(x, "%d年度 %s", year, annual_part_name(part)).p, err);
	if (e != OK)
		return e;
	if (why != OK && !form_page_refused(&v.form, why, &refusal)) {
		*err = refusal;
		return why;
	}
	return answer(x, &v, body ? &tried : &saved, &saved, err);
}

enum err text_part_show(struct http_exchange *x, struct error *err)
{
	return one_page(x, OK, NULL, err);
}

enum err text_part_post(struct http_exchange *x, struct error *err)
{
	const struct edit_fields *f = x->form;
	int year, part;
	if (x->report->n_errors > 0)
		return one_page(x, OK, NULL, err);
	enum err e = text_of_path(x, &year, &part, err);
	if (e != OK)
		return e;
	if (f->act == ACT_TRY)
		return one_page(x, OK, &f->body, err);
	struct annual_text_input in = { year, part, f->version, f->body, f->reason };
	e = annual_text_save(APP(x)->desk, x->arena, &WHO(x)->actor, &in, err);
	return e != OK ? one_page(x, e, NULL, err)
		       : page_done(x, text_path(x, year, part, ""), "annual_text.saved");
}

/* All typed numbers that have a field give way to it; a new version. */
enum err text_bind_post(struct http_exchange *x, struct error *err)
{
	const struct version_fields *f = x->form;
	struct annual_text_view t;
	int year, part;
	enum err e = text_of_path(x, &year, &part, err);
	if (e == OK)
		e = annual_text_view(APP(x)->desk, x->arena, &WHO(x)->actor, year, part, 0, &t, err);
	struct annual_text_input in = { year, part, f->version, STR(""), STR("手写的数字改用字段") };
	if (e == OK)
		e = prose_bind(x->arena, t.source, &t.prose, t.free, t.n_free, &in.body, err);
	if (e == OK)
		e = annual_text_save(APP(x)->desk, x->arena, &WHO(x)->actor, &in, err);
	return e != OK ? e : page_done(x, text_path(x, year, part, ""), "annual_text.bound");
}
