#include "cmd/demo/script.h"

#include <stddef.h>

extern const struct str demo_binhai, demo_pingdingshan, demo_donghu, demo_dazu, demo_zibo;

enum { BATCHES_MAX = 64, COUNT_MAX = 1000 };

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
		{ "extension", &b->extension }, { "other", &b->other } };
	for (size_t i = 0; i < sizeof flag / sizeof *flag; i++)
		if (str_is(word, flag[i].word))
			return *flag[i].flag = true;
	if (str_is(word, "superior"))
		b->origin = ORIGIN_SUPERIOR;
	else if (str_is(word, "government"))
		b->origin = ORIGIN_GOVERNMENT;
	return b->origin != ORIGIN_HERE;
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
	if (str_is(key, "stop"))
		return take_stop(value, &b->stop);
	return str_is(key, "partial") && ground_word(a, value, &b->ground);
}

static bool take_case(struct arena *a, struct str rest, struct demo_agency *g)
{
	struct demo_batch b = { .ago = -1 };
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
