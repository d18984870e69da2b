#include "report/prose.h"

#include "core/utf8.h"

static bool is_name_sign(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

static void skip_blanks(struct str s, size_t *at)
{
	while (*at < s.n && s.p[*at] == ' ')
		++*at;
}

/* A name at *at; empty when there is none. */
static struct str take_name(struct str s, size_t *at)
{
	skip_blanks(s, at);
	size_t from = *at;
	while (*at < s.n && is_name_sign(s.p[*at]))
		++*at;
	struct str name = str_sub(s, from, *at);
	skip_blanks(s, at);
	return name;
}

/*
 * The field that begins with the brace at `at`: its length, 0 when this is no field.  f->value is the
 * sum of its names, f->unknown the first that has no number.
 */
static size_t read_field(
	struct str s, size_t at, prose_lookup *lookup, void *ctx, struct prose_field *f)
{
	size_t from = at++;
	bool minus = false;
	*f = (struct prose_field){ .value = decimal_int(0) };
	for (;;) {
		struct str name = take_name(s, &at);
		if (name.n == 0 || at >= s.n)
			return 0;
		struct decimal v = decimal_int(0), sum;
		bool known = lookup(ctx, name, &v);
		if (known && minus)
			known = decimal_sub(f->value, v, &sum);
		else if (known)
			known = decimal_add(f->value, v, &sum);
		if (known)
			f->value = sum;
		else if (f->unknown.n == 0)
			f->unknown = name;
		char sign = s.p[at++];
		if (sign == '}')
			break;
		if (sign != '+' && sign != '-')
			return 0;
		minus = sign == '-';
	}
	f->source = str_sub(s, from, at);
	return at - from;
}

enum err prose_expand(struct arena *a, struct str source, prose_lookup *lookup, void *ctx,
	struct prose *out, struct error *err)
{
	if (utf8_length(source) > PROSE_TEXT_MAX)
		return error_set(err, ERR_LIMIT, NULL, "这一部分最多 %d 个字，请缩短后再保存", PROSE_TEXT_MAX);
	struct prose p = { .field = arena_array(a, struct prose_field, PROSE_FIELDS_MAX) };
	if (!p.field)
		return arena_check(a, err);
	struct buf b;
	buf_init(&b, (size_t)PROSE_TEXT_MAX * 4 + (size_t)PROSE_FIELDS_MAX * sizeof(struct decimal_text));
	enum err e = OK;
	for (size_t at = 0; at < source.n && !e;) {
		struct prose_field f;
		size_t n = source.p[at] == '{' ? read_field(source, at, lookup, ctx, &f) : 0;
		if (n == 0) {
			buf_char(&b, source.p[at++]);
			continue;
		}
		if (p.n == PROSE_FIELDS_MAX) {
			e = error_set(err, ERR_LIMIT, NULL, "这一部分最多用 %d 个数字字段", PROSE_FIELDS_MAX);
			break;
		}
		f.from = b.n;
		if (f.unknown.n) {
			buf_str(&b, f.source);
			p.n_unknown++;
		} else
			buf_cstr(&b, decimal_text(f.value).z);
		f.to = b.n;
		p.field[p.n++] = f;
		at += n;
	}
	if (!e)
		e = buf_check(&b, err);
	if (!e) {
		p.text = arena_str(a, buf_view(&b));
		e = arena_check(a, err);
	}
	buf_done(&b);
	if (!e)
		*out = p;
	return e;
}

bool prose_cell(void *ctx, struct str name, struct decimal *out)
{
	const struct report *r = ctx;
	int cell = report_cell_by_code(name);
	return cell >= 0 && report_number_or_zero(r, cell, out);
}

static size_t count_lines(struct str text)
{
	struct str line;
	size_t n = 0;
	while (str_next_line(&text, &line))
		n += str_trim(line).n > 0;
	return n;
}

enum err prose_put_part(struct report *r, int no, struct str text, struct error *err)
{
	struct report_section *s = NULL;
	size_t kept = 0;
	for (size_t i = 0; i < r->n_sections; i++) /* what there is of this part gives way */
		if (r->section[i].no != no)
			r->section[kept++] = r->section[i];
	r->n_sections = kept;
	s = arena_grow(r->arena, r->section, r->n_sections, r->n_sections + 1, &r->cap_sections, sizeof *s);
	struct report_paragraph *p = arena_array(r->arena, struct report_paragraph, count_lines(text) + 1);
	if (!s || !p)
		return arena_check(r->arena, err);
	r->section = s;
	size_t at = r->n_sections++;
	for (; at > 0 && s[at - 1].no > no; at--) /* the parts stand in order */
		s[at] = s[at - 1];
	s[at] = (struct report_section){ .no = no, .heading = str_cstr(report_section_heading(no)), .paragraph = p };
	for (struct str rest = text, line; str_next_line(&rest, &line);) {
		line = str_trim(line);
		if (line.n)
			p[s[at].n_paragraphs++].text = line;
	}
	return OK;
}

/* The cells a claim was compared with, as a field; empty when it has none, or too many for one. */
static struct str field_of(struct arena *a, const struct claim *c)
{
	enum { CELLS_IN_A_FIELD = 4 };
	if (c->kind != CLAIM_NUMBER || c->n_cells == 0 || c->n_cells > CELLS_IN_A_FIELD)
		return STR("");
	struct buf b;
	buf_init(&b, 512);
	for (size_t i = 0; i < c->n_cells; i++)
		buf_fmt(&b, "%s%s", i ? "+" : "{", report_cell_code(c->cell[i]).z);
	buf_char(&b, '}');
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return out;
}

/* Does the number that stands at bytes [from, to) of the expanded text come from a field? */
static bool is_field(const struct prose *p, size_t from, size_t to)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->field[i].from < to && from < p->field[i].to)
			return true;
	return false;
}

/* The digits at the beginning of a claim, without its unit. */
static struct str digits_of(struct str s)
{
	size_t n = 0;
	while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.' || s.p[n] == ','))
		n++;
	return str_sub(s, 0, n);
}

enum err prose_free_numbers(struct arena *a, const struct report *r, const struct claims *c, int no,
	const struct prose *p, struct prose_free **out, size_t *n, struct error *err)
{
	struct prose_free *list = arena_array(a, struct prose_free, c->n + 1);
	size_t count = 0;
	for (size_t i = 0; list && i < c->n; i++) {
		const struct claim *k = &c->item[i];
		if (k->section < 0 || r->section[k->section].no != no || k->status == CLAIM_NOT_COMPARABLE)
			continue;
		struct str line = r->section[k->section].paragraph[k->paragraph].text;
		size_t base = (size_t)(line.p - p->text.p);
		if (is_field(p, base + k->from, base + k->to))
			continue;
		list[count++] = (struct prose_free){ .claim = k,
			.number = digits_of(str_sub(line, k->from, k->to)),
			.field = field_of(a, k) };
	}
	enum err e = arena_check(a, err);
	if (!e) {
		*out = list;
		*n = count;
	}
	return e;
}

enum err prose_bind(struct arena *a, struct str source, const struct prose *p,
	const struct prose_free *f, size_t n, struct str *out, struct error *err)
{
	struct buf b;
	buf_init(&b, (size_t)PROSE_TEXT_MAX * 4 + n * 256);
	size_t done = 0, field = 0; /* of the source, of its fields */
	size_t gained = 0, lost = 0; /* how much longer and shorter the expansion is up to here */
	for (size_t i = 0; i < n; i++) {
		if (f[i].field.n == 0 || f[i].number.n == 0)
			continue;
		size_t at = (size_t)(f[i].number.p - p->text.p);
		for (; field < p->n && p->field[field].to <= at; field++) {
			gained += p->field[field].to - p->field[field].from;
			lost += p->field[field].source.n;
		}
		size_t here = at - gained + lost;
		if (here < done)
			continue;
		buf_str(&b, str_sub(source, done, here));
		buf_str(&b, f[i].field);
		done = here + f[i].number.n;
	}
	buf_str(&b, str_sub(source, done, source.n));
	enum err e = buf_check(&b, err);
	if (e == OK) {
		*out = arena_str(a, buf_view(&b));
		e = arena_check(a, err);
	}
	buf_done(&b);
	return e;
}
