/* HTTP dates, read in the three forms and written in one. */
#include "core/date.h"
#include "http/header.h"

enum { DAY_S = 86400, AHEAD_YEARS = 50 }; /* RFC 9110 5.6.7: the century of two digits */

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char weekdays[] = "MonTueWedThuFriSatSun";
static const char *const long_weekdays[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday", "Sunday" };

/* The parts of a date as they are read off *rest; ok turns false at the first misfit. */
struct reader {
	struct str rest;
	bool ok;
};

static void expect(struct reader *r, struct str literal)
{
	r->ok = r->ok && str_starts(r->rest, literal);
	if (r->ok)
		r->rest = str_sub(r->rest, literal.n, r->rest.n);
}

/* n digits; with blank, the first may be one. */
static int digits(struct reader *r, size_t n, bool blank)
{
	int v = 0;
	r->ok = r->ok && r->rest.n >= n;
	for (size_t i = 0; r->ok && i < n; i++) {
		char c = r->rest.p[i];
		if (blank && i == 0 && c == ' ')
			c = '0';
		r->ok = c >= '0' && c <= '9';
		v = v * 10 + (c - '0');
	}
	if (r->ok)
		r->rest = str_sub(r->rest, n, r->rest.n);
	return v;
}

/* Three letters of a list of n names; its number from 0. */
static int three_letters(struct reader *r, const char *list, int n)
{
	for (int i = 0; r->ok && i < n; i++) {
		if (str_starts(r->rest, (struct str){ list + i * 3, 3 })) {
			r->rest = str_sub(r->rest, 3, r->rest.n);
			return i;
		}
	}
	r->ok = false;
	return 0;
}

static int read_clock(struct reader *r)
{
	int h = digits(r, 2, false);
	expect(r, STR(":"));
	int m = digits(r, 2, false);
	expect(r, STR(":"));
	int s = digits(r, 2, false);
	/* A leap second may be named. */
	r->ok = r->ok && h < 24 && m < 60 && s <= 60;
	return (h * 60 + m) * 60 + s;
}

static bool join(const struct reader *r, int year, int month, int day, int seconds, int64_t *out)
{
	if (!r->ok || r->rest.n || !date_is_valid(year, month, day))
		return false;
	*out = (int64_t)date_from_ymd(year, month, day).day * DAY_S + seconds;
	return true;
}

/* Sun, 06 Nov 1994 08:49:37 GMT */
static bool parse_imf(struct str s, int64_t *out)
{
	struct reader r = { s, true };
	three_letters(&r, weekdays, 7);
	expect(&r, STR(", "));
	int day = digits(&r, 2, false);
	expect(&r, STR(" "));
	int month = three_letters(&r, months, 12) + 1;
	expect(&r, STR(" "));
	int year = digits(&r, 4, false);
	expect(&r, STR(" "));
	int seconds = read_clock(&r);
	expect(&r, STR(" GMT"));
	return join(&r, year, month, day, seconds, out);
}

/* Sunday, 06-Nov-94 08:49:37 GMT */
static bool parse_850(struct str s, int64_t now, int64_t *out)
{
	struct reader r = { s, false };
	if (now < 0 || now >= (int64_t)date_from_ymd(9999, 12, 31).day * DAY_S)
		return false;
	int64_t moment, limit;
	for (size_t i = 0; i < 7 && !r.ok; i++) {
		r.ok = str_starts(s, str_cstr(long_weekdays[i]));
		if (r.ok)
			expect(&r, str_cstr(long_weekdays[i]));
	}
	expect(&r, STR(", "));
	int day = digits(&r, 2, false);
	expect(&r, STR("-"));
	int month = three_letters(&r, months, 12) + 1;
	expect(&r, STR("-"));
	int year = digits(&r, 2, false);
	expect(&r, STR(" "));
	int seconds = read_clock(&r);
	expect(&r, STR(" GMT"));
	struct date today = { (int32_t)(now / DAY_S) };
	limit = (int64_t)date_add_months(today, AHEAD_YEARS * 12).day * DAY_S + now % DAY_S;
	/* The latest such year that is not more than that far ahead (29 February: the latest that
	 * has one). */
	for (int century = date_year(today) / 100 + 1; century >= 16; century--) {
		if (join(&r, century * 100 + year, month, day, seconds, &moment) &&
			moment <= limit) {
			*out = moment;
			return true;
		}
	}
	return false;
}

/* Sun Nov  6 08:49:37 1994 */
static bool parse_asctime(struct str s, int64_t *out)
{
	struct reader r = { s, true };
	three_letters(&r, weekdays, 7);
	expect(&r, STR(" "));
	int month = three_letters(&r, months, 12) + 1;
	expect(&r, STR(" "));
	int day = digits(&r, 2, true);
	expect(&r, STR(" "));
	int seconds = read_clock(&r);
	expect(&r, STR(" "));
	int year = digits(&r, 4, false);
	return join(&r, year, month, day, seconds, out);
}

bool http_date_parse(struct str s, int64_t now, int64_t *out)
{
	if (s.n > 3 && s.p[3] == ',')
		return parse_imf(s, out);
	if (s.n > 3 && s.p[3] == ' ')
		return parse_asctime(s, out);
	return parse_850(s, now, out);
}

struct http_date_text http_date_text(int64_t moment)
{
	struct http_date_text t;
	int64_t first = (int64_t)date_from_ymd(1600, 1, 1).day * DAY_S;
	int64_t behind = ((int64_t)date_from_ymd(9999, 12, 31).day + 1) * DAY_S;
	if (moment < first || moment >= behind)
		moment = 0;
	int64_t day = moment / DAY_S, second = moment % DAY_S;
	if (second < 0) {
		second += DAY_S;
		day--;
	}
	struct date d = { (int32_t)day };
	int y, m, k, s = (int)second;
	date_split(d, &y, &m, &k);
	snprintf(t.z, sizeof t.z, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
		weekdays + 3 * (int)date_weekday(d), k, months + 3 * (m - 1), y, s / 3600,
		s / 60 % 60, s % 60);
	return t;
}
