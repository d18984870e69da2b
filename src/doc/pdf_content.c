#include "doc/pdf_content.h"

#include "doc/pdf_token.h"

#include <math.h>

enum { OPERANDS_MAX = 6, NAME_BYTES_MAX = 128 };

/* Nested rectangles filled together with gaps up to this (points) are a border. */
static const double FRAME_MAX = 3.5;

struct point {
	double x, y;
};

/* Points from `first` up to the next subpath's. */
struct subpath {
	size_t first;
	bool closed, curved;
};

/* The graphics state as far as lines need it. */
struct state {
	struct pdf_matrix ctm;
	double width;
};

struct run {
	struct pdf_canvas *canvas;
	struct state state, stack[PDF_STATES_MAX];
	struct pdf_matrix text; /* Tm: text space to user space */
	int n_states, skipped_states;
	double operand[OPERANDS_MAX]; /* the last ones */
	int n_operands;
	struct str name;
	struct point *point; /* of the current path, in grid coordinates */
	size_t n_points, cap_points;
	struct subpath *sub;
	size_t n_subs, cap_subs;
	bool overfull; /* the path is a drawing and is left out */
	bool no_memory;
	int depth;
};

struct pdf_matrix pdf_matrix_multiply(struct pdf_matrix m, struct pdf_matrix n)
{
	return (struct pdf_matrix){ m.a * n.a + m.b * n.c, m.a * n.b + m.b * n.d,
		m.c * n.a + m.d * n.c, m.c * n.b + m.d * n.d, m.e * n.a + m.f * n.c + n.e,
		m.e * n.b + m.f * n.d + n.f };
}

static struct point transform(const struct pdf_matrix *m, double x, double y)
{
	return (struct point){ m->a * x + m->c * y + m->e, m->b * x + m->d * y + m->f };
}

/* The i-th of the last n operands; 0 when there are fewer. */
static double operand(const struct run *r, int n, int i)
{
	int at = r->n_operands - n + i;
	return at >= 0 && at < r->n_operands ? r->operand[at] : 0;
}

static void push_operand(struct run *r, double v)
{
	if (r->n_operands == OPERANDS_MAX) {
		memmove(r->operand, r->operand + 1, (OPERANDS_MAX - 1) * sizeof r->operand[0]);
		r->n_operands--;
	}
	r->operand[r->n_operands++] = v;
}

static void begin_subpath(struct run *r)
{
	struct subpath *p = arena_grow(
		r->canvas->scratch, r->sub, r->n_subs, r->n_subs + 1, &r->cap_subs, sizeof *p);
	if (!p) {
		r->no_memory = true;
		return;
	}
	r->sub = p;
	r->sub[r->n_subs++] = (struct subpath){ .first = r->n_points };
}

/* Adds a point given in user space to the open subpath; `move` opens one. */
static void add_point(struct run *r, double x, double y, bool move)
{
	if (r->n_points >= PDF_PATH_POINTS_MAX)
		r->overfull = true;
	if (r->overfull || r->no_memory)
		return;
	if (move || r->n_subs == 0 || r->sub[r->n_subs - 1].closed)
		begin_subpath(r);
	struct point *p = arena_grow(r->canvas->scratch, r->point, r->n_points, r->n_points + 1,
		&r->cap_points, sizeof *p);
	if (!p || r->no_memory) {
		r->no_memory = true;
		return;
	}
	r->point = p;
	r->point[r->n_points++] = transform(&r->state.ctm, x, y);
}

static void add_curve(struct run *r, double x, double y)
{
	add_point(r, x, y, false);
	if (r->n_subs)
		r->sub[r->n_subs - 1].curved = true;
}

static void close_subpath(struct run *r)
{
	if (r->n_subs)
		r->sub[r->n_subs - 1].closed = true;
}

static void add_rectangle(struct run *r)
{
	double x = operand(r, 4, 0), y = operand(r, 4, 1), w = operand(r, 4, 2),
	       h = operand(r, 4, 3);
	add_point(r, x, y, true);
	add_point(r, x + w, y, false);
	add_point(r, x + w, y + h, false);
	add_point(r, x, y + h, false);
	close_subpath(r);
}

/* Takes one rule off the budget. */
static bool may_add_rule(struct run *r)
{
	if (r->canvas->budget->rules <= 0) {
		r->canvas->budget->spent = true;
		return false;
	}
	r->canvas->budget->rules--;
	return true;
}

/* Every straight edge of the path is a candidate for a rule. */
static void stroke_path(struct run *r, double width)
{
	for (size_t i = 0; i < r->n_subs; i++) {
		size_t first = r->sub[i].first;
		size_t end = i + 1 < r->n_subs ? r->sub[i + 1].first : r->n_points;
		if (r->sub[i].curved)
			continue;
		for (size_t k = first; k < end; k++) {
			struct point p = r->point[k];
			struct point q = r->point[k + 1 < end ? k + 1 : first];
			if (k + 1 == end && !r->sub[i].closed)
				break;
			if (!may_add_rule(r))
				return;
			if (!grid_add_line(
				    r->canvas->arena, r->canvas->page, p.x, p.y, q.x, q.y, width))
				r->no_memory = true;
		}
	}
}

struct box {
	double x0, y0, x1, y1;
};

/* The box round points [first, end); at least one point. */
static struct box find_box(const struct run *r, size_t first, size_t end)
{
	struct point p = r->point[first];
	struct box b = { p.x, p.y, p.x, p.y };
	for (size_t k = first + 1; k < end; k++) {
		b.x0 = fmin(b.x0, r->point[k].x);
		b.y0 = fmin(b.y0, r->point[k].y);
		b.x1 = fmax(b.x1, r->point[k].x);
		b.y1 = fmax(b.y1, r->point[k].y);
	}
	return b;
}

/* Whether one box lies in the other with thin gaps: together they paint a frame. */
static bool is_frame(struct box a, struct box b)
{
	double left = a.x0 - b.x0, top = a.y0 - b.y0, right = b.x1 - a.x1, bottom = b.y1 - a.y1;
	double least = fmin(fmin(left, top), fmin(right, bottom));
	double most = fmax(fmax(left, top), fmax(right, bottom));
	return (least >= 0 && most > 0 && most <= FRAME_MAX) ||
	       (most <= 0 && least < 0 && least >= -FRAME_MAX);
}

static void add_frame(struct run *r, struct box b)
{
	struct arena *a = r->canvas->arena;
	struct grid_page *p = r->canvas->page;
	if (!grid_add_line(a, p, b.x0, b.y0, b.x1, b.y0, 0) ||
		!grid_add_line(a, p, b.x0, b.y1, b.x1, b.y1, 0) ||
		!grid_add_line(a, p, b.x0, b.y0, b.x0, b.y1, 0) ||
		!grid_add_line(a, p, b.x1, b.y0, b.x1, b.y1, 0))
		r->no_memory = true;
}

/*
 * A filled subpath that is thin is a line, a thick one a shaded area
 * (grid_add_bar decides).  Two nested ones with little between paint a frame.
 */
static void fill_path(struct run *r)
{
	struct box last = { 0, 0, 0, 0 };
	for (size_t i = 0; i < r->n_subs; i++) {
		size_t first = r->sub[i].first;
		size_t end = i + 1 < r->n_subs ? r->sub[i + 1].first : r->n_points;
		if (r->sub[i].curved || end - first < 2)
			continue;
		struct box b = find_box(r, first, end);
		if (!may_add_rule(r))
			return;
		if (i > 0 && is_frame(b, last))
			add_frame(r, b);
		else if (!grid_add_bar(r->canvas->arena, r->canvas->page, b.x0, b.y0, b.x1, b.y1))
			r->no_memory = true;
		last = b;
	}
}

/* Ends the path: paints it as asked and forgets it. */
static void paint_path(struct run *r, bool stroke, bool fill)
{
	const struct pdf_matrix *m = &r->state.ctm;
	if (!r->overfull && !r->no_memory) {
		if (fill)
			fill_path(r);
		if (stroke)
			stroke_path(r, r->state.width * sqrt(fabs(m->a * m->d - m->b * m->c)));
	}
	r->n_points = r->n_subs = 0;
	r->overfull = false;
}

/* q beyond the limit is counted, so that its Q is matched. */
static void save_state(struct run *r)
{
	if (r->n_states < PDF_STATES_MAX)
		r->stack[r->n_states++] = r->state;
	else
		r->skipped_states++;
}

static void restore_state(struct run *r)
{
	if (r->skipped_states > 0)
		r->skipped_states--;
	else if (r->n_states > 0)
		r->state = r->stack[--r->n_states];
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Do: the name with its #xx undone goes to the owner of the objects. */
static void draw_object(struct run *r)
{
	struct pdf_canvas *c = r->canvas;
	char name[NAME_BYTES_MAX];
	size_t n = 0;
	struct str s = r->name;
	if (!c->draw || s.n == 0 || r->depth >= PDF_FORM_DEPTH_MAX)
		return;
	if (c->budget->forms-- <= 0) {
		c->budget->spent = true;
		return;
	}
	for (size_t i = 0; i < s.n && n < sizeof name; i++) {
		int high = i + 2 < s.n ? hex_value(s.p[i + 1]) : -1;
		int low = i + 2 < s.n ? hex_value(s.p[i + 2]) : -1;
		if (s.p[i] == '#' && high >= 0 && low >= 0) {
			name[n++] = (char)(high * 16 + low);
			i += 2;
		} else {
			name[n++] = s.p[i];
		}
	}
	if (!c->draw(c->ctx, (struct str){ name, n }, r->state.ctm, r->depth))
		r->no_memory = true;
}

static void change_matrix(struct run *r)
{
	struct pdf_matrix m = { operand(r, 6, 0), operand(r, 6, 1), operand(r, 6, 2),
		operand(r, 6, 3), operand(r, 6, 4), operand(r, 6, 5) };
	r->state.ctm = pdf_matrix_multiply(m, r->state.ctm);
}

/* Counts a piece of text by the way it reads on the page: right, down, left, up. */
static void count_direction(struct run *r)
{
	struct pdf_matrix m = pdf_matrix_multiply(r->text, r->state.ctm);
	int way = fabs(m.a) >= fabs(m.b) ? (m.a >= 0 ? 0 : 2) : (m.b >= 0 ? 1 : 3);
	r->canvas->direction[way]++;
}

/* Of the text operators only those that turn or show text matter; false when it is none. */
static bool run_text(struct run *r, struct str op)
{
	if (str_is(op, "BT"))
		r->text = (struct pdf_matrix){ 1, 0, 0, 1, 0, 0 };
	else if (str_is(op, "Tm"))
		r->text = (struct pdf_matrix){ operand(r, 6, 0), operand(r, 6, 1), operand(r, 6, 2),
			operand(r, 6, 3), operand(r, 6, 4), operand(r, 6, 5) };
	else if (str_is(op, "Tj") || str_is(op, "TJ") || str_is(op, "'") || str_is(op, "\""))
		count_direction(r);
	else
		return false;
	return true;
}

/* m l c v y h re; false when the operator is none of them. */
static bool build_path(struct run *r, struct str op)
{
	if (str_is(op, "m"))
		add_point(r, operand(r, 2, 0), operand(r, 2, 1), true);
	else if (str_is(op, "l"))
		add_point(r, operand(r, 2, 0), operand(r, 2, 1), false);
	else if (str_is(op, "re"))
		add_rectangle(r);
	else if (str_is(op, "h"))
		close_subpath(r);
	else if (str_is(op, "c"))
		add_curve(r, operand(r, 6, 4), operand(r, 6, 5));
	else if (str_is(op, "v") || str_is(op, "y"))
		add_curve(r, operand(r, 4, 2), operand(r, 4, 3));
	else
		return false;
	return true;
}

/* The painting operators; false when the operator is none of them. */
static bool end_path(struct run *r, struct str op)
{
	static const struct {
		const char *op;
		bool close, stroke, fill;
	} paint[] = { { "S", 0, 1, 0 }, { "s", 1, 1, 0 }, { "f", 0, 0, 1 }, { "F", 0, 0, 1 },
		{ "f*", 0, 0, 1 }, { "B", 0, 1, 1 }, { "B*", 0, 1, 1 }, { "b", 1, 1, 1 },
		{ "b*", 1, 1, 1 }, { "n", 0, 0, 0 } };
	for (size_t i = 0; i < sizeof paint / sizeof paint[0]; i++) {
		if (!str_is(op, paint[i].op))
			continue;
		if (paint[i].close)
			close_subpath(r);
		paint_path(r, paint[i].stroke, paint[i].fill);
		return true;
	}
	return false;
}

static void run_operator(struct run *r, struct str op)
{
	if (build_path(r, op) || end_path(r, op) || run_text(r, op))
		return;
	if (str_is(op, "q"))
		save_state(r);
	else if (str_is(op, "Q"))
		restore_state(r);
	else if (str_is(op, "cm"))
		change_matrix(r);
	else if (str_is(op, "w"))
		r->state.width = operand(r, 1, 0);
	else if (str_is(op, "Do"))
		draw_object(r);
}

bool pdf_content_run(
	struct pdf_canvas *canvas, struct str content, struct pdf_matrix ctm, int depth)
{
	/* On the heap of the arena: the state stack is too large to nest on ours. */
	struct run *r = arena_one(canvas->scratch, struct run);
	if (!r)
		return false;
	r->canvas = canvas;
	r->state = (struct state){ ctm, 1 };
	r->text = (struct pdf_matrix){ 1, 0, 0, 1, 0, 0 };
	r->depth = depth;
	for (size_t at = 0; !r->no_memory;) {
		struct pdf_token t = pdf_token_next(content, &at);
		if (t.kind == PDF_TOKEN_END)
			break;
		if (t.kind == PDF_TOKEN_NUMBER)
			push_operand(r, t.number);
		if (t.kind == PDF_TOKEN_NAME)
			r->name = t.text;
		if (t.kind != PDF_TOKEN_WORD)
			continue;
		if (canvas->budget->operators-- <= 0) {
			canvas->budget->spent = true;
			break;
		}
		if (str_is(t.text, "ID"))
			pdf_token_skip_image(content, &at);
		else
			run_operator(r, t.text);
		r->n_operands = 0;
		r->name = (struct str){ NULL, 0 };
	}
	return !r->no_memory;
}
