/*
 * letter_revoke -- a letter that was signed and turns out to be wrong is taken back by the head.
 *
 * C-1.11-2: nothing that was signed disappears: the letter keeps its number and papers, the legal
 * events of its service get correcting entries with the reason, and the clock runs as if it had not
 * been sent.  A letter that asks somebody else is no matter of the applicant's and has its own
 * record; a reply that is challenged is decided anew by the order that ends the challenge.
 */
#include "desk/letter_part.h"
#include "desk/notice.h"

#include "desk/organisation_part.h"
#include "desk/role.h"
#include "store/remedy.sql.h"

struct revoke_job {
	const struct desk *d;
	struct arena *a;
	const struct actor *who;
	struct letter_id id;
	int64_t version;
	struct str reason;
};

static enum err check(struct revoke_job *j, struct tx *tx, const struct letter_row *l,
	const struct letter_case *c, struct error *err)
{
	struct remedy_line_row *line;
	size_t n;
	if (l->state != LETTER_SIGNED && l->state != LETTER_SENT && l->state != LETTER_SERVED)
		return error_set(err, ERR_CONFLICT, "C-1.11-2",
			"只有签发了的文书才能撤回；草稿请作废，送审的请退回");
	if (!*c->form->word)
		return error_set(err, ERR_CONFLICT, "C-1.11-2", "内部文书不用撤回，请重新起草一份");
	if (c->form->clock_event == CLOCK_CONSULT_SENT)
		return error_set(err, ERR_CONFLICT, "C-1.11-2",
			"征求意见的文书不能撤回。不再需要意见的，请在“征求意见”里登记对方的答复或者研究处理");
	if (c->request.stage == STAGE_ARCHIVED)
		return error_set(err, ERR_CONFLICT, "C-1.11-2",
			"这件申请已经归档，文书不能撤回；答复有错的，依照复议、诉讼的结果重新答复");
	if (!c->form->reply || l->state == LETTER_SIGNED)
		return OK;
	struct remedy_of_request_in in = { l->request };
	enum err e = sql_remedy_of_request(tx, &in, j->a, &line, &n, err);
	if (e == OK && n > 0)
		e = error_set(err, ERR_CONFLICT, "C-1.11-2",
			"对这份答复已经登记了复议或者诉讼（%.*s），不能撤回；责令重新答复的，从那里立项",
			STR_ARG(line[0].number));
	return e;
}

/* The legal events its service wrote, last first, so that none is left without what it needs. */
static enum err take_away(struct revoke_job *j, struct tx *tx, const struct letter_row *l,
	size_t *taken, struct error *err)
{
	struct request_row r;
	struct request_event_row *row;
	struct clock_event *event;
	size_t n = 0;
	*taken = 0;
	enum err e = sql_request_by_id(
		tx, &(struct request_by_id_in){ l->request }, j->a, &r, err);
	if (e == OK)
		e = request_begin_step(tx, j->a, j->who, l->request, r.version, &r, err);
	if (e == OK)
		e = request_load_events(tx, j->a, l->request, &row, &event, &n, err);
	for (size_t i = n; e == OK && i > 0; i--) {
		if (row[i - 1].letter != l->id.v)
			continue;
		struct request_entry entry = { .request = l->request,
			.event = event[i - 1],
			.corrects = row[i - 1].id,
			.place = row[i - 1].place,
			.take_away = true,
			.letter = l->id.v };
		entry.event.reason = j->reason;
		e = request_write_event(tx, j->who, &entry, err);
		++*taken;
	}
	if (e == OK && *taken > 0)
		e = request_fold(j->d, tx, j->a, l->request, STAGES, NULL, err);
	return e;
}

static enum err revoke_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct revoke_job *j = ctx;
	struct letter_row l;
	struct letter_case c;
	int64_t changed = 0;
	size_t taken = 0;
	enum err e = letter_load(j->d, tx, j->a, j->who, j->id, &l, &c, err);
	struct letter_touch_in touch = { j->id, j->version, tx_now(tx) };
	if (e == OK)
		e = sql_letter_touch(tx, &touch, &changed, err);
	if (e == OK && changed == 0)
		return desk_stale(err);
	if (e == OK)
		e = check(j, tx, &l, &c, err);
	if (e == OK && l.state != LETTER_SIGNED)
		e = take_away(j, tx, &l, &taken, err);
	if (e == OK && l.state == LETTER_SIGNED)
		e = letter_set_stage(tx, &c, STAGE_HANDLING, err);
	struct letter_set_state_in in = { j->id,
		l.state == LETTER_SIGNED ? LETTER_DROPPED : LETTER_REVOKED, l.round };
	if (e == OK)
		e = sql_letter_set_state(tx, &in, NULL, err);
	/* Who has it in hand must know that it does not count. */
	if (e == OK && l.state != LETTER_SIGNED)
		e = notice_tell(tx, l.request, TELL_REVOKED, (struct date){ 0 }, err);
	return e != OK ? e
		       : letter_log(tx, j->a, j->who, PERM_REQUEST_SIGN, &l, "letter.revoke",
				 j->reason, arena_fmt(j->a, "events=%zu", taken), err);
}

enum err letter_revoke(const struct desk *d, struct arena *a, const struct actor *who,
	struct letter_id id, int64_t version, struct str reason, struct error *err)
{
	struct revoke_job j = { .d = d,
		.a = a,
		.who = who,
		.id = id,
		.version = version,
		.reason = request_clean(a, reason, false) };
	enum err e = desk_allow(who, PERM_REQUEST_SIGN, err);
	if (e == OK)
		e = arena_check(a, err);
	if (e == OK)
		e = field_text(&j.reason, "reason", "撤回理由", REQUEST_REASON_MIN,
			REQUEST_REASON_MAX, err);
	return e != OK ? e : desk_write(d, revoke_fn, &j, err);
}
