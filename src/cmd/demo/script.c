#include "cmd/demo/script.h"

#include "core/decimal.h"

#include <stddef.h>

extern const struct str demo_binhai, demo_pingdingshan, demo_donghu, demo_dazu, demo_zibo;

enum { BATCHES_MAX = 64, COUNT_MAX = 1000, FEN_OF_YUAN = 100, FEN_DIGITS_OF_WAN = 6 };

/* --- words ------------------------------------------------------------------------------------ */

/* The next word of a line; empty at its end. */
static struct str next_word(struct str *rest)
{
	size_t n = 0;
	*rest = str_trim(*rest);
	while (n < rest->n && rest->p[n] != ' ')
		n++;
	struct str word = str_sub(*rest, 0, n);
	*rest = str_sub(*rest, n, rest->n);
	return word;
}

static bool whole_number(struct str s, int *out)
{
	int v = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || v > COUNT_MAX)
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*out = v;
	return s.n > 0 && v <= COUNT_MAX;
}

static bool outcome_word(struct str s, enum outcome *out)
{
	int o = outcome_by_code(s);
	if (o >= 0)
		*out = (enum outcome)o;
	return o >= 0;
}

/* "internal" for the row "refused.internal". */
static bool ground_word(struct arena *a, struct str s, enum outcome *out)
{
	return outcome_word(arena_fmt(a, "refused.%.*s", STR_ARG(s)), out);
}

/* --- cases ------------------------------------------------------------------------------------ */

static bool take_ending(struct str word, struct demo_batch *b)
{
	static const struct {
		const char *word;
		enum demo_ending ending;
	} ending[] = { { "withdrawn", DEMO_WITHDRAWN }, { "withdrawn_own", DEMO_WITHDRAWN_OWN },
		{ "assist", DEMO_ASSIST } };
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		if (str_is(word, ending[i].word)) {
			b->ending = ending[i].ending;
			b->outcome = OUTCOME_MISC;
			return true;
		}
	return outcome_word(word, &b->outcome);
}

static bool take_stop(struct str word, enum demo_stop *out)
{
	static const char *const name[] = { "", "filed", "assigned", "correction", "consult",
		"draft", "review", "signing", "service" };
	for (size_t i = 1; i < sizeof name / sizeof *name; i++)
		if (str_is(word, name[i])) {
			*out = (enum demo_stop)i;
			return true;
		}
	return false;
}

static bool take_flag(struct str word, struct demo_batch *b)
{
	const struct {
		const char *word;
		bool *flag;
	} flag[] = { { "correction", &b->correction }, { "consult", &b->consult },
		{ "extension", &b->extension }, { "other", &b->other },
		{ "lawsuit", &b->lawsuit } };
	for (size_t i = 0; i < sizeof flag / sizeof *flag; i++)
		if (str_is(word, flag[i].word))
			return *flag[i].flag = true;
	if (str_is(word, "superior"))
		b->origin = ORIGIN_SUPERIOR;
	else if (str_is(word, "government"))
		b->origin = ORIGIN_GOVERNMENT;
	return b->origin != ORIGIN_HERE;
}

/* "review=upheld", or pending; a lawsuit follows one that upheld. */
static bool take_review(struct str value, struct demo_batch *b)
{
	static const struct {
		const char *word;
		enum remedy_result result;
	} result[] = { { "upheld", REVIEW_MAINTAINED }, { "corrected", REVIEW_UNLAWFUL }, { "revoked", REVIEW_REVOKED },
		{ "pending", REVIEW_MAINTAINED } };
	for (size_t i = 0; i < sizeof result / sizeof *result; i++)
		if (str_is(value, result[i].word)) {
			b->review = (int)result[i].result;
			b->review_pending = str_is(value, "pending");
			return true;
		}
	return false;
}

static bool take_option(struct arena *a, struct str word, struct demo_batch *b)
{
	size_t at = str_find(word, STR("="), 0);
	struct str key = str_sub(word, 0, at), value = str_sub(word, at + 1, word.n);
	if (at == word.n)
		return take_flag(word, b);
	if (str_is(key, "from"))
		return date_parse(value, &b->from);
	if (str_is(key, "to"))
		return date_parse(value, &b->to);
	if (str_is(key, "after"))
		return date_parse(value, &b->after);
	if (str_is(key, "ago"))
		return whole_number(value, &b->ago);
	if (str_is(key, "review"))
		return take_review(value, b);
	if (str_is(key, "stop"))
		return take_stop(value, &b->stop);
	return str_is(key, "partial") && ground_word(a, value, &b->ground);
}

static bool take_case(struct arena *a, struct str rest, struct demo_agency *g)
{
	struct demo_batch b = { .ago = -1, .review = -1 };
	struct str word;
	if (g->n_batches == BATCHES_MAX || !whole_number(next_word(&rest), &b.count) ||
		!take_ending(next_word(&rest), &b))
		return false;
	while ((word = next_word(&rest)).n)
		if (!take_option(a, word, &b))
			return false;
	g->batch[g->n_batches++] = b;
	return true;
}

/* --- ledgers and text ------------------------------------------------------------------------- */

static bool amount(struct str s, int shift, int64_t *out)
{
	struct decimal d;
	if (!decimal_parse(s, &d) || !decimal_shift(d, shift, &d) || !decimal_is_int(d))
		return false;
	for (; d.scale > 0; d.scale--)
		d.coef /= 10;
	*out = d.coef;
	return true;
}

/* So many numbers, one for each place. */
static bool take_numbers(struct str *rest, int64_t *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!amount(next_word(rest), 0, &out[i]))
			return false;
	return true;
}

/* 许可, 处罚, 强制 in 件; 收费 in 万元. */
static bool take_decisions(struct str rest, struct demo_agency *g)
{
	return take_numbers(&rest, g->decision, DEMO_DECISIONS - 1) &&
	       amount(next_word(&rest), FEN_DIGITS_OF_WAN, &g->decision[DEMO_DECISIONS - 1]);
}

static bool take_channel(struct str rest, struct demo_agency *g)
{
	struct demo_channel c = { .platform = CHANNEL_PLATFORMS };
	struct str word = next_word(&rest);
	for (int p = CHANNEL_SITE; p < CHANNEL_PLATFORMS; p++)
		if (str_is(word, channel_platform_word(p)))
			c.platform = p;
	if (c.platform == CHANNEL_PLATFORMS || g->n_channels == DEMO_CHANNELS_MAX ||
		!amount(next_word(&rest), 0, &c.posts))
		return false;
	for (word = next_word(&rest); str_has(word, "="); word = next_word(&rest)) {
		size_t at = str_find(word, STR("="), 0);
		struct str key = str_sub(word, 0, at), value = str_sub(word, at + 1, word.n);
		bool good = str_is(key, "followers")
				    ? amount(value, 0, &c.followers)
				    : str_is(key, "closed") && date_parse(value, &c.closed);
		if (!good)
			return false;
	}
	c.name = word;
	g->channel[g->n_channels++] = c;
	return word.n > 0;
}

/* "part 1 …": one more paragraph. */
static bool take_part(struct arena *a, struct str rest, struct demo_agency *g)
{
	int no;
	if (!whole_number(next_word(&rest), &no) || no >= DEMO_PARTS)
		return false;
	struct str text = str_trim(rest), *part = &g->part[no];
	*part = part->n ? arena_fmt(a, "%.*s\n%.*s", STR_ARG(*part), STR_ARG(text)) : text;
	return text.n > 0;
}

static bool take_ledger(
	struct arena *a, struct str word, struct str rest, struct demo_agency *g, bool *known)
{
	*known = true;
	if (str_is(word, "decisions"))
		return take_decisions(rest, g);
	if (str_is(word, "press"))
		return take_numbers(&rest, g->press, DEMO_PRESS);
	if (str_is(word, "channel"))
		return take_channel(rest, g);
	if (str_is(word, "part"))
		return take_part(a, rest, g);
	if (str_is(word, "norms"))
		return take_numbers(&rest, &g->norms, 1);
	if (str_is(word, "postage"))
		return take_numbers(&rest, &g->postage, 1) && (g->postage *= FEN_OF_YUAN, true);
	return *known = false;
}

/* --- lines ------------------------------------------------------------------------------------ */

static bool take_line(struct arena *a, struct str line, struct demo_agency *g)
{
	static const struct {
		const char *word;
		size_t member;
	} text[] = { { "agency", offsetof(struct demo_agency, name) },
		{ "short", offsetof(struct demo_agency, short_name) },
		{ "login", offsetof(struct demo_agency, login) },
		{ "document", offsetof(struct demo_agency, document) },
		{ "review", offsetof(struct demo_agency, review_body) },
		{ "court", offsetof(struct demo_agency, court) } };
	struct str rest = line, word = next_word(&rest);
	if (word.n == 0 || word.p[0] == '#')
		return true;
	if (str_is(word, "case"))
		return take_case(a, rest, g);
	bool known;
	bool good = take_ledger(a, word, rest, g, &known);
	if (known)
		return good;
	rest = str_trim(rest);
	if (rest.n == 0)
		return false;
	if (str_is(word, "department")) {
		if (g->n_departments == DEMO_DEPARTMENTS_MAX)
			return false;
		g->department[g->n_departments++] = rest;
		return true;
	}
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		if (str_is(word, text[i].word)) {
			memcpy((char *)g + text[i].member, &rest, sizeof rest);
			return true;
		}
	return false;
}

static enum err read(struct arena *a, struct str text, struct demo_agency *g, struct error *err)
{
	struct str line;
	*g = (struct demo_agency){ .batch = arena_array(a, struct demo_batch, BATCHES_MAX) };
	if (!g->batch)
		return arena_check(a, err);
	for (int n = 1; str_next_line(&text, &line); n++)
		if (!take_line(a, line, g))
			return error_set(err, ERR_FORMAT, NULL,
				"演示脚本“%.*s”第 %d 行无法识别：%.*s", STR_ARG(g->name), n,
				STR_ARG(line));
	return arena_check(a, err);
}

enum err demo_script_load(struct arena *a, struct demo_agency *out, struct error *err)
{
	const struct str *const script[DEMO_AGENCIES] = { &demo_binhai, &demo_pingdingshan,
		&demo_donghu, &demo_dazu, &demo_zibo };
	enum err e = OK;
	for (size_t i = 0; i < DEMO_AGENCIES && e == OK; i++)
		e = read(a, *script[i], &out[i], err);
	return e;
}
