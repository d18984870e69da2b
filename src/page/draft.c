/*
 * draft -- the page side of desk/draft.h: what a stranger's POST brought is kept and
 * offered again when he is back.  Secrets, files and the form's token are left out.
 */
#include "core/crypto.h"
#include "desk/draft.h"
#include "page/part.h"

enum { VISITOR_BYTES = 16, DRAFT_SECONDS = DRAFT_DAYS * 24 * 60 * 60 };

/* What a field may be kept as: declared, and neither a secret nor a file. */
static bool may_keep(const struct http_fields *f, struct str name)
{
	for (size_t i = 0; i < f->n; i++) {
		struct str declared = str_cstr(f->field[i].name);
		bool part = f->field[i].type == FORM_TYPE_DATE && name.n > declared.n &&
			    str_starts(name, declared) && name.p[declared.n] == '.';
		if (!part && !str_eq(name, declared))
			continue;
		return f->field[i].type != FORM_TYPE_SECRET && f->field[i].type != FORM_TYPE_FILE &&
		       f->field[i].type != FORM_TYPE_FILES;
	}
	return false;
}

/* The visitor's secret; makes a cookie when there is none. */
static struct str visitor_of(struct http_exchange *x)
{
	struct str secret = http_cookie_find(x, cookie_visitor);
	if (secret.n)
		return secret;
	secret = random_token(x->arena, VISITOR_BYTES);
	struct http_cookie c = {
		.name = cookie_visitor, .value = secret, .max_age_s = DRAFT_SECONDS
	};
	http_cookie_set(x, &c);
	return secret;
}

enum err draft_keep(
	struct http_exchange *x, struct person_id person, struct str path, struct error *err)
{
	struct draft_pair *pair = arena_array(x->arena, struct draft_pair, x->n_pairs);
	size_t n = 0;
	for (size_t i = 0; pair && i < x->n_pairs; i++)
		if (may_keep(x->route->fields, x->pairs[i].name))
			pair[n++] = (struct draft_pair){ x->pairs[i].name, x->pairs[i].value };
	if (n == 0)
		return arena_check(x->arena, err);
	struct draft_owner owner = { .person = person };
	if (!person.v)
		owner.visitor = visitor_of(x);
	enum err e = draft_save(APP(x)->desk, x->arena, &owner, path, pair, n, err);
	/* Says that it is worth looking; the draft itself is found by owner and path. */
	if (!e)
		http_cookie_set(x, &(struct http_cookie){ .name = cookie_draft,
					   .value = STR("1"),
					   .max_age_s = DRAFT_SECONDS });
	return e;
}

enum err page_draft(struct http_exchange *x, struct str path, const struct http_fields *f,
	bool *any, struct error *err)
{
	*any = false;
	if (!x->principal || http_cookie_find(x, cookie_draft).n == 0)
		return OK;
	struct draft_owner owner = { .person = WHO(x)->actor.person };
	struct draft_pair *kept;
	size_t n = 0;
	enum err e = draft_load(APP(x)->desk, x->arena, &owner, path, &kept, &n, err);
	if (e || n == 0)
		return e;
	struct form_pair *pair = arena_array(x->arena, struct form_pair, n);
	struct form_report *report = arena_one(x->arena, struct form_report);
	void *form = arena_alloc(x->arena, f->size);
	if (!pair || !report || !form)
		return arena_check(x->arena, err);
	for (size_t i = 0; i < n; i++)
		pair[i] = (struct form_pair){ .name = kept[i].name, .value = kept[i].value };
	e = form_parse(f->field, f->n, pair, n, x->arena, form, report, err);
	if (e)
		return e;
	/* Nothing was sent yet: what is missing or wrong is told when it is. */
	for (size_t i = 0; i < report->n; i++)
		report->state[i].error = (struct str){ 0 };
	report->n_errors = 0;
	x->form = form;
	x->report = report;
	((struct principal *)x->principal)->draft = f;
	*any = true;
	return OK;
}

void draft_forget(struct http_exchange *x, struct str path)
{
	if (!x->principal || http_cookie_find(x, cookie_draft).n == 0)
		return;
	struct draft_owner owner = { .person = WHO(x)->actor.person };
	struct error err;
	/* What is left over expires by itself. */
	if (draft_drop(APP(x)->desk, x->arena, &owner, path, &err))
		log_error(APP(x)->log, LOG_STORE_FAILED, &err, 0, NULL);
}
