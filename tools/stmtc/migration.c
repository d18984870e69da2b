#include "stmtc.h"

#include "scan.h"

/* "[postgres]" alone in a comment: what follows is for that engine. */
static enum err section(const char *file, const struct piece *x, int *only, struct error *err)
{
	struct str s = piece_is_line_comment(x) ? piece_comment(x) : STR("");
	if (!str_starts(s, STR("[")))
		return OK;
	if (str_is(s, "[all]"))
		*only = -1;
	else if (str_is(s, "[sqlite]"))
		*only = STMTC_SQLITE;
	else if (str_is(s, "[postgres]"))
		*only = STMTC_POSTGRES;
	else
		return scan_fail(err, file, x->line, "-- [sqlite], -- [postgres] or -- [all]");
	return OK;
}

static enum err put(
	const char *file, struct buf *b, const struct piece *x, int d, struct error *err)
{
	switch (x->kind) {
	case PIECE_BLANK:
	case PIECE_COMMENT:
		if (b->n > 0 && b->p[b->n - 1] != ' ')
			buf_char(b, ' ');
		return OK;
	case PIECE_MACRO:
		if (!scan_macro_text(x->text, d))
			return scan_fail(
				err, file, x->line, "unknown macro {%.*s}", STR_ARG(x->text));
		buf_cstr(b, scan_macro_text(x->text, d));
		return OK;
	case PIECE_PARAM:
		buf_char(b, ':');
		break;
	default:
		break;
	}
	buf_str(b, x->text);
	return OK;
}

static enum err one_dialect(
	const char *file, struct str text, int d, struct buf *b, struct error *err)
{
	struct scan s = { .file = file, .text = text, .line = 1 };
	struct piece x;
	enum err e;
	int only = -1;
	while (!(e = scan_next(&s, &x, err)) && x.kind != PIECE_END) {
		e = section(file, &x, &only, err);
		if (!e && (only < 0 || only == d))
			e = put(file, b, &x, d, err);
		if (e)
			break;
	}
	return e;
}

enum err stmtc_migration(struct arena *a, const char *file, struct str text, int number,
	struct str out[STMTC_DIALECTS], struct error *err)
{
	struct str made[STMTC_DIALECTS];
	enum err e = scan_check(file, text, STMTC_TEXT_MAX, err);
	for (int d = 0; !e && d < STMTC_DIALECTS; d++) {
		struct buf b;
		buf_init(&b, STMTC_OUT_MAX);
		e = one_dialect(file, text, d, &b, err);
		/* So that a look at the file alone tells its version. */
		if (d == STMTC_SQLITE)
			buf_fmt(&b, " PRAGMA user_version=%d;", number);
		if (!e)
			e = buf_check(&b, err);
		if (!e) {
			made[d] = arena_str(a, str_trim(buf_view(&b)));
			e = arena_check(a, err);
		}
		buf_done(&b);
	}
	if (!e)
		memcpy(out, made, sizeof made);
	return e;
}

enum err stmtc_migration_name(
	struct arena *a, const char *file, int *number, struct str *name, struct error *err)
{
	struct str s = scan_base(file);
	int value = 0;
	size_t i = 0;
	for (; i < s.n && i < 4 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		value = value * 10 + (s.p[i] - '0');
	size_t end = i + 1;
	while (end < s.n && scan_is_name(s.p[end]))
		end++;
	if (i != 4 || value == 0 || i >= s.n || s.p[i] != '_' || end == i + 1 ||
		!str_is(str_sub(s, end, s.n), ".sql"))
		return scan_fail(err, file, 1, "a migration is called 0001_name.sql");
	struct str copy = arena_str(a, str_sub(s, i + 1, end));
	enum err e = arena_check(a, err);
	if (!e) {
		*number = value;
		*name = copy;
	}
	return e;
}
