#include "http/form.h"

#include "http/form_value.h"

/* One field being read: the pairs of the whole form, and where its results go. */
struct reading {
	const struct form_field *f;
	const struct form_pair *pairs;
	size_t n_pairs;
	struct arena *a;
	struct form_state *st;
	union form_value *v;
	struct error why;
};

static enum err bug(struct error *err, const struct form_field *f, const char *what)
{
	error_set(err, ERR_BUG, NULL, "程序内部错误，请联系管理员");
	return error_detail(err, "form field %s: %s", f->name ? f->name : "?", what);
}

/* A table is written by us; what is wrong in it shows at the first request. */
static enum err check_table(const struct form_field *fields, size_t n, struct error *err)
{
	for (size_t i = 0; i < n; i++) {
		const struct form_field *f = &fields[i];
		bool chosen = f->type == FORM_TYPE_CHOICE || f->type == FORM_TYPE_CHOICES;
		bool bounded = f->type <= FORM_TYPE_TOKEN || f->type == FORM_TYPE_DATE ||
			       f->type == FORM_TYPE_FILE || f->type == FORM_TYPE_FILES;
		if (!f->name || !f->label)
			return bug(err, f, "no name or label");
		if (bounded && (f->max <= 0 || f->min > f->max))
			return bug(err, f, "no upper bound");
		if (chosen != (f->choices != NULL))
			return bug(err, f, "choices");
		for (int k = 0; f->type == FORM_TYPE_CHOICES && f->choices[k].value; k++)
			if (k == FORM_CHOICES_MAX)
				return bug(err, f, "too many choices");
	}
	return OK;
}

static bool is_file_type(const struct form_field *f)
{
	return f->type == FORM_TYPE_FILE || f->type == FORM_TYPE_FILES;
}

/* A file box that was left empty is sent as a file without name and content. */
static bool is_chosen(const struct form_file *file)
{
	return file->name.n || file->size > 0;
}

/*
 * The next pair of the field from *at on, `suffix` behind its name; a file is no text and a
 * text no file.
 */
static const struct form_pair *next_pair(const struct reading *r, const char *suffix, size_t *at)
{
	struct str name = str_cstr(r->f->name);
	while (*at < r->n_pairs) {
		const struct form_pair *p = &r->pairs[(*at)++];
		if (is_file_type(r->f) ? !p->file || !is_chosen(p->file) : p->file != NULL)
			continue;
		if (str_starts(p->name, name) &&
			str_is(str_sub(p->name, name.n, p->name.n), suffix))
			return p;
	}
	return NULL;
}

/* The only value of the field; empty when it was not sent, an error when it was sent twice. */
static enum err only_value(struct reading *r, const char *suffix, struct str *out)
{
	size_t at = 0;
	const struct form_pair *p = next_pair(r, suffix, &at);
	*out = p ? p->value : (struct str){ NULL, 0 };
	if (p && next_pair(r, suffix, &at))
		return error_set(&r->why, ERR_INVALID, r->f->rule, "%s填写了不止一次，请只填写一次",
			r->f->label);
	return OK;
}

static enum err read_text(struct reading *r)
{
	struct str raw, text = { NULL, 0 };
	enum err e = only_value(r, "", &raw);
	if (r->f->type != FORM_TYPE_SECRET)
		r->st->raw = raw;
	if (!e)
		e = form_read_text(r->f, raw, r->a, &text, &r->why);
	r->v->text = text;
	r->st->given = e || text.n;
	return e;
}

static enum err read_number(struct reading *r)
{
	enum err e = only_value(r, "", &r->st->raw);
	r->st->given = str_trim(r->st->raw).n > 0;
	return e || !r->st->given ? e : form_read_number(r->f, r->st->raw, r->v, &r->why);
}

/* One field, or three: name.year, name.month, name.day. */
static enum err read_date(struct reading *r)
{
	static const char *const suffix[] = { ".year", ".month", ".day" };
	r->v->date = form_date_absent();
	enum err e = only_value(r, "", &r->st->raw);
	bool whole = str_trim(r->st->raw).n > 0, parts = false;
	for (int i = 0; i < 3 && !e; i++) {
		e = only_value(r, suffix[i], &r->st->part[i]);
		parts = parts || str_trim(r->st->part[i]).n;
	}
	r->st->given = whole || parts;
	if (e || !r->st->given)
		return e;
	if (whole)
		return form_read_date(r->f, r->st->raw, &r->v->date, &r->why);
	r->st->raw = arena_fmt(r->a, "%.*s-%.*s-%.*s", STR_ARG(r->st->part[0]),
		STR_ARG(r->st->part[1]), STR_ARG(r->st->part[2]));
	return form_read_date_parts(r->f, r->st->part, &r->v->date, &r->why);
}

static void read_flag(struct reading *r)
{
	const struct form_pair *p;
	size_t at = 0;
	while ((p = next_pair(r, "", &at)) != NULL) {
		r->st->raw = p->value;
		if (p->value.n && !str_is(p->value, "0"))
			r->v->flag = true;
	}
	r->st->given = r->v->flag;
}

static enum err bad_choice(struct reading *r)
{
	return error_set(
		&r->why, ERR_INVALID, r->f->rule, "%s不在可选的范围内，请重新选择", r->f->label);
}

static enum err read_choice(struct reading *r)
{
	size_t at = 0;
	r->v->choice = -1;
	bool sent = next_pair(r, "", &at) != NULL;
	enum err e = only_value(r, "", &r->st->raw);
	r->st->given = r->st->raw.n > 0;
	if (e || !sent)
		return e;
	int i = form_choice_find(r->f->choices, r->st->raw);
	if (i < 0 && r->st->given)
		return bad_choice(r);
	r->v->choice = i;
	r->st->given = i >= 0;
	return OK;
}

/* Adds a line to raw. */
static void add_raw(struct reading *r, struct str value)
{
	struct str raw = r->st->raw;
	r->st->raw = raw.n ? arena_fmt(r->a, "%.*s\n%.*s", STR_ARG(raw), STR_ARG(value)) : value;
}

static enum err read_choices(struct reading *r)
{
	const struct form_pair *p;
	const struct form_field *f = r->f;
	size_t at = 0;
	int64_t n = 0;
	enum err e = OK;
	while ((p = next_pair(r, "", &at)) != NULL && !e) {
		int i = form_choice_find(f->choices, p->value);
		if (i >= 0 && !(r->v->choices >> i & 1)) {
			r->v->choices |= (uint64_t)1 << i;
			add_raw(r, p->value);
			n++;
		} else if (i < 0 && p->value.n) {
			e = bad_choice(r);
		}
	}
	r->st->given = e || n > 0;
	if (!e && n > 0 && n < f->min)
		e = error_set(&r->why, ERR_INVALID, f->rule, "%s至少选择 %d 项，现在选了 %d 项",
			f->label, (int)f->min, (int)n);
	if (!e && f->max > 0 && n > f->max)
		e = error_set(&r->why, ERR_INVALID, f->rule, "%s最多选择 %d 项，现在选了 %d 项",
			f->label, (int)f->max, (int)n);
	return e;
}

static enum err read_files(struct reading *r)
{
	const struct form_pair *p;
	const struct form_field *f = r->f;
	size_t at = 0, n = 0, most = f->type == FORM_TYPE_FILE ? 1 : FORM_FILES_MAX;
	const struct form_file **list = arena_alloc(r->a, most * sizeof *list);
	if (!list)
		return OK;
	while ((p = next_pair(r, "", &at)) != NULL) {
		r->st->given = true;
		add_raw(r, p->file->name);
		if (n == most)
			return error_set(&r->why, ERR_INVALID, f->rule, "%s最多上传 %zu 个文件",
				f->label, most);
		list[n++] = p->file;
		enum err e = form_check_file(f, p->file, &r->why);
		if (e)
			return e;
	}
	if (f->type == FORM_TYPE_FILES)
		r->v->files = (struct form_files){ n ? list : NULL, n };
	else if (n)
		r->v->file = *list[0];
	return OK;
}

static enum err read_value(struct reading *r)
{
	switch (r->f->type) {
	case FORM_TYPE_TEXT:
	case FORM_TYPE_LINES:
	case FORM_TYPE_SECRET:
	case FORM_TYPE_TOKEN:
		return read_text(r);
	case FORM_TYPE_INT:
	case FORM_TYPE_ID:
	case FORM_TYPE_DECIMAL:
		return read_number(r);
	case FORM_TYPE_DATE:
		return read_date(r);
	case FORM_TYPE_FLAG:
		read_flag(r);
		return OK;
	case FORM_TYPE_CHOICE:
		return read_choice(r);
	case FORM_TYPE_CHOICES:
		return read_choices(r);
	case FORM_TYPE_FILE:
	case FORM_TYPE_FILES:
		return read_files(r);
	}
	return OK;
}

/* A required field is empty. */
static enum err missing(struct reading *r)
{
	const struct form_field *f = r->f;
	const char *label = f->label;
	if (f->missing)
		return error_set(&r->why, ERR_INVALID, f->rule, "%s", f->missing);
	switch (f->type) {
	case FORM_TYPE_FLAG:
		return error_set(&r->why, ERR_INVALID, f->rule, "请勾选“%s”", label);
	case FORM_TYPE_ID:
	case FORM_TYPE_CHOICE:
	case FORM_TYPE_CHOICES:
		return error_set(&r->why, ERR_INVALID, f->rule, "请选择%s", label);
	case FORM_TYPE_FILE:
	case FORM_TYPE_FILES:
		return error_set(&r->why, ERR_INVALID, f->rule, "请上传%s", label);
	default:
		return error_set(&r->why, ERR_INVALID, f->rule, "请填写%s", label);
	}
}

/* The value a field in error holds. */
static union form_value absent_value(const struct form_field *f)
{
	union form_value v;
	memset(&v, 0, sizeof v);
	if (f->type == FORM_TYPE_DATE)
		v.date = form_date_absent();
	else if (f->type == FORM_TYPE_CHOICE)
		v.choice = -1;
	return v;
}

/* Puts the value where the table says. */
static void store_value(const struct form_field *f, const union form_value *v, void *out)
{
	static const size_t size[] = {
		[FORM_TYPE_TEXT] = sizeof(struct str),
		[FORM_TYPE_LINES] = sizeof(struct str),
		[FORM_TYPE_SECRET] = sizeof(struct str),
		[FORM_TYPE_TOKEN] = sizeof(struct str),
		[FORM_TYPE_INT] = sizeof(int64_t),
		[FORM_TYPE_ID] = sizeof(int64_t),
		[FORM_TYPE_DECIMAL] = sizeof(struct decimal),
		[FORM_TYPE_DATE] = sizeof(struct date),
		[FORM_TYPE_FLAG] = sizeof(bool),
		[FORM_TYPE_CHOICE] = sizeof(int),
		[FORM_TYPE_CHOICES] = sizeof(uint64_t),
		[FORM_TYPE_FILE] = sizeof(struct form_file),
		[FORM_TYPE_FILES] = sizeof(struct form_files),
	};
	memcpy((char *)out + f->offset, v, size[f->type]);
}

static struct str arena_message(struct arena *a, const char *message)
{
	return arena_str(a, str_cstr(message));
}

enum err form_parse(const struct form_field *fields, size_t n, const struct form_pair *pairs,
	size_t n_pairs, struct arena *a, void *out, struct form_report *report, struct error *err)
{
	enum err e = check_table(fields, n, err);
	if (e)
		return e;
	struct form_report rep = { arena_array(a, struct form_state, n + 1), n, 0 };
	union form_value *v = arena_array(a, union form_value, n + 1);
	for (size_t i = 0; i < n && rep.state && v; i++) {
		struct reading r = { &fields[i], pairs, n_pairs, a, &rep.state[i], &v[i],
			{ .code = OK } };
		v[i] = absent_value(&fields[i]);
		e = read_value(&r);
		if (!e && !r.st->given && (fields[i].flags & FORM_REQUIRED))
			e = missing(&r);
		if (e) {
			v[i] = absent_value(&fields[i]);
			r.st->error = arena_message(a, r.why.msg);
			rep.n_errors++;
		}
	}
	e = arena_check(a, err);
	if (e)
		return e;
	for (size_t i = 0; i < n; i++)
		store_value(&fields[i], &v[i], out);
	*report = rep;
	return OK;
}

enum err form_report_add(struct form_report *report, const struct form_field *fields,
	const char *name, struct arena *a, const char *message, struct error *err)
{
	for (size_t i = 0; i < report->n; i++) {
		struct form_state *st = &report->state[i];
		if (strcmp(fields[i].name, name) != 0)
			continue;
		if (st->error.n)
			return OK;
		struct str text = arena_message(a, message);
		enum err e = arena_check(a, err);
		if (e)
			return e;
		st->error = text;
		report->n_errors++;
		return OK;
	}
	struct form_field none = { .name = name };
	return bug(err, &none, "not declared");
}
