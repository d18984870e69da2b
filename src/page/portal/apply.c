/*
 * apply -- an application while it is being filled in: one sealed draft for all steps.
 *
 * The pages always show the draft, so that going back, forth and away loses nothing; what was typed
 * is kept before it is judged.
 */
#include "core/crypto.h"
#include "page/portal/part.h"

#include <inttypes.h>

enum {
	SECRET_BYTES = 24,
	DRAFT_SECONDS = DRAFT_DAYS * 24 * 60 * 60,
	RECEIPT_MS = 30 * 60 * 1000,
	SAVES_AN_HOUR = 300, /* of one address: several people may share one */
	HOUR_MINUTES = 60
};
static const char cookie_apply[] = "gk_apply";

static void remember(struct http_exchange *x, struct str secret)
{
	http_cookie_set(
		x, &(struct http_cookie){
			   .name = cookie_apply, .value = secret, .max_age_s = DRAFT_SECONDS });
}

/* The visitor's secret; made when there is none and `make` is asked for. */
static struct str secret_of(struct http_exchange *x, bool make)
{
	struct str secret = http_cookie_find(x, cookie_apply);
	if (secret.n == 0 && make)
		secret = random_token(x->arena, SECRET_BYTES);
	if (make)
		remember(x, secret);
	return secret;
}

enum err apply_load(struct http_exchange *x, struct apply *a, struct error *err)
{
	*a = (struct apply){ .x = x, .owner = { .visitor = secret_of(x, false) } };
	if (a->owner.visitor.n == 0)
		return OK;
	struct draft_pair *pair = NULL;
	size_t n = 0;
	enum err e = draft_load(APP(x)->desk, x->arena, &a->owner, STR("/apply"), &pair, &n, err);
	for (size_t i = 0; e == OK && i < n && i < APPLY_PAIRS_MAX; i++)
		a->pair[a->n++] = pair[i];
	a->kept = a->n > 0;
	return e;
}

struct str apply_value(const struct apply *a, const char *name)
{
	for (size_t i = 0; i < a->n; i++)
		if (str_is(a->pair[i].name, name))
			return a->pair[i].value;
	return (struct str){ 0 };
}

void apply_set(struct apply *a, const char *name, struct str value)
{
	size_t i = 0;
	while (i < a->n && !str_is(a->pair[i].name, name))
		i++;
	if (i == APPLY_PAIRS_MAX)
		return;
	if (i == a->n)
		a->n++;
	a->pair[i] = (struct draft_pair){ str_cstr(name), value };
}

enum err apply_take(struct apply *a, struct error *err)
{
	const struct http_fields *f = a->x->route->fields;
	for (size_t i = 0; i < f->n; i++) {
		struct str value;
		bool text =
			f->field[i].type == FORM_TYPE_TEXT || f->field[i].type == FORM_TYPE_LINES;
		struct form_pairs pairs = { .pair = (struct form_pair *)a->x->pairs,
			.n = a->x->n_pairs };
		if (!text || !form_pairs_find(&pairs, f->field[i].name, &value))
			continue;
		if (value.n > APPLY_TEXT_MAX)
			return error_set(err, ERR_LIMIT, NULL,
				"“%s”太长，没有收下。请写明要点，其余内容作为附件上传",
				f->field[i].label);
		apply_set(a, f->field[i].name, value);
	}
	return OK;
}

enum err apply_save(struct apply *a, struct error *err)
{
	struct http_exchange *x = a->x;
	enum err e = visitor_limit(
		APP(x)->desk, x->arena, "draft", x->peer, HOUR_MINUTES, SAVES_AN_HOUR, err);
	if (e != OK)
		return e;
	a->owner.visitor = secret_of(x, true);
	return draft_save(APP(x)->desk, x->arena, &a->owner, STR("/apply"), a->pair, a->n, err);
}

enum err apply_drop(struct apply *a, struct error *err)
{
	if (a->owner.visitor.n == 0)
		return OK;
	return draft_drop(APP(a->x)->desk, a->x->arena, &a->owner, STR("/apply"), err);
}

/* --- as the desk wants it
 * --------------------------------------------------------------------------- */

int apply_choice(const struct apply *a, const char *name, int n)
{
	struct str s = apply_value(a, name);
	if (s.n != 1 || s.p[0] < '0' || s.p[0] >= '0' + n)
		return -1;
	return s.p[0] - '0';
}

static int64_t number_of(struct str s)
{
	int64_t v = 0;
	if (s.n > 18)
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return 0;
		v = v * 10 + (s.p[i] - '0');
	}
	return v;
}

static struct agency_id agency_of(const struct apply *a)
{
	return (struct agency_id){ number_of(apply_value(a, "agency")) };
}

void apply_input(const struct apply *a, struct request_input *in)
{
	bool person = str_is(apply_value(a, "who"), "person");
	int class = apply_choice(a, "class", CLASSES);
	int id_type = apply_choice(a, "id_type", IDENTITY_NONE);
	int form = apply_choice(a, "form", PROVIDE_FORMS),
	    way = apply_choice(a, "way", PROVIDE_WAYS);
	*in = (struct request_input){ .agency = agency_of(a),
		.channel = RECEIPT_INTERNET,
		.origin = ORIGIN_HERE,
		.class = person			 ? CLASS_PERSON
			 : class <= CLASS_PERSON ? CLASSES
						 : (enum applicant_class) class,
		.name = apply_value(a, "name"),
		.id_type = !person	 ? IDENTITY_NONE
			   : id_type < 0 ? IDENTITIES
					 : (enum identity_type)id_type,
		.id_number = apply_value(a, "id_number"),
		.credit_code = apply_value(a, "credit_code"),
		.legal_representative = apply_value(a, "legal_representative"),
		.contact = apply_value(a, "contact"),
		.phone = apply_value(a, "phone"),
		.email = apply_value(a, "email"),
		.address = apply_value(a, "address"),
		.postcode = apply_value(a, "postcode"),
		.fax = apply_value(a, "fax"),
		.subject = apply_value(a, "subject"),
		.content = apply_value(a, "content"),
		.form = form < 0 ? PROVIDE_FORMS : (enum provide_form)form,
		.way = way < 0 ? PROVIDE_WAYS : (enum provide_way)way };
	in->n_files = apply_files(a, in->file);
}

/* --- what is shown after sending
 * -------------------------------------------------------------------- */

enum err receipt_keep(struct http_exchange *x, const struct apply_receipt *r, struct error *err)
{
	struct draft_owner owner = { .visitor = secret_of(x, true) };
	struct draft_pair pair[] = { { STR("number"), r->number }, { STR("code"), r->code },
		{ STR("key"), r->key },
		{ STR("agency"), arena_fmt(x->arena, "%" PRId64, r->agency.v) },
		{ STR("until"), arena_fmt(x->arena, "%" PRId64, x->started_ms + RECEIPT_MS) } };
	enum err e = arena_check(x->arena, err);
	return e != OK ? e
		       : draft_save(APP(x)->desk, x->arena, &owner, STR("/apply/done"), pair,
				 sizeof(pair) / sizeof(*pair), err);
}

enum err receipt_find(struct http_exchange *x, struct apply_receipt *r, struct error *err)
{
	struct draft_owner owner = { .visitor = secret_of(x, false) };
	struct draft_pair *pair = NULL;
	size_t n = 0;
	*r = (struct apply_receipt){ .found = false };
	if (owner.visitor.n == 0)
		return OK;
	enum err e = draft_load(APP(x)->desk, x->arena, &owner, STR("/apply/done"), &pair, &n, err);
	if (e != OK || n != 5 || number_of(pair[4].value) < x->started_ms)
		return e;
	*r = (struct apply_receipt){ .number = pair[0].value,
		.code = pair[1].value,
		.key = pair[2].value,
		.agency = { number_of(pair[3].value) },
		.sent_ms = number_of(pair[4].value) - RECEIPT_MS,
		.found = true };
	return OK;
}
