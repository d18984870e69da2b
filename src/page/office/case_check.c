/*
 * case_check -- what should stand in a case before its answer is sent to review.
 *
 * Advice: what the law itself forbids is refused when a letter is drafted or served.
 */
#include "desk/letter.h"
#include "page/office/case_part.h"

static void add(struct case_page *page, const char *classes, const char *text, struct str note,
	const char *link, struct str href)
{
	if (page->n_checks == CASE_CHECKS_MAX)
		return;
	page->check[page->n_checks++] = (struct case_check){
		classes, str_cstr(text), note, str_cstr(link), href
	};
	page->n_checked += strcmp(classes, "is-ok") == 0;
}

static bool has_file(const struct request_view *v, enum request_file_kind k)
{
	for (size_t i = 0; i < v->n_files; i++)
		if (v->file[i].kind == (int64_t)k)
			return true;
	return false;
}

static const struct request_note_row *last_note(
	const struct request_view *v, enum request_note_kind k)
{
	for (size_t i = v->n_notes; i-- > 0;)
		if (v->note[i].kind == (int64_t)k)
			return &v->note[i];
	return NULL;
}

static const struct letter_row *last_letter(
	const struct letter_row *l, size_t n, const char *form, bool reply)
{
	for (size_t i = n; i-- > 0;) {
		const struct letter_form *f = letter_form_find(l[i].form);
		if (l[i].state < LETTER_DROPPED && f && (reply ? f->reply : str_is(l[i].form, form)))
			return &l[i];
	}
	return NULL;
}

/* What is still to be done, with a link for those who may do it. */
static void add_todo(struct http_exchange *x, const struct request_view *v, struct case_page *page,
	const char *text, struct str note, const char *link, const char *tail)
{
	bool may = role_permits(WHO(x)->actor.roles, PERM_REQUEST_HANDLE);
	add(page, "is-todo", text, note, may ? link : "",
		may ? case_path(x, v->request.id, tail) : STR(""));
}

static void check_identity(struct http_exchange *x, const struct request_view *v,
	struct case_page *page)
{
	bool stated = v->applicant.kind || v->applicant.id_number.n;
	if (has_file(v, FILE_IDENTITY) || (stated && v->applicant.id_type == IDENTITY_CARD))
		add(page, "is-ok", "身份证明已有", STR(""), "", STR(""));
	else
		add_todo(x, v, page, "身份证明还没有存入", STR("核对后上传扫描件"), "上传材料",
			"/files");
}

static void check_search(struct http_exchange *x, const struct request_view *v,
	const struct letter_row *l, size_t n, struct case_page *page)
{
	const struct request_note_row *note = last_note(v, NOTE_SEARCH);
	if (note)
		add(page, "is-ok", "检索记录已留存", note->text, "", STR(""));
	else if (last_letter(l, n, "F31", false))
		add(page, "is-ok", "检索记录已留存", STR("见内部文书"), "", STR(""));
	else
		add_todo(x, v, page, "还没有检索记录", STR("答复信息不存在时必须有"), "写检索记录",
			"/note/search");
}

static void check_assist(
	struct http_exchange *x, const struct request_view *v, struct case_page *page)
{
	size_t asked = 0, open = 0;
	for (size_t i = 0; i < v->n_notes; i++)
		if (v->note[i].kind == NOTE_ASSIST) {
			asked++;
			open += v->note[i].answered_at == 0;
		}
	if (asked)
		add(page, open ? "is-todo" : "is-ok", open ? "协办部门还没有答复" : "协办部门已答复",
			page_fmt(x, "%zu 个部门，%zu 个未答复", asked, open), "", STR(""));
}

static void check_asked(struct http_exchange *x, struct case_page *page)
{
	size_t open = 0;
	struct str first = { 0 };
	for (size_t i = 0; i < page->n_consults; i++)
		if (page->consult[i].open) {
			if (open++ == 0)
				first = page->consult[i].href;
		}
	if (page->n_consults)
		add(page, open ? "is-bad" : "is-ok",
			open ? "征求的意见还没有研究处理" : "征求的意见已研究处理",
			open ? page_fmt(x, "%zu 项", open) : STR(""), open ? "去处理" : "", first);
}

static void check_reply(struct http_exchange *x, const struct letter_row *l, size_t n,
	const struct request_view *v, struct case_page *page)
{
	const struct letter_row *r = last_letter(l, n, "", true);
	if (!r) {
		add_todo(x, v, page, "还没有答复书草稿", STR("按办理顺序回答问题后生成"), "起草文书",
			"/letters/new");
		return;
	}
	struct str href = page_fmt(x, "/office/letters/%lld", (long long)r->id.v);
	add(page, "is-ok", "答复书已起草，救济途径自动写入",
		str_cstr(letter_state_name((enum letter_state)r->state)), "查看", href);
	bool secret = r->state > LETTER_SECRECY;
	add(page, secret ? "is-ok" : "is-todo", secret ? "法制审核、保密审查已完成" :
							  "法制审核、保密审查还没有完成",
		STR(""), "", STR(""));
}

enum err fill_checks(struct http_exchange *x, const struct request_view *v, struct case_page *page,
	struct error *err)
{
	struct letter_row *l;
	size_t n;
	if (!v->has_clock || v->request.closed_on.has)
		return OK;
	enum err e = letter_list(
		APP(x)->desk, x->arena, &WHO(x)->actor, v->request.id, &l, &n, err);
	if (e != OK)
		return e;
	check_identity(x, v, page);
	check_search(x, v, l, n, page);
	check_assist(x, v, page);
	check_asked(x, page);
	check_reply(x, l, n, v, page);
	return OK;
}
