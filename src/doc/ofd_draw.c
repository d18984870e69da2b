#include "doc/ofd_draw.h"

#include "core/utf8.h"

#include <math.h>

static const double POINTS_PER_MM = 72 / 25.4;
/* Above and below the baseline, parts of the font size. */
static const double ASCENT = 0.88, DESCENT = 0.12;
/* An advance within these parts of the usual width belongs to running text. */
static const double ADVANCE_MIN = 0.3, ADVANCE_MAX = 1.6;

enum {
	NUMBER_DIGITS_MAX = 15,
	EXPONENT_MAX = 30,
	REPEAT_MAX = 1000000, /* of one g run */
	WIDE_FROM = 0x1100,
	WORD_BYTES_MAX = 4096
};

static void skip_blank(struct str s, size_t *at)
{
	while (*at < s.n && (s.p[*at] == ' ' || s.p[*at] == ',' || s.p[*at] == '\n' ||
				    s.p[*at] == '\r' || s.p[*at] == '\t'))
		++*at;
}

static bool is_digit_at(struct str s, size_t at)
{
	return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* E-4 behind a number, as Java prints small ones; 0 when there is none. */
static int read_exponent(struct str s, size_t *at)
{
	size_t i = *at;
	if (i >= s.n || (s.p[i] != 'E' && s.p[i] != 'e'))
		return 0;
	bool minus = ++i < s.n && s.p[i] == '-';
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		i++;
	if (!is_digit_at(s, i))
		return 0;
	int v = 0;
	for (; is_digit_at(s, i); i++)
		v = v < EXPONENT_MAX ? v * 10 + (s.p[i] - '0') : EXPONENT_MAX;
	*at = i;
	v = v < EXPONENT_MAX ? v : EXPONENT_MAX;
	return minus ? -v : v;
}

/* The next number; false, and nothing taken, when what follows is none. */
static bool read_number(struct str s, size_t *at, double *out)
{
	skip_blank(s, at);
	size_t i = *at;
	bool minus = i < s.n && s.p[i] == '-', fraction = false;
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		i++;
	double v = 0;
	int digits = 0, scale = 0;
	for (; i < s.n; i++) {
		if (s.p[i] == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (!is_digit_at(s, i))
			break;
		if (++digits > NUMBER_DIGITS_MAX) {
			scale += fraction ? 0 : 1;
			continue;
		}
		v = v * 10 + (s.p[i] - '0');
		scale -= fraction ? 1 : 0;
	}
	if (digits == 0)
		return false;
	scale += read_exponent(s, &i);
	*at = i;
	*out = (minus ? -v : v) * pow(10, scale);
	return true;
}

int ofd_read_numbers(struct str s, double *out, int n)
{
	size_t at = 0;
	int count = 0;
	while (count < n && read_number(s, &at, &out[count]))
		count++;
	return count;
}

struct grid_matrix ofd_object_matrix(struct str ctm, struct str boundary)
{
	double m[6], box[4] = { 0, 0, 0, 0 };
	(void)ofd_read_numbers(boundary, box, 4);
	struct grid_matrix own = { 1, 0, 0, 1, 0, 0 };
	if (ofd_read_numbers(ctm, m, 6) == 6)
		own = (struct grid_matrix){ m[0], m[1], m[2], m[3], m[4], m[5] };
	struct grid_matrix place = { POINTS_PER_MM, 0, 0, POINTS_PER_MM, box[0] * POINTS_PER_MM,
		box[1] * POINTS_PER_MM };
	return grid_matrix_multiply(own, place);
}

/* DeltaX or DeltaY: numbers, and runs "g count value". */
struct deltas {
	struct str s;
	size_t at;
	long repeat;
	double value;
};

/* The next offset; false when the list has come to its end. */
static bool next_delta(struct deltas *d, double *out)
{
	if (d->repeat > 0) {
		d->repeat--;
		*out = d->value;
		return true;
	}
	skip_blank(d->s, &d->at);
	if (d->at < d->s.n && d->s.p[d->at] == 'g') {
		double count;
		d->at++;
		if (!read_number(d->s, &d->at, &count) || !read_number(d->s, &d->at, &d->value))
			return false;
		d->repeat = count >= 1 ? (long)fmin(count, REPEAT_MAX) - 1 : 0;
	} else if (!read_number(d->s, &d->at, &d->value)) {
		return false;
	}
	*out = d->value;
	return true;
}

/* A word being gathered, in object coordinates. */
struct gathered {
	struct buf text;
	double x0, x1, y;
};

/* Adds the gathered word and begins anew. */
static bool flush_word(struct ofd_canvas *c, const struct ofd_text *t, struct gathered *g)
{
	if (g->text.n == 0)
		return true;
	if (c->budget->words-- <= 0) {
		c->budget->spent = true;
		buf_clear(&g->text);
		return true;
	}
	double x[4] = { g->x0, g->x1, g->x0, g->x1 };
	double top = g->y - ASCENT * t->size, bottom = g->y + DESCENT * t->size;
	double y[4] = { top, top, bottom, bottom };
	struct grid_word w = { INFINITY, INFINITY, -INFINITY, -INFINITY,
		arena_str(c->arena, buf_view(&g->text)) };
	for (int i = 0; i < 4; i++) {
		grid_matrix_apply(&t->matrix, &x[i], &y[i]);
		w.x0 = fmin(w.x0, x[i]);
		w.x1 = fmax(w.x1, x[i]);
		w.y0 = fmin(w.y0, y[i]);
		w.y1 = fmax(w.y1, y[i]);
	}
	if (g->text.err)
		return false;
	buf_clear(&g->text);
	return w.text.p && grid_add_word(c->arena, c->page, w);
}

/*
 * Walks over the glyphs.  As long as the advances are those of running text
 * they make one word; a blank, a wide advance or a step down ends it.  Without
 * DeltaX and DeltaY the usual widths are taken: one em, or half for Latin.
 */
bool ofd_draw_text(struct ofd_canvas *c, const struct ofd_text *t)
{
	struct deltas dx = { .s = t->delta_x }, dy = { .s = t->delta_y };
	struct gathered g = { .y = t->y };
	buf_init(&g.text, WORD_BYTES_MAX);
	double x = t->x, y = t->y;
	bool ok = true;
	size_t at = 0, from = 0;
	for (int32_t cp; ok && (cp = utf8_next(t->text, &at)) >= 0; from = at) {
		double usual = (cp >= WIDE_FROM ? 1 : 0.5) * t->size * t->hscale;
		double step_x = 0, step_y = 0;
		bool has_y = next_delta(&dy, &step_y);
		if (!next_delta(&dx, &step_x) && !has_y)
			step_x = usual;
		bool running = step_y == 0 && step_x >= ADVANCE_MIN * usual &&
			       step_x <= ADVANCE_MAX * usual;
		if (utf8_is_space(cp) || cp < ' ') {
			ok = flush_word(c, t, &g);
		} else {
			if (g.text.n == 0) {
				g.x0 = x;
				g.y = y;
			}
			buf_str(&g.text, str_sub(t->text, from, at));
			g.x1 = x + (running ? step_x : usual);
			if (!running || g.text.n > WORD_BYTES_MAX / 2)
				ok = flush_word(c, t, &g);
		}
		x += step_x;
		y += step_y;
	}
	ok = ok && flush_word(c, t, &g) && g.text.err == OK;
	buf_done(&g.text);
	return ok;
}

/* One operator of AbbreviatedData; false at the end or at what is no operator. */
static bool read_step(struct str s, size_t *at, const struct grid_matrix *m, struct grid_path *path)
{
	static const struct {
		char op;
		int numbers; /* the last two are the point */
		enum grid_step step;
	} known[] = { { 'M', 2, GRID_MOVE }, { 'S', 2, GRID_MOVE }, { 'L', 2, GRID_LINE },
		{ 'Q', 4, GRID_CURVE }, { 'B', 6, GRID_CURVE }, { 'A', 7, GRID_CURVE } };
	skip_blank(s, at);
	if (*at >= s.n)
		return false;
	char op = s.p[(*at)++];
	if (op == 'C') {
		grid_path_close(path);
		return true;
	}
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		double v[7];
		if (known[i].op != op)
			continue;
		for (int k = 0; k < known[i].numbers; k++)
			if (!read_number(s, at, &v[k]))
				return false;
		double x = v[known[i].numbers - 2], y = v[known[i].numbers - 1];
		grid_matrix_apply(m, &x, &y);
		grid_path_add(path, x, y, known[i].step);
		return true;
	}
	return false;
}

bool ofd_draw_path(struct ofd_canvas *c, const struct grid_matrix *m, struct str data, bool fill,
	bool stroke, double width)
{
	struct grid_path path;
	grid_path_init(&path, c->scratch, c->arena, &c->budget->rules);
	for (size_t at = 0; read_step(data, &at, m, &path);)
		;
	double scale = sqrt(fabs(m->a * m->d - m->b * m->c));
	grid_path_paint(&path, c->page, fill, stroke, width * scale);
	if (c->budget->rules <= 0)
		c->budget->spent = true;
	return !path.no_memory;
}
