/*
 * clock_text -- cases of the clock written as text, for its tests:
 * "2024-07-01 received; 2024-07-10 extended days=20".
 */
#ifndef TESTS_CLOCK_TEXT_H
#define TESTS_CLOCK_TEXT_H

#include "tests/test.h"

#include "law/clock.h"

enum { EVENTS_MAX = 40, ARENA_MAX = 256 << 20 };

static struct arena arena;
static struct calendar *china;

/* Variants of the configuration a row may ask for. */
enum variant {
	USUAL,
	PAYMENT_RESUMES,
	SENT_DAY_PAUSED,
	RETURN_DAY_COUNTS,
	TWO_CORRECTIONS,
	TWO_EXTENSIONS
};

static struct clock_config config_of(enum variant v)
{
	struct clock_config c = clock_config_default();
	c.payment_restarts = v != PAYMENT_RESUMES;
	c.sent_day_counts = v != SENT_DAY_PAUSED;
	c.return_day_counts = v == RETURN_DAY_COUNTS;
	c.corrections_max = v == TWO_CORRECTIONS ? 2 : 1;
	c.extensions_max = v == TWO_EXTENSIONS ? 2 : 1;
	return c;
}

static struct date day_of(struct str s)
{
	struct date d = { 0 };
	if (!date_parse(s, &d))
		CHECK(0, "test data: %.*s is a date", STR_ARG(s));
	return d;
}

static struct str next_word(struct str *rest, char end)
{
	size_t n = 0;
	while (n < rest->n && rest->p[n] != end)
		n++;
	struct str word = str_trim(str_sub(*rest, 0, n));
	*rest = str_sub(*rest, n + 1, rest->n);
	return word;
}

static void set_field(struct clock_event *e, struct str field)
{
	struct str value = str_sub(field, str_find(field, STR("="), 0) + 1, field.n);
	if (str_starts(field, STR("days="))) {
		int v = 0;
		for (size_t i = 0; i < value.n; i++)
			v = v * 10 + value.p[i] - '0';
		e->days = v;
	} else if (str_starts(field, STR("until="))) {
		e->has_until = true;
		e->until = day_of(value);
	} else if (str_starts(field, STR("id="))) {
		e->id = value;
	} else if (str_starts(field, STR("reason="))) {
		e->reason = value;
	} else if (str_is(field, "agency")) {
		e->consultee = CLOCK_AGENCY;
	} else {
		CHECK(0, "test data: field %.*s", STR_ARG(field));
	}
}

static size_t events_of(const char *text, struct clock_event *out)
{
	struct str rest = str_cstr(text);
	size_t n = 0;
	while (rest.n > 0 && n < EVENTS_MAX) {
		struct str part = next_word(&rest, ';');
		struct clock_event e = { .on = day_of(next_word(&part, ' ')) };
		struct str name = next_word(&part, ' ');
		int kind = clock_event_by_name(name);
		CHECK(kind >= 0, "event %.*s is known", STR_ARG(name));
		e.kind = (enum clock_event_kind)kind;
		while (part.n > 0)
			set_field(&e, next_word(&part, ' '));
		out[n++] = e;
	}
	return n;
}

static enum err run(const struct calendar *cal, const char *text, const char *as_of,
	enum variant variant, struct clock_run *out, size_t *refused, struct error *err)
{
	static struct clock_event event[EVENTS_MAX];
	struct clock_config config = config_of(variant);
	struct clock_input in = { .cal = cal,
		.config = &config,
		.event = event,
		.n = events_of(text, event),
		.has_as_of = as_of != NULL };
	if (as_of)
		in.as_of = day_of(str_cstr(as_of));
	return clock_compute(&arena, &in, out, refused, err);
}

/* With a due date, the days that count are exactly the length of the period. */
static int counted(const struct clock_run *r)
{
	int n = 0;
	for (size_t i = 0; i < r->n_days; i++)
		n += r->day[i].counts;
	return n;
}

#endif
