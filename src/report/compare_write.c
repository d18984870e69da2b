/* A comparison as text for the terminal and as JSON. */
#include "report/columns.h"
#include "report/compare.h"

#include "core/json.h"

#include <stdio.h>

enum { ARENA_MAX = 256 << 20 };

/* With exactly one decimal, as shares are stated: "20.0". */
static struct decimal_text one_decimal(struct decimal v)
{
	struct decimal_text t = decimal_text(v);
	size_t n = strlen(t.z);
	if (v.scale == 0 && n + sizeof ".0" <= sizeof t.z)
		memcpy(t.z + n, ".0", sizeof ".0");
	return t;
}

/* "151", "151（+12，+8.6%）", "8.1%*", "—". */
static struct str cell_text(struct arena *a, const struct compare_row *row, size_t i, bool *marked)
{
	struct buf b;
	buf_init(&b, 1024);
	if (!row->has[i]) {
		buf_cstr(&b, "-");
	} else {
		buf_cstr(&b, row->is_share ? one_decimal(row->value[i]).z
					   : decimal_text(row->value[i]).z);
		if (row->is_share)
			buf_char(&b, '%');
		if (row->is_share && row->small[i]) {
			buf_char(&b, '*');
			*marked = true;
		}
		if (row->rank[i])
			buf_fmt(&b, "（第%d）", row->rank[i]);
	}
	if (row->has_change[i]) {
		const char *plus = decimal_sign(row->change[i]) > 0 ? "+" : "";
		buf_fmt(&b, "（%s%s%s", plus,
			row->is_share ? one_decimal(row->change[i]).z
				      : decimal_text(row->change[i]).z,
			row->is_share ? "个百分点" : "");
		if (row->has_change_percent[i])
			buf_fmt(&b, "，%s%s%%", plus, one_decimal(row->change_percent[i]).z);
		buf_cstr(&b, "）");
	}
	if (b.err && !a->err)
		a->err = b.err;
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

static struct str head_text(struct arena *a, const struct comparison *c, size_t i)
{
	const struct report *r = c->report[i];
	struct str name = r->agency.n ? r->agency : r->file.n ? r->file : STR("未知机关");
	if (!c->years)
		return name;
	return arena_fmt(a, "%d 年", r->year);
}

static void print_heading(struct buf *b, const struct comparison *c)
{
	const struct report *r = c->report[0];
	if (c->years)
		buf_fmt(b, "%.*s历年比较\n", STR_ARG(r->agency));
	else if (r->year)
		buf_fmt(b, "%d 年度各机关比较\n", r->year);
	else
		buf_cstr(b, "各机关比较\n");
}

void comparison_write_text(struct buf *b, const struct comparison *c)
{
	struct arena a;
	struct columns t;
	bool marked = false;
	arena_init(&a, ARENA_MAX);
	columns_init(&t, &a, c->n + 1);
	struct str *cell = columns_add_row(&t);
	if (cell)
		cell[0] = STR("指标");
	for (size_t i = 0; cell && i < c->n; i++)
		cell[i + 1] = head_text(&a, c, i);
	for (size_t k = 0; k < c->n_rows; k++) {
		cell = columns_add_row(&t);
		if (!cell)
			break;
		cell[0] = arena_fmt(&a, "%s（%s）", c->row[k].label, c->row[k].unit);
		for (size_t i = 0; i < c->n; i++)
			cell[i + 1] = cell_text(&a, &c->row[k], i, &marked);
	}
	print_heading(b, c);
	columns_write(b, &t);
	buf_cstr(b,
		"占比以办结总数为 100%，纠错率以已审结件数为 100%，保留一位小数；- 表示报告中没有这个数。\n");
	if (marked)
		buf_fmt(b, "* 基数不足 %d 件，占比仅供参考，不参加排序。\n", COMPARE_BASE_MIN);
	if (a.err && !b->err)
		b->err = a.err;
	arena_done(&a);
}

/* Counts as JSON integers, everything with decimals as a string, as in contract/cli.md. */
static void write_value(struct buf *b, bool has, struct decimal v, bool as_text, bool share)
{
	const char *quote = as_text || !decimal_is_int(v) ? "\"" : "";
	if (has)
		buf_fmt(b, "%s%s%s", quote, share ? one_decimal(v).z : decimal_text(v).z, quote);
	else
		buf_lit(b, "null");
}

static void write_values(struct buf *b, const char *key, const bool *has, const struct decimal *v,
	size_t n, bool as_text, bool share)
{
	buf_fmt(b, ",\"%s\":[", key);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(b, ',');
		write_value(b, has[i], v[i], as_text, share);
	}
	buf_char(b, ']');
}

static void write_row(struct buf *b, const struct compare_row *row, size_t n)
{
	bool as_text = row->is_share || strcmp(row->unit, "万元") == 0;
	buf_fmt(b, "{\"key\":\"%s\",\"label\":\"%s\",\"unit\":\"%s\",\"base\":", row->key,
		row->label, row->unit);
	if (row->base.n)
		json_write_string(b, row->base);
	else
		buf_lit(b, "null");
	write_values(b, "values", row->has, row->value, n, as_text, row->is_share);
	write_values(b, "changes", row->has_change, row->change, n, as_text, row->is_share);
	write_values(
		b, "change_percents", row->has_change_percent, row->change_percent, n, true, true);
	buf_lit(b, ",\"small\":[");
	for (size_t i = 0; i < n; i++)
		buf_fmt(b, "%s%s", i ? "," : "", row->small[i] ? "true" : "false");
	buf_lit(b, "],\"ranks\":[");
	for (size_t i = 0; i < n; i++) {
		buf_cstr(b, i ? "," : "");
		if (row->rank[i])
			buf_int(b, row->rank[i]);
		else
			buf_lit(b, "null");
	}
	buf_lit(b, "]}");
}

void comparison_write_json(struct buf *b, const struct comparison *c)
{
	buf_fmt(b, "{\"kind\":\"%s\",\"reports\":[", c->years ? "years" : "agencies");
	for (size_t i = 0; i < c->n; i++) {
		buf_cstr(b, i ? "," : "");
		report_write_source_json(b, c->report[i]);
	}
	buf_lit(b, "],\"rows\":[");
	for (size_t k = 0; k < c->n_rows; k++) {
		buf_cstr(b, k ? "," : "");
		write_row(b, &c->row[k], c->n);
	}
	buf_lit(b, "]}");
}

static void write_or_null(struct buf *b, struct str s)
{
	if (s.n)
		json_write_string(b, s);
	else
		buf_lit(b, "null");
}

void report_write_source_json(struct buf *b, const struct report *r)
{
	buf_lit(b, "{\"file\":");
	write_or_null(b, r->file);
	buf_lit(b, ",\"agency\":");
	write_or_null(b, r->agency);
	buf_lit(b, ",\"year\":");
	if (r->year)
		buf_int(b, r->year);
	else
		buf_lit(b, "null");
	buf_char(b, '}');
}
