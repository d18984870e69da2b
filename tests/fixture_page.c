#include "tests/fixture_page.h"

#include "core/file.h"
#include "core/json.h"
#include "core/utf8.h"
#include "doc/read.h"

#include <stdio.h>
#include <stdlib.h>

enum { VALUES = 7, REVIEW_VALUES = 15, TEXT_MAX = 1 << 20 };

static const char *full_path(struct arena *a, const char *path)
{
	const char *root = getenv("GONGKAI_ROOT");
	return arena_cstr(a, arena_fmt(a, "%s/%s", root ? root : ".", path));
}

struct str fixture_file(struct arena *a, const char *path)
{
	struct str s = { NULL, 0 };
	if (file_read(a, full_path(a, path), DOC_FILE_MAX, &s, NULL) != OK)
		return (struct str){ NULL, 0 };
	return s;
}

struct str fixture_words(struct arena *a, const char *path)
{
	struct str command =
		arena_fmt(a, "pdftotext -bbox -enc UTF-8 '%s' - 2>/dev/null", full_path(a, path));
	FILE *f = popen(command.p, "r");
	struct buf b;
	char part[4096];
	buf_init(&b, DOC_FILE_MAX);
	for (size_t n; f && (n = fread(part, 1, sizeof part, f)) > 0;)
		buf_add(&b, part, n);
	if (f)
		pclose(f);
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

static void put_value(struct buf *b, const json_t *v)
{
	if (json_is_integer(v))
		buf_int(b, json_integer_value(v));
	else if (json_is_string(v))
		buf_cstr(b, json_string_value(v));
	else
		buf_char(b, '-');
}

struct str fixture_expected(struct arena *a, struct str json)
{
	json_t *root;
	struct buf b;
	buf_init(&b, TEXT_MAX);
	if (json_read(a, json, TEXT_MAX, &root, NULL) != OK)
		return (struct str){ NULL, 0 };
	const char *key;
	json_t *v;
	int n = 0;
	json_object_foreach(json_object_get(root, "cells"), key, v)
	{
		if (!strncmp(key, "t3.", 3)) {
			put_value(&b, v);
			buf_char(&b, ++n % VALUES ? ' ' : '\n');
		}
	}
	n = 0;
	json_object_foreach(json_object_get(root, "cells"), key, v)
	{
		if (!strncmp(key, "t4.", 3)) {
			put_value(&b, v);
			buf_char(&b, ++n % REVIEW_VALUES ? ' ' : '\n');
		}
	}
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

/* Appends a cell's number; false when it holds something else. */
static bool put_number(struct arena *a, struct buf *b, struct str text)
{
	struct str s = fold_text_arena(a, text);
	size_t before = b->n;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ',')
			continue;
		if (!strchr("0123456789.+-", s.p[i]))
			return false;
		buf_char(b, s.p[i]);
	}
	if (b->n == before)
		buf_char(b, '-');
	return true;
}

/* Appends the last `want` cells of a row as one line when they are numbers beside a label. */
static void put_row(struct arena *a, struct buf *b, const struct doc_table *t, int row, int want)
{
	const struct doc_cell *cell[DOC_TABLE_COLS_MAX];
	int n = 0;
	for (size_t i = 0; i < t->n_cells && n < DOC_TABLE_COLS_MAX; i++)
		if (t->cell[i].row == row)
			cell[n++] = &t->cell[i];
	size_t before = b->n;
	if (n < want || (want == VALUES && n == want))
		return;
	bool any = want == VALUES && cell[n - want - 1]->text.n > 0;
	for (int i = n - want; i < n; i++) {
		any = any || cell[i]->text.n > 0;
		if (!put_number(a, b, cell[i]->text)) {
			b->n = before;
			return;
		}
		buf_char(b, i + 1 < n ? ' ' : '\n');
	}
	if (!any)
		b->n = before;
}

int fixture_differences(struct arena *a, const struct doc *d, struct str values)
{
	struct buf b;
	buf_init(&b, TEXT_MAX);
	for (size_t i = 0; i < d->n_blocks; i++) {
		const struct doc_table *t = d->block[i].table;
		if (d->block[i].kind != DOC_TABLE || t->cols <= VALUES)
			continue;
		for (int r = 0; r < t->rows; r++)
			put_row(a, &b, t, r, t->cols >= REVIEW_VALUES ? REVIEW_VALUES : VALUES);
	}
	struct str got = buf_view(&b), want = values, g, w;
	int bad = 0;
	for (;;) {
		bool has_got = str_next_line(&got, &g), has_want = str_next_line(&want, &w);
		if (!has_got && !has_want)
			break;
		if (has_got && has_want && str_eq(g, w))
			continue;
		bad++;
		printf("# got \"%.*s\", want \"%.*s\"\n", has_got ? (int)g.n : 0,
			has_got ? g.p : "", has_want ? (int)w.n : 0, has_want ? w.p : "");
	}
	buf_done(&b);
	return bad;
}

const struct doc_block *fixture_block(const struct doc *d, enum doc_block_kind kind, int nth)
{
	for (size_t i = 0; i < d->n_blocks; i++)
		if (d->block[i].kind == kind && nth-- == 0)
			return &d->block[i];
	return NULL;
}
