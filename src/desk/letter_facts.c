/*
 * letter_facts -- what a letter was drafted from, as JSON in letter.facts.
 */
#include "desk/letter_part.h"

#include "core/json.h"

enum { FACTS_MAX = 512 * 1024 };

static const struct {
	const char *key;
	size_t offset;
} texts[] = { { "ground", offsetof(struct letter_input, ground) },
	{ "findings", offsetof(struct letter_input, findings) },
	{ "party", offsetof(struct letter_input, party) },
	{ "how", offsetof(struct letter_input, how) },
	{ "search", offsetof(struct letter_input, search) },
	{ "earlier", offsetof(struct letter_input, earlier) } };
/* The contact is sealed with the consultation and not kept here. */
enum { TEXTS = sizeof(texts) / sizeof(*texts) };

static json_t *answers_json(const struct outcome_facts *f)
{
	json_t *all = json_array();
	for (int q = 0; q < QUESTION_COUNT; q++)
		json_array_append_new(all, json_integer(f->answer[q]));
	return all;
}

enum err letter_facts_write(
	struct arena *a, const struct letter_input *in, struct str *out, struct error *err)
{
	struct buf b;
	buf_init(&b, FACTS_MAX);
	json_t *o = json_object();
	json_object_set_new(o, "closing", json_integer(in->facts.closing));
	json_object_set_new(o, "answers", answers_json(&in->facts));
	if (in->facts.has_ground)
		json_object_set_new(
			o, "basis", json_string(outcome_find(in->facts.ground)->code));
	json_object_set_new(o, "part_refused", json_boolean(in->part_refused));
	for (size_t i = 0; i < TEXTS; i++) {
		struct str s;
		memcpy(&s, (const char *)in + texts[i].offset, sizeof(s));
		json_object_set_new(o, texts[i].key, json_str(s));
	}
	json_object_set_new(o, "days", json_integer(in->days));
	json_object_set_new(o, "until", json_integer(in->until.day));
	json_object_set_new(o, "fee", json_integer(in->fee));
	json_object_set_new(o, "fee_count", json_integer(in->fee_count));
	json_object_set_new(o, "amount_yuan", json_integer(in->amount_yuan));
	json_object_set_new(o, "about", json_integer(in->about.v));
	json_object_set_new(o, "asked", json_integer(in->asked));
	json_object_set_new(o, "consultation", json_integer(in->consultation.v));
	json_write(&b, o);
	enum err e = buf_check(&b, err);
	if (e == OK) {
		*out = arena_str(a, buf_view(&b));
		e = arena_check(a, err);
	}
	buf_done(&b);
	return e;
}

static int64_t number(const json_t *o, const char *key, int64_t max)
{
	int64_t v = json_integer_value(json_object_get(o, key));
	return v < 0 || v > max ? 0 : v;
}

enum err letter_facts_read(
	struct arena *a, const struct letter_row *l, struct letter_input *out, struct error *err)
{
	json_t *o = NULL;
	enum err e = json_read(a, l->facts, FACTS_MAX, &o, err);
	if (e != OK)
		return e;
	struct letter_input in = { .request = l->request, .form = l->form };
	in.facts.closing = (enum outcome_closing)number(o, "closing", CLOSING_OTHER);
	const json_t *answers = json_object_get(o, "answers");
	for (int q = 0; q < QUESTION_COUNT; q++) {
		int64_t v = json_integer_value(json_array_get(answers, (size_t)q));
		in.facts.answer[q] = v >= 0 && v <= ANSWER_PART ? (enum outcome_answer)v : ANSWER_NONE;
	}
	int basis = outcome_by_code(json_member_str(o, "basis"));
	in.facts.has_ground = basis >= 0;
	in.facts.ground = basis >= 0 ? (enum outcome)basis : OUTCOME_OPEN;
	in.part_refused = json_is_true(json_object_get(o, "part_refused"));
	for (size_t i = 0; i < TEXTS; i++) {
		struct str s = arena_str(a, json_member_str(o, texts[i].key));
		memcpy((char *)&in + texts[i].offset, &s, sizeof(s));
	}
	in.days = (int)number(o, "days", 1000);
	in.until.day = (int32_t)number(o, "until", INT32_MAX);
	in.fee = (enum fee_method)number(o, "fee", FEE_BY_PAGE);
	in.fee_count = number(o, "fee_count", INT64_MAX);
	in.amount_yuan = number(o, "amount_yuan", INT64_MAX);
	in.about.v = number(o, "about", INT64_MAX);
	in.asked = (enum consultation_kind)number(o, "asked", CONSULTATION_KINDS - 1);
	in.consultation.v = number(o, "consultation", INT64_MAX);
	e = arena_check(a, err);
	if (e == OK)
		*out = in;
	return e;
}
