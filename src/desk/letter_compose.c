/*
 * letter_compose -- from facts to paragraphs: fields filled in, what must stand is looked for.
 */
#include "desk/letter_part.h"

#include "core/utf8.h"
#include "desk/organisation_part.h"
#include "law/rule.h"
#include "law/term.h"

enum {
	QUOTE_WHOLE = 500, /* code points of a request that are quoted whole */
	QUOTE_HEAD = 300   /* of a longer one */
};

/* --- expanding ----------------------------------------------------------------------------------- */

static int value_named(struct str name)
{
	for (int i = 0; i < LETTER_VALUES; i++)
		if (str_is(name, letter_value_info[i].name))
			return i;
	return -1;
}

/* Takes "{name}" off the front; -1: unknown. */
static int take_field(struct str text, size_t *at)
{
	size_t end = str_find(text, STR("}"), *at);
	int v = value_named(str_sub(text, *at + 1, end));
	*at = end + 1;
	return v;
}

enum err letter_expand(struct arena *a, struct str text, const struct letter_values *v,
	struct str *out, struct error *err)
{
	struct buf b;
	buf_init(&b, (size_t)LETTER_BODY_MAX * 8);
	for (size_t at = 0; at < text.n;) {
		size_t open = str_find(text, STR("{"), at);
		buf_str(&b, str_sub(text, at, open));
		at = open;
		if (at >= text.n)
			break;
		int id = take_field(text, &at);
		if (id < 0) {
			struct str name = str_sub(text, open, at < open + 60 ? at : open + 60);
			buf_done(&b);
			return field_error(err, "body", "不认识“%.*s”，请只使用列出的字段",
				STR_ARG(utf8_prefix(name, 20)));
		}
		buf_str(&b, v->v[id]);
	}
	enum err e = buf_check(&b, err);
	if (e == OK) {
		*out = arena_str(a, buf_view(&b));
		e = arena_check(a, err);
	}
	buf_done(&b);
	return e;
}

/* What the form calls the answer; the general word when it does not ask for it. */
static const char *label_of(const struct letter_form *f, const struct letter_value_info *info)
{
	for (const struct letter_ask *q = f->ask; info->field && q->field; q++)
		if (strcmp(q->field, info->field) == 0)
			return q->label;
	return info->label;
}

/* What the form asks for, whether or not its text uses it. */
static uint64_t asked_of_person(const struct letter_form *f)
{
	uint64_t bits = 0;
	for (const struct letter_ask *q = f->ask; q->field; q++)
		for (int i = 0; i < LETTER_VALUES; i++)
			if (q->required && q->kind == ASK_LINES && letter_value_info[i].field &&
				strcmp(letter_value_info[i].field, q->field) == 0)
				bits |= (uint64_t)1 << i;
	return bits;
}

enum err letter_check_values(
	const struct letter_form *f, const struct letter_values *v, struct error *err)
{
	uint64_t need = letter_required(f) | asked_of_person(f);
	for (int i = 0; i < LETTER_VALUES; i++) {
		const struct letter_value_info *info = &letter_value_info[i];
		if (!(need >> i & 1) || str_trim(v->v[i]).n > 0)
			continue;
		if (!info->field && i == VALUE_PHONE)
			return field_error(err, "phone",
				"没有本机关的联系电话，请先在机关信息里填写");
		return field_error(err, info->field ? info->field : info->name, "请填写%s",
			label_of(f, info));
	}
	return OK;
}

enum err letter_check_body(const struct letter_form *f, const struct letter_values *v,
	struct str body, struct error *err)
{
	uint64_t need = letter_required(f);
	if (str_trim(body).n == 0)
		return field_error(err, "body", "请填写正文");
	for (int i = 0; i < LETTER_VALUES; i++) {
		const struct letter_value_info *info = &letter_value_info[i];
		struct str s = v->v[i];
		if (!(need >> i & 1) || !info->fixed || s.n == 0 ||
			str_find(body, s, 0) < body.n)
			continue;
		return field_error(err, "body", "正文里缺少%s“%.*s%s”，这是文书的必备内容，请补上",
			info->label, STR_ARG(utf8_prefix(s, 40)),
			utf8_length(s) > 40 ? "……" : "");
	}
	return OK;
}

/* --- values -------------------------------------------------------------------------------------- */

static struct str words(struct arena *a, struct date d)
{
	return arena_str(a, str_cstr(date_words(d).z));
}

/* The sentence around the quotation has its own full stop. */
static struct str without_stop(struct str s)
{
	static const char *const stop[] = { "。", "；", "，", "、", "." };
	for (size_t i = 0; i < sizeof stop / sizeof *stop;)
		if (str_ends(s, str_cstr(stop[i])) && s.n > strlen(stop[i])) {
			s = str_trim(str_sub(s, 0, s.n - strlen(stop[i])));
			i = 0;
		} else {
			i++;
		}
	return s;
}

/* One line; a very long request is quoted by its beginning. */
static struct str quote(struct arena *a, struct str content)
{
	struct str one = without_stop(request_clean(a, content, true));
	if (utf8_length(one) <= QUOTE_WHOLE)
		return one;
	return arena_fmt(a, "%.*s……（全文见申请）", STR_ARG(utf8_prefix(one, QUOTE_HEAD)));
}

/* The full name of the regulation, as a decision cites it. */
static struct str full_article(struct arena *a, const char *rule)
{
	static const char short_name[] = "《政府信息公开条例》";
	struct str s = str_cstr(rule_article(rule));
	if (!str_starts(s, STR("《政府信息公开条例》")))
		return s;
	return arena_fmt(a, "《中华人民共和国政府信息公开条例》%.*s",
		STR_ARG(str_sub(s, sizeof(short_name) - 1, s.n)));
}

/* Without the book's name, behind one that has it. */
static struct str bare_article(const char *rule)
{
	struct str s = str_cstr(rule_article(rule));
	return str_starts(s, STR("《政府信息公开条例》")) ?
		str_sub(s, sizeof("《政府信息公开条例》") - 1, s.n) :
		s;
}

/* R-036-3 is the duty to say why; the ground comes first.  A partial reply cites both of its legs. */
static struct str article_of(
	struct arena *a, const struct letter_case *c, const struct letter_input *in)
{
	if (strcmp(c->form->code, "F11") == 0)
		return full_article(a, consultation_kind_rule(in->asked));
	if (!c->has_decision)
		return *letter_rule(c->form) ? full_article(a, letter_rule(c->form)) : STR("");
	const struct outcome_decision *d = &c->decision;
	if (d->outcome == OUTCOME_CONFIRM)
		return STR("《中华人民共和国政府信息公开条例》第三十六条");
	if (d->outcome == OUTCOME_NO_PAYMENT)
		return STR("《政府信息公开信息处理费管理办法》第六条");
	struct str first = full_article(a, d->rule);
	if (outcome_is_ground(d->outcome))
		return arena_fmt(a, "%.*s、%.*s", STR_ARG(first), STR_ARG(bare_article("R-036-3")));
	if (d->outcome == OUTCOME_PARTIAL && in->facts.has_ground)
		return arena_fmt(a, "%.*s、%.*s",
			STR_ARG(full_article(a, outcome_find(in->facts.ground)->rule)),
			STR_ARG(bare_article("R-037")));
	return first;
}

static void fee_values(struct arena *a, const struct letter_input *in, struct letter_values *v)
{
	const struct fee_tariff *t = fee_tariff_newest();
	struct buf b;
	struct error ignored;
	enum err e = OK;
	if (in->fee == FEE_NONE || in->fee_count < 1)
		return;
	buf_init(&b, 4096);
	if (in->fee == FEE_BY_PAGE) {
		v->v[VALUE_STANDARD] = STR("按量计收：30页以下（含30页）不收费；31至100页部分10元/页；"
					   "101至200页部分20元/页；201页以上部分40元/页");
		e = fee_explain_pages(t, in->fee_count, &b, &ignored);
		v->v[VALUE_WORKED] =
			arena_fmt(a, "共%lld页，%.*s", (long long)in->fee_count, STR_ARG(buf_view(&b)));
	} else {
		v->v[VALUE_STANDARD] =
			STR("按件计收：同一申请人一个自然月内累计10件以下（含10件）不收费；"
			    "11至30件部分100元/件；31件以上部分，以10件为一档，每增加一档，"
			    "收费标准提高100元/件");
		v->v[VALUE_WORKED] = arena_fmt(a, "本件为本月第%lld件，按%lld元/件计收",
			(long long)in->fee_count, (long long)in->amount_yuan);
	}
	v->v[VALUE_AMOUNT] = arena_fmt(a, "%lld", (long long)in->amount_yuan);
	buf_done(&b);
	if (e != OK)
		v->v[VALUE_WORKED] = (struct str){ 0 };
}

static struct str corrected_clause(struct arena *a, const struct letter_case *c, struct str you)
{
	struct date noticed = { 0 }, received = { 0 };
	for (size_t i = 0; i < c->n_events; i++) {
		if (c->event[i].kind == CLOCK_CORRECTION_NOTICED)
			noticed = c->event[i].on;
		if (c->event[i].kind == CLOCK_CORRECTION_RECEIVED)
			received = c->event[i].on;
	}
	if (!received.day)
		return STR("");
	return arena_fmt(a, "本机关于%s告知%.*s补正，%s收到补正的申请。", date_words(noticed).z,
		STR_ARG(you), date_words(received).z);
}

/* The day of the notice that was not answered. */
static struct str notice_day(struct arena *a, const struct letter_case *c)
{
	for (size_t i = c->n_events; i > 0; i--)
		if (c->event[i - 1].kind == CLOCK_CORRECTION_NOTICED ||
			c->event[i - 1].kind == CLOCK_FEE_NOTICED)
			return words(a, c->event[i - 1].on);
	return STR("");
}

static struct str opinions_text(struct arena *a, const struct letter_case *c)
{
	static const char *const step[LETTER_STEPS] = { "法制审核", "保密审查", "签发" };
	struct buf b;
	buf_init(&b, 256 * 1024);
	for (size_t i = 0; i < c->n_opinions; i++) {
		const struct letter_opinion_row *o = &c->opinion[i];
		if (o->round != c->about.round)
			continue;
		bool more = o->text.n > 0 && !str_is(o->text, "同意");
		buf_fmt(&b, "%s%s：%s%s%.*s（%.*s，%s）", b.n ? "\n" : "",
			step[(size_t)o->step % LETTER_STEPS], o->agreed ? "同意" : "不同意",
			more ? "。" : "", more ? (int)o->text.n : 0, o->text.p ? o->text.p : "",
			STR_ARG(o->actor_name), date_words(date_of_moment(o->at / 1000)).z);
	}
	struct str s = b.n ? arena_str(a, buf_view(&b)) : STR("法制审核：\n保密审查：");
	buf_done(&b);
	return s;
}

static void about_values(struct arena *a, const struct letter_case *c, struct letter_values *v)
{
	if (!c->about.id.v)
		return;
	const struct letter_row *l = &c->about;
	v->v[VALUE_ABOUT] = l->number.p ?
		arena_fmt(a, "《%.*s》（%.*s）", STR_ARG(l->title), STR_ARG(l->number)) :
		arena_fmt(a, "《%.*s》（未编号）", STR_ARG(l->title));
	v->v[VALUE_OPINIONS] = opinions_text(a, c);
}

static const struct consultation_row *told_of(
	const struct letter_case *c, const struct letter_input *in)
{
	for (size_t i = 0; i < c->n_asked; i++)
		if (c->asked[i].id.v == in->consultation.v)
			return &c->asked[i];
	return NULL;
}

/* what a letter to somebody else says about asking and answering. */
static void asked_values(struct arena *a, const struct letter_case *c,
	const struct letter_input *in, struct letter_values *v)
{
	bool co_maker = in->asked == CONSULTATION_CO_MAKER;
	v->v[VALUE_ASKED] = co_maker ? STR("与你单位共同制作的") : STR("你单位的");
	v->v[VALUE_SILENCE] = co_maker ?
		STR("逾期未提出意见的，视为同意公开。") :
		STR("逾期未提出意见的，由本机关依照条例的规定研究处理。");
	const struct consultation_row *q = told_of(c, in);
	if (!q || q->result < 0)
		return;
	const char *said = !q->returned_on.has ? "你方逾期未提出意见" :
						 consultation_opinion_name(
							 (enum consultation_opinion)q->opinion);
	v->v[VALUE_WEIGHED] = arena_fmt(a, "%s%s。经审查，%s：", q->returned_on.has ? "你方" : "",
		said,
		q->result == RESULT_OVERRIDE ? "不公开可能对公共利益造成重大影响" :
		q->result == RESULT_PARTLY   ? "下列内容可以区分处理后公开" :
					       "公开不会损害你方的合法权益");
}

static void clock_values(struct arena *a, const struct letter_case *c,
	const struct letter_input *in, struct letter_values *v)
{
	if (in->days > 0)
		v->v[VALUE_DAYS] = arena_fmt(a, "%d", in->days);
	if (in->until.day > 0)
		v->v[VALUE_UNTIL] = words(a, in->until);
	/* After letter_judge an extension is already in the run: its due date is the new one. */
	if (c->run.has_due)
		v->v[VALUE_NEW_DUE] = words(a, c->run.due);
	if (c->request.due_on.has)
		v->v[VALUE_DUE] = words(a, (struct date){ (int32_t)c->request.due_on.v });
	v->v[VALUE_NOTICE_ON] = notice_day(a, c);
}

enum err letter_values(struct arena *a, const struct letter_case *c, const struct letter_input *in,
	struct letter_values *out, struct error *err)
{
	const struct request_row *r = &c->request;
	struct str you = c->organisation ? STR("你单位") : STR("您");
	*out = (struct letter_values){ .v = { [VALUE_YOU] = you,
		[VALUE_RECEIVED] = words(a, (struct date){ (int32_t)r->received_on.v }),
		[VALUE_CHANNEL] = str_cstr(receipt_channel_name((enum receipt_channel)r->channel)),
		[VALUE_NUMBER] = r->number,
		[VALUE_CONTENT] = quote(a, r->content),
		[VALUE_FINDINGS] = request_clean(a, in->findings, false),
		[VALUE_GROUND] = request_clean(a, in->ground, false),
		[VALUE_HOW] = request_clean(a, in->how, false),
		[VALUE_PARTY] = request_clean(a, in->party, true),
		[VALUE_SEARCH] = request_clean(a, in->search, false),
		[VALUE_EARLIER] = request_clean(a, in->earlier, false),
		[VALUE_ARTICLE] = article_of(a, c, in),
		[VALUE_DECISION] =
			c->has_decision ? letter_decision_word(&c->decision) : STR(""),
		[VALUE_RECIPIENT] = r->masked_name,
		[VALUE_PROVIDE] = arena_fmt(a, "%s，%s",
			provide_form_name((enum provide_form)r->provide_form),
			provide_way_name((enum provide_way)r->provide_way)),
		[VALUE_CORRECTED] = corrected_clause(a, c, you),
		[VALUE_AGENCY] = c->agency.name,
		[VALUE_PHONE] = c->agency.phone,
		[VALUE_ADDRESS] = c->agency.address,
		[VALUE_HOURS] = c->agency.office_hours } };
	/* R-036-5: who is responsible, when that can be told. */
	if (strcmp(c->form->code, "F18") == 0 && out->v[VALUE_PARTY].n > 0)
		out->v[VALUE_PARTY] = arena_fmt(a, "%.*s可以向负责公开该信息的机关提出申请：%.*s。",
			STR_ARG(you), STR_ARG(without_stop(out->v[VALUE_PARTY])));
	clock_values(a, c, in, out);
	fee_values(a, in, out);
	about_values(a, c, out);
	asked_values(a, c, in, out);
	return arena_check(a, err);
}
