/*
 * request_once -- one way for each legal event: a letter of the system, or a paper outside it.
 *
 * Where a form of law/rules.md 6.1 exists for a step, serving the letter writes the event; what was
 * done on paper is recorded with its reason and proof.  The same event by both ways would count
 * twice, so the second is refused and says what the first was.  (Parties of consultations are
 * compared one by one: consultation_add_tx.)  What the law says about doing a thing twice by the same way
 * is the clock's.
 */
#include "desk/letter.h"
#include "desk/organisation_part.h"
#include "desk/request_part.h"

static bool restarts(int64_t k)
{
	return k == CLOCK_RECEIVED || k == CLOCK_CORRECTION_RECEIVED || k == CLOCK_FEE_PAID;
}

/* An extension or a delay belongs to its reply period, the others to the case. */
static bool of_period(enum clock_event_kind k)
{
	return k == CLOCK_EXTENDED || k == CLOCK_DELAYED;
}

static bool compared(enum clock_event_kind k)
{
	switch (k) {
	case CLOCK_CORRECTION_NOTICED:
	case CLOCK_EXTENDED:
	case CLOCK_EXCESS_REASON_ASKED:
	case CLOCK_DELAYED:
	case CLOCK_FEE_NOTICED:
	case CLOCK_CORRECTION_LAPSED:
	case CLOCK_FEE_LAPSED:
	case CLOCK_REPLY_SENT:
	case CLOCK_WITHDRAWN:
	case CLOCK_TRANSFERRED:
		return true;
	default:
		return false;
	}
}

static enum err refuse_written(struct tx *tx, struct arena *a, const struct request_event_row *ev,
	struct error *err)
{
	const char *label = clock_event_label((enum clock_event_kind)ev->kind);
	const char *day = date_text((struct date){ (int32_t)ev->on_day }).z;
	if (!ev->letter)
		return error_set(err, ERR_CONFLICT, "C-1.11-1",
			"“%s”已于 %s 作为%s登记，不能再记一次；登记错了的，先在答复期限里更正那条记录",
			label, day, ev->paper.n ? "纸质办理" : "直接办理");
	struct letter_row l;
	enum err e = sql_letter_by_id(
		tx, &(struct letter_by_id_in){ { ev->letter } }, a, &l, err);
	return e != OK ? e : error_set(err, ERR_CONFLICT, "C-1.11-1",
				     "“%s”已于 %s 随《%.*s》（%.*s）的送达记入，不能再记一次",
				     label, day, STR_ARG(l.title), STR_ARG(l.number));
}

/* A letter that is signed stands ready for the same event. */
static enum err check_letters(struct tx *tx, struct arena *a, struct request_id id,
	enum clock_event_kind kind, struct error *err)
{
	struct letter_row *l;
	size_t n;
	enum err e = sql_letter_of_request(
		tx, &(struct letter_of_request_in){ id }, a, &l, &n, err);
	for (size_t i = 0; e == OK && i < n; i++) {
		const struct letter_form *f = letter_form_find(l[i].form);
		bool same = f && (f->clock_event == (int)kind ||
					 (kind == CLOCK_FEE_LAPSED &&
						 f->clock_event == CLOCK_CORRECTION_LAPSED));
		if (same && l[i].state == LETTER_SIGNED)
			return error_set(err, ERR_CONFLICT, "C-1.11-1",
				"《%.*s》（%.*s）已经签发、还没有送达；请登记那份文书的送达，不要直接登记",
				STR_ARG(l[i].title), STR_ARG(l[i].number));
	}
	return e;
}

enum err request_check_once(struct tx *tx, struct arena *a, struct request_id id,
	enum clock_event_kind kind, int64_t letter, struct error *err)
{
	struct request_event_row *row;
	size_t n, from = 0;
	if (!compared(kind))
		return OK;
	enum err e = sql_request_events(
		tx, &(struct request_events_in){ id }, a, &row, &n, err);
	for (size_t i = 0; e == OK && of_period(kind) && i < n; i++)
		if (restarts(row[i].kind))
			from = i;
	for (size_t i = from; e == OK && i < n; i++)
		if (row[i].kind == (int64_t)kind && (row[i].letter != 0) != (letter != 0))
			e = refuse_written(tx, a, &row[i], err);
	return e != OK || letter ? e : check_letters(tx, a, id, kind, err);
}

enum err request_check_paper(
	struct arena *a, struct str *reason, bool has_proof, struct error *err)
{
	*reason = request_clean(a, *reason, false);
	enum err e = arena_check(a, err);
	if (e == OK && reason->n == 0)
		return field_error(err, "paper",
			"请写明为什么在系统外用纸质文书办理；能用文书办理的，请从文书起草");
	if (e == OK)
		e = field_text(
			reason, "paper", "纸质办理的理由", REQUEST_REASON_MIN, REQUEST_REASON_MAX, err);
	if (e == OK && !has_proof)
		return field_error(err, "file", "请上传纸质文书和送达凭证的扫描件");
	return e;
}
