/*
 * letter_review -- submitting a draft and the opinions on it.  Who drafted or edited gives none.
 */
#include "desk/letter_part.h"

#include "desk/notice.h"
#include "desk/organisation_part.h"
#include "desk/role.h"

struct review_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct letter_id id;
	int64_t version;
	bool agree;
	struct str text;
	bool internal; /* out: an internal form, to be finished */
};

/* Whose turn it is now; or the author, when it came back. */
static enum err tell_next(struct review_job *j, struct tx *tx, const struct letter_row *l,
	const struct letter_case *c, enum letter_state state, struct error *err)
{
	struct notice n = { .request = l->request,
		.object_kind = "letter",
		.object = l->id.v,
		.detail = str_cstr(c->form->name) };
	struct notice_to to = { .agency = c->request.agency };
	enum err e = OK;
	switch (state) {
	case LETTER_LEGAL:
		n.kind = NOTICE_LETTER_LEGAL;
		to.permission = PERM_REQUEST_REVIEW;
		break;
	case LETTER_SECRECY:
		n.kind = NOTICE_LETTER_SECRECY;
		to.permission = PERM_REQUEST_SECRECY;
		break;
	case LETTER_SIGNING:
		n.kind = NOTICE_LETTER_SIGN;
		to.permission = PERM_REQUEST_SIGN;
		break;
	default:
		n.kind = NOTICE_LETTER_RETURNED;
		to.person = l->created_by;
		if (l->edited_by.v != l->created_by.v)
			e = notice_add(tx, j->a, j->who, &n,
				&(struct notice_to){ .person = l->edited_by }, err);
	}
	return e != OK ? e : notice_add(tx, j->a, j->who, &n, &to, err);
}

static enum err submit_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct review_job *j = ctx;
	struct letter_row l;
	struct letter_case c;
	j->internal = false;
	enum err e = letter_load(j->d, tx, j->a, j->who, j->id, &l, &c, err);
	if (e == OK && !*c.form->word) {
		j->internal = true;
		return OK;
	}
	if (e == OK)
		e = letter_begin(
			j->d, tx, j->a, j->who, j->id, j->version, LETTER_DRAFT, &l, &c, err);
	if (e == OK)
		e = letter_check_whole(j->a, &l, &c, l.body, err);
	struct letter_set_state_in in = { j->id,
		e == OK && c.form->reviewed ? LETTER_LEGAL : LETTER_SIGNING, l.round + 1 };
	if (e == OK)
		e = sql_letter_set_state(tx, &in, NULL, err);
	if (e == OK)
		e = letter_set_stage(tx, &c, STAGE_REVIEW, err);
	if (e == OK)
		e = tell_next(j, tx, &l, &c, (enum letter_state)in.state, err);
	return e != OK ? e : letter_log(tx, j->a, j->who, PERM_REQUEST_HANDLE, &l,
				     "letter.submit", STR(""), STR(""), err);
}

enum err letter_submit(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct error *err)
{
	struct review_job j = { .d = d, .a = a, .who = who, .id = id, .version = version };
	enum err e = desk_allow(who, PERM_REQUEST_HANDLE, err);
	if (e == OK)
		e = desk_write(d, submit_fn, &j, err);
	if (e == OK && j.internal)
		e = letter_finish(d, a, who, id, version, STR(""), err);
	return e;
}

/* --- opinions -------------------------------------------------------------------------------------- */

static const struct {
	enum letter_state state, next;
	enum letter_step step;
	unsigned permission;
} steps[] = {
	{ LETTER_LEGAL, LETTER_SECRECY, LETTER_STEP_LEGAL, PERM_REQUEST_REVIEW },
	{ LETTER_SECRECY, LETTER_SIGNING, LETTER_STEP_SECRECY, PERM_REQUEST_SECRECY },
	{ LETTER_SIGNING, LETTER_SIGNING, LETTER_STEP_SIGN, PERM_REQUEST_SIGN },
};
enum { STEPS = sizeof(steps) / sizeof(*steps) };

static size_t step_of(int64_t state)
{
	size_t i = 0;
	while (i < STEPS && (int64_t)steps[i].state != state)
		i++;
	return i;
}

static enum err write_opinion(struct review_job *j, struct tx *tx, const struct letter_row *l,
	size_t i, struct error *err)
{
	struct letter_opinion_insert_in in = { .id = tx_new_id(tx),
		.letter = j->id,
		.step = steps[i].step,
		.agreed = j->agree,
		.text = j->text,
		.actor = j->who->person,
		.at = tx_now(tx),
		.round = l->round };
	return sql_letter_opinion_insert(tx, &in, NULL, err);
}

static enum err check_opinion(struct review_job *j, const struct letter_row *l, size_t i,
	struct error *err)
{
	if (i == STEPS)
		return error_set(err, ERR_CONFLICT, "C-1.11-1", "这份文书现在是“%s”，不在审核中",
			letter_state_name((enum letter_state)l->state));
	if (letter_is_author(l, j->who))
		return error_set(err, ERR_DENIED, NULL, "起草和修改文书的人不能审核，请由其他人审核");
	enum err e = desk_allow(j->who, steps[i].permission, err);
	if (e == OK && j->agree && steps[i].step == LETTER_STEP_SIGN)
		return error_set(err, ERR_BUG, NULL, "同意签发请使用签发");
	return e;
}

static enum err opine_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct review_job *j = ctx;
	struct letter_row l;
	struct letter_case c;
	enum err e = letter_load(j->d, tx, j->a, j->who, j->id, &l, &c, err);
	size_t i = e == OK ? step_of(l.state) : 0;
	if (e == OK)
		e = check_opinion(j, &l, i, err);
	if (e == OK)
		e = letter_begin(j->d, tx, j->a, j->who, j->id, j->version, steps[i].state, &l, &c,
			err);
	if (e == OK)
		e = write_opinion(j, tx, &l, i, err);
	if (e != OK)
		return e;
	struct letter_set_state_in in = { j->id, j->agree ? steps[i].next : LETTER_DRAFT,
		l.round };
	e = sql_letter_set_state(tx, &in, NULL, err);
	if (e == OK)
		e = letter_set_stage(tx, &c,
			!j->agree			     ? STAGE_HANDLING :
			steps[i].next == LETTER_SIGNING ? STAGE_SIGNING :
							     STAGE_REVIEW,
			err);
	if (e == OK)
		e = tell_next(j, tx, &l, &c, (enum letter_state)in.state, err);
	return e != OK ? e : letter_log(tx, j->a, j->who, steps[i].permission, &l,
				     "letter.opinion", STR(""),
				     arena_fmt(j->a, "step=%d agreed=%d", steps[i].step, j->agree),
				     err);
}

enum err letter_opine(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, bool agree, struct str text, struct error *err)
{
	struct review_job j = { .d = d,
		.a = a,
		.who = who,
		.id = id,
		.version = version,
		.agree = agree,
		.text = request_clean(a, text, false) };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK && !agree)
		e = field_text(&j.text, "text", "退回的理由", REQUEST_REASON_MIN,
			REQUEST_REASON_MAX, err);
	if (e == OK && agree)
		e = field_text(&j.text, "text", "意见", 0, REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(d, opine_fn, &j, err);
}
