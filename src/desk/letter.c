/*
 * letter -- loading, showing and printing letters.  See desk/letter.h.
 */
#include "desk/letter_part.h"

#include "core/mem.h"
#include "core/utf8.h"
#include "desk/account_part.h"
#include "desk/organisation_part.h"
#include "desk/role.h"
#include "store/blob.h"

enum { READ_STEP = 256 * 1024, REMEDY_MAX = 16 * 1024 };

/* --- loading -------------------------------------------------------------------------------------- */

enum err letter_load(const struct desk *d, struct tx *tx, struct arena *a, const struct actor *who,
	struct letter_id id, struct letter_row *l, struct letter_case *c, struct error *err)
{
	enum err e = sql_letter_by_id(tx, &(struct letter_by_id_in){ id }, a, l, err);
	if (e == ERR_NOT_FOUND)
		return error_set(err, ERR_NOT_FOUND, NULL, "没有找到这份文书");
	const struct letter_form *f = e == OK ? letter_form_find(l->form) : NULL;
	if (e == OK && !f)
		return error_set(err, ERR_BUG, NULL, "不认识的文书");
	if (e == OK)
		e = letter_load_case(d, tx, a, who, l->request, f, c, err);
	struct letter_input in;
	if (e == OK)
		e = letter_facts_read(a, l, &in, err);
	if (e != OK || l->outcome < 0)
		return e;
	/* What was decided when it was drafted. */
	e = outcome_decide(&in.facts, &c->decision, NULL, err);
	c->has_decision = e == OK;
	return e;
}

enum err letter_begin(const struct desk *d, struct tx *tx, struct arena *a,
	const struct actor *who, struct letter_id id, int64_t version, enum letter_state state,
	struct letter_row *l, struct letter_case *c, struct error *err)
{
	int64_t changed = 0;
	enum err e = letter_load(d, tx, a, who, id, l, c, err);
	struct letter_touch_in in = { id, version, tx_now(tx) };
	if (e == OK)
		e = sql_letter_touch(tx, &in, &changed, err);
	if (e == OK && changed == 0)
		return desk_stale(err);
	if (e == OK && l->state != state)
		return error_set(err, ERR_CONFLICT, "C-1.11-1",
			"这份文书现在是“%s”，不能做这一步，请刷新后查看",
			letter_state_name((enum letter_state)l->state));
	return e;
}

enum err letter_log(struct tx *tx, struct arena *a, const struct actor *who, unsigned permission,
	const struct letter_row *l, const char *action, struct str reason, struct str detail,
	struct error *err)
{
	struct event_entry entry = { .agency = l->agency,
		.action = str_cstr(action),
		.object_kind = STR("letter"),
		.object = l->id.v,
		.reason = reason,
		.before = arena_fmt(a, "form=%.*s state=%lld version=%lld", STR_ARG(l->form),
			(long long)l->state, (long long)l->version),
		.detail = detail };
	enum err e = arena_check(a, err);
	return e != OK ? e : desk_log(tx, who, permission, &entry, err);
}

enum err letter_addressee(const struct desk *d, struct arena *a, const struct letter_row *l,
	struct str *out, struct error *err)
{
	*out = (struct str){ 0 };
	if (l->addressee.n == 0)
		return OK;
	return seal_open(
		d->keys, a, l->addressee, sealed_place(a, "letter.addressee", l->id.v), out, err);
}

bool letter_is_author(const struct letter_row *l, const struct actor *who)
{
	return who->person.v == l->created_by.v || who->person.v == l->edited_by.v;
}

bool letter_gave_opinion(const struct letter_row *l, const struct letter_opinion_row *o, size_t n,
	const struct actor *who)
{
	for (size_t i = 0; i < n; i++)
		if (o[i].round == l->round && o[i].actor.v == who->person.v)
			return true;
	return false;
}

enum err letter_set_stage(struct tx *tx, const struct letter_case *c, enum request_stage stage,
	struct error *err)
{
	enum request_stage now = (enum request_stage)c->request.stage;
	bool moves = now == STAGE_REGISTERED || now == STAGE_HANDLING || now == STAGE_REVIEW ||
		now == STAGE_SIGNING || now == STAGE_SERVICE;
	if (!c->form->reply || !moves || now == stage || c->request.closed_on.has)
		return OK;
	struct request_set_stage_in in = { c->request.id, stage };
	return sql_request_set_stage(tx, &in, NULL, err);
}

/* --- remedy --------------------------------------------------------------------------------------- */

/* Forms that decide against somebody without being a reply: rules.md 6.1, F10 and F29. */
static bool has_remedy(const struct letter_form *f)
{
	return f->reply || strcmp(f->code, "F10") == 0 || strcmp(f->code, "F29") == 0;
}

enum err letter_remedy(struct arena *a, const struct letter_row *l, const struct letter_case *c,
	struct date on, struct str *out, struct error *err)
{
	struct letter_input facts;
	struct buf b;
	if (l->remedy.n > 0 || !has_remedy(c->form)) {
		*out = l->remedy;
		return OK;
	}
	enum err e = letter_facts_read(a, l, &facts, err);
	if (e != OK)
		return e;
	struct remedy_input in = { .outcome = l->outcome >= 0 ? (enum outcome)l->outcome :
								 OUTCOME_OPEN,
		.part_refused = facts.part_refused,
		.decided = on,
		.review_body = c->agency.review_body,
		.court = c->agency.court };
	buf_init(&b, REMEDY_MAX);
	e = remedy_write(&in, &b, err);
	if (e == OK && b.n == 0)
		e = error_set(err, ERR_BUG, "RA-23-2", "没有生成救济途径");
	if (e == OK) {
		*out = arena_str(a, buf_view(&b));
		e = arena_check(a, err);
	}
	buf_done(&b);
	return e;
}

enum err letter_check_whole(struct arena *a, const struct letter_row *l, struct letter_case *c,
	struct str body, struct error *err)
{
	struct letter_input in;
	struct letter_values v;
	enum err e = letter_facts_read(a, l, &in, err);
	if (e == OK)
		e = letter_judge(a, c, &in, err);
	if (e == OK)
		e = letter_values(a, c, &in, &v, err);
	return e != OK ? e : letter_check_body(c->form, &v, body, err);
}

/* --- showing -------------------------------------------------------------------------------------- */

struct view_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct letter_id id;
	struct letter_view v;
};

static bool may_read_name(const struct actor *who)
{
	return who->console || role_permits(who->roles, PERM_REQUEST_HANDLE) ||
		role_permits(who->roles, PERM_REQUEST_REVIEW) ||
		role_permits(who->roles, PERM_REQUEST_SECRECY) ||
		role_permits(who->roles, PERM_REQUEST_SIGN);
}

static void fill_may(const struct actor *who, struct letter_view *v)
{
	const struct letter_row *l = &v->letter;
	bool author = letter_is_author(l, who);
	bool handles = role_permits(who->roles, PERM_REQUEST_HANDLE);
	v->may_edit = v->may_submit = v->may_drop = handles && l->state == LETTER_DRAFT;
	v->may_opine = !author &&
		((l->state == LETTER_LEGAL && role_permits(who->roles, PERM_REQUEST_REVIEW)) ||
			(l->state == LETTER_SECRECY &&
				role_permits(who->roles, PERM_REQUEST_SECRECY)) ||
			(l->state == LETTER_SIGNING &&
				role_permits(who->roles, PERM_REQUEST_SIGN)));
	v->may_sign = !author && l->state == LETTER_SIGNING &&
		role_permits(who->roles, PERM_REQUEST_SIGN) &&
		!letter_gave_opinion(l, v->opinion, v->n_opinions, who);
	v->may_read = may_read_name(who);
	v->may_revoke = role_permits(who->roles, PERM_REQUEST_SIGN) && *v->form->word &&
		v->form->clock_event != CLOCK_CONSULT_SENT &&
		(l->state == LETTER_SIGNED || l->state == LETTER_SENT ||
			l->state == LETTER_SERVED) &&
		v->request.stage != STAGE_ARCHIVED;
	v->may_serve = handles && *v->form->word &&
		(l->state == LETTER_SIGNED || l->state == LETTER_SENT);
}

static enum err view_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct view_job *j = ctx;
	struct letter_case c;
	struct letter_view *v = &j->v;
	*v = (struct letter_view){ 0 };
	enum err e = letter_load(j->d, tx, j->a, j->who, j->id, &v->letter, &c, err);
	struct letter_opinions_in in = { j->id };
	if (e == OK)
		e = letter_reading_find(tx, j->a, j->id, &v->read_at, err);
	if (e == OK)
		e = sql_letter_opinions(tx, &in, j->a, &v->opinion, &v->n_opinions, err);
	if (e == OK)
		e = letter_addressee(j->d, j->a, &v->letter, &v->addressee, err);
	if (e == OK)
		e = letter_remedy(j->a, &v->letter, &c, c.today, &v->remedy, err);
	if (e != OK)
		return e;
	v->form = c.form;
	v->request = c.request;
	v->agency = c.agency;
	if (!may_read_name(j->who))
		v->addressee = mask_name(j->a, v->addressee);
	fill_may(j->who, v);
	return arena_check(j->a, err);
}

enum err letter_view(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, struct letter_view *out, struct error *err)
{
	struct view_job j = { .d = d, .a = a, .who = who, .id = id };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = store_read(d->store, view_fn, &j, err);
	if (e == OK)
		*out = j.v;
	return e;
}

struct list_job {
	struct arena *a;
	const struct actor *who;
	struct request_id request;
	struct letter_row *row;
	size_t n;
};

static enum err list_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct list_job *j = ctx;
	struct request_row r;
	enum err e = request_load(tx, j->a, j->who, j->request, &r, err);
	struct letter_of_request_in in = { j->request };
	return e != OK ? e : sql_letter_of_request(tx, &in, j->a, &j->row, &j->n, err);
}

enum err letter_list(const struct desk *d, struct arena *a, const struct actor *who,
	struct request_id request, struct letter_row **out, size_t *n, struct error *err)
{
	struct list_job j = { .a = a, .who = who, .request = request };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = store_read(d->store, list_fn, &j, err);
	if (e == OK) {
		*out = j.row;
		*n = j.n;
	}
	return e;
}

/* --- paper ---------------------------------------------------------------------------------------- */

static enum err paragraphs_of(struct arena *a, struct str body, struct str remedy,
	struct str **out, size_t *n, struct error *err)
{
	struct str rest = body, line;
	size_t lines = 1;
	for (size_t i = 0; i < body.n; i++)
		lines += body.p[i] == '\n';
	struct str *p = arena_array(a, struct str, lines + 1);
	if (!p)
		return arena_check(a, err);
	*n = 0;
	while (str_next_line(&rest, &line))
		if (str_trim(line).n > 0 && *n < LETTER_PARAGRAPHS_MAX - 1)
			p[(*n)++] = str_trim(line);
	if (remedy.n > 0)
		p[(*n)++] = remedy;
	*out = p;
	return OK;
}

/* GB/T 9704-2012 7.3.1: a title of two lines is broken where a word ends: before its bracket. */
static struct str broken_title(struct arena *a, struct str title)
{
	enum { LINE = 20 }; /* signs of 22 points in 156 mm */
	size_t cut = str_find(title, STR("（"), 0);
	if (utf8_length(title) <= LINE || cut == 0 || cut >= title.n ||
		str_find(title, STR("\n"), 0) < title.n)
		return title;
	return arena_fmt(a, "%.*s\n%.*s", STR_ARG(str_sub(title, 0, cut)),
		STR_ARG(str_sub(title, cut, title.n)));
}

/*
 * A proof of service names the recipient in full; the stored text has the masked name, the full one
 * is sealed and put in on paper alone.
 */
static void name_recipient(
	struct arena *a, const struct letter_case *c, struct str *p, size_t n)
{
	static const struct str label = STR_INIT("受送达人：");
	if (strcmp(c->form->code, "F30") != 0)
		return;
	for (size_t i = 0; i < n; i++)
		if (str_starts(p[i], label) &&
			str_eq(str_sub(p[i], label.n, p[i].n), c->request.masked_name))
			p[i] = arena_fmt(a, "%.*s%.*s", STR_ARG(label), STR_ARG(c->applicant));
}

/* Sheets of the file that are forms to be filled in: a ruled table on paper. */
static bool letter_is_ruled(const struct letter_form *f)
{
	return strcmp(f->code, "F30") == 0 || strcmp(f->code, "F31") == 0 ||
	       strcmp(f->code, "F32") == 0;
}

enum err letter_print(struct arena *a, const struct letter_row *l, const struct letter_case *c,
	const struct letter_sheet *s, enum letter_paper kind, struct buf *out, struct error *err)
{
	struct str *p = NULL;
	static const struct str receipt = STR_INIT("政府信息公开第三方意见答复回执");
	struct letter_doc doc = {
		.number = s->number, .title = broken_title(a, l->title), .draft = s->draft
	};
	bool internal = !*c->form->word;
	enum err e = paragraphs_of(a, l->body, s->remedy, &p, &doc.n, err);
	if (e != OK)
		return e;
	name_recipient(a, c, p, doc.n);
	doc.paragraph = p;
	doc.ruled = letter_is_ruled(c->form);
	if (strcmp(c->form->code, "F07") == 0) {
		doc.attachment = &receipt;
		doc.n_attachments = 1;
	}
	if (!internal) {
		doc.org = doc.signer = doc.printed_by = c->agency.name;
		doc.addressee = arena_fmt(a, "%.*s：", STR_ARG(s->addressee));
		if (c->agency.phone.n > 0)
			doc.note = arena_fmt(a, "（联系电话：%.*s）", STR_ARG(c->agency.phone));
	}
	doc.has_date = !s->draft && !internal;
	doc.date = s->date;
	e = arena_check(a, err);
	if (e != OK)
		return e;
	return kind == LETTER_DOCX ? letter_write_docx(out, &doc, err) :
				     letter_write_pdf(out, &doc, err);
}

struct paper_job {
	struct view_job view;
	struct letter_case c;
};

static enum err paper_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct paper_job *j = ctx;
	enum err e = view_fn(tx, &j->view, err);
	struct letter_row l;
	return e != OK ? e : letter_load(j->view.d, tx, j->view.a, j->view.who, j->view.id, &l,
				     &j->c, err);
}

static enum err read_blob(const struct desk *d, struct str digest, struct buf *out,
	struct error *err)
{
	struct digest key;
	struct blob_reader *r;
	int64_t size;
	static const char cannot[] = "文书的正式文件不可用";
	if (digest.n != sizeof(key.b))
		return error_set(err, ERR_FORMAT, NULL, "%s", cannot);
	memcpy(key.b, digest.p, sizeof(key.b));
	enum err e = blob_open(d->store, &key, &r, &size, err);
	if (e != OK)
		return e;
	char *block = mem_alloc(READ_STEP);
	if (!block)
		e = error_nomem(err);
	for (int64_t at = 0; e == OK && at < size;) {
		size_t got = 0;
		e = blob_read(r, at, block, READ_STEP, &got, err);
		if (e == OK && got == 0)
			e = error_set(err, ERR_FORMAT, NULL, "%s", cannot);
		buf_add(out, block, got);
		at += (int64_t)got;
	}
	mem_free(block);
	blob_close(r);
	return e != OK ? e : buf_check(out, err);
}

enum err letter_paper(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, enum letter_paper kind, struct buf *out, struct error *err)
{
	struct paper_job j = { .view = { .d = d, .a = a, .who = who, .id = id } };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK && !may_read_name(who))
		e = error_set(err, ERR_DENIED, NULL, "文书上有当事人的姓名，您没有查看正式文书的权限");
	if (e == OK)
		e = store_read(d->store, paper_fn, &j, err);
	if (e != OK)
		return e;
	const struct letter_row *l = &j.view.v.letter;
	if (l->docx.p && l->pdf.p)
		return read_blob(d, kind == LETTER_DOCX ? l->docx : l->pdf, out, err);
	struct letter_sheet s = {
		.addressee = j.view.v.addressee, .remedy = j.view.v.remedy, .draft = true
	};
	return letter_print(a, l, &j.c, &s, kind, out, err);
}
