#include "doc/pdf_content.h"

#include "doc/pdf_token.h"

#include <math.h>

enum { OPERANDS_MAX = 6, NAME_BYTES_MAX = 128 };

/* The graphics state as far as lines need it. */
struct state {
	struct grid_matrix ctm;
	double width;
};

struct run {
	struct pdf_canvas *canvas;
	struct state state, stack[PDF_STATES_MAX];
	struct grid_matrix text; /* Tm: text space to user space */
	int n_states, skipped_states;
	double operand[OPERANDS_MAX]; /* the last ones */
	int n_operands;
	struct str name;
	struct grid_path path;
	bool no_memory;
	int depth;
};

/* Asked many times for each operator; inline, with the length of z known, it is one comparison. */
static bool is_operator(struct str op, const char *z)
{
	return str_is(op, z);
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

static void add_point(struct run *r, double x, double y, enum grid_step step)
{
	grid_matrix_apply(&r->state.ctm, &x, &y);
	grid_path_add(&r->path, x, y, step);
}

static void add_rectangle(struct run *r)
{
	double x = operand(r, 4, 0), y = operand(r, 4, 1), w = operand(r, 4, 2),
	       h = operand(r, 4, 3);
	add_point(r, x, y, GRID_MOVE);
	add_point(r, x + w, y, GRID_LINE);
	add_point(r, x + w, y + h, GRID_LINE);
	add_point(r, x, y + h, GRID_LINE);
	grid_path_close(&r->path);
}

/* Ends the path: paints it as asked and forgets it. */
static void paint_path(struct run *r, bool stroke, bool fill)
{
	const struct grid_matrix *m = &r->state.ctm;
	double scale = sqrt(fabs(m->a * m->d - m->b * m->c));
	grid_path_paint(&r->path, r->canvas->page, fill, stroke, r->state.width * scale);
	r->no_memory = r->no_memory || r->path.no_memory;
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
	struct grid_matrix m = { operand(r, 6, 0), operand(r, 6, 1), operand(r, 6, 2),
		operand(r, 6, 3), operand(r, 6, 4), operand(r, 6, 5) };
	r->state.ctm = grid_matrix_multiply(m, r->state.ctm);
}

/* Counts a piece of text by the way it reads on the page: right, down, left, up. */
static void count_direction(struct run *r)
{
	struct grid_matrix m = grid_matrix_multiply(r->text, r->state.ctm);
	int way = fabs(m.a) >= fabs(m.b) ? (m.a >= 0 ? 0 : 2) : (m.b >= 0 ? 1 : 3);
	r->canvas->direction[way]++;
}

/* Of the text operators only those that turn or show text matter; false when it is none. */
static bool run_text(struct run *r, struct str op)
{
	if (is_operator(op, "BT"))
		r->text = (struct grid_matrix){ 1, 0, 0, 1, 0, 0 };
	else if (is_operator(op, "Tm"))
		r->text = (struct grid_matrix){ operand(r, 6, 0), operand(r, 6, 1),
			operand(r, 6, 2), operand(r, 6, 3), operand(r, 6, 4), operand(r, 6, 5) };
	else if (is_operator(op, "Tj") || is_operator(op, "TJ") || is_operator(op, "'") ||
		 is_operator(op, "\""))
		count_direction(r);
	else
		return false;
	return true;
}

/* m l c v y h re; false when the operator is none of them. */
static bool build_path(struct run *r, struct str op)
{
	if (is_operator(op, "m"))
		add_point(r, operand(r, 2, 0), operand(r, 2, 1), GRID_MOVE);
	else if (is_operator(op, "l"))
		add_point(r, operand(r, 2, 0), operand(r, 2, 1), GRID_LINE);
	else if (is_operator(op, "re"))
		add_rectangle(r);
	else if (is_operator(op, "h"))
		grid_path_close(&r->path);
	else if (is_operator(op, "c"))
		add_point(r, operand(r, 6, 4), operand(r, 6, 5), GRID_CURVE);
	else if (is_operator(op, "v") || is_operator(op, "y"))
		add_point(r, operand(r, 4, 2), operand(r, 4, 3), GRID_CURVE);
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
		if (!is_operator(op, paint[i].op))
			continue;
		if (paint[i].close)
			grid_path_close(&r->path);
		paint_path(r, paint[i].stroke, paint[i].fill);
		return true;
	}
	return false;
}

static void run_operator(struct run *r, struct str op)
{
	if (build_path(r, op) || end_path(r, op) || run_text(r, op))
		return;
	if (is_operator(op, "q"))
		save_state(r);
	else if (is_operator(op, "Q"))
		restore_state(r);
	else if (is_operator(op, "cm"))
		change_matrix(r);
	else if (is_operator(op, "w"))
		r->state.width = operand(r, 1, 0);
	else if (is_operator(op, "Do"))
		draw_object(r);
}

bool pdf_content_run(
	struct pdf_canvas *canvas, struct str content, struct grid_matrix ctm, int depth)
{
	/* On the heap of the arena: the state stack is too large to nest on ours. */
	struct run *r = arena_one(canvas->scratch, struct run);
	if (!r)
		return false;
	r->canvas = canvas;
	r->state = (struct state){ ctm, 1 };
	r->text = (struct grid_matrix){ 1, 0, 0, 1, 0, 0 };
	r->depth = depth;
	grid_path_init(&r->path, canvas->scratch, canvas->arena, &canvas->budget->rules);
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
