#include "report/finding.h"

#include "core/json.h"

#include <inttypes.h>
#include <stdio.h>

const char *severity_name(enum severity s)
{
	static const char *const name[] = { "info", "warning", "error" };
	return name[s];
}

const char *severity_label(enum severity s)
{
	static const char *const label[] = { "说明", "提醒", "错误" };
	return label[s];
}

void findings_init(struct findings *f, struct arena *a)
{
	*f = (struct findings){ .arena = a };
}

/* FNV-1a, 64 bits (offset basis and prime of the published algorithm). */
static const uint64_t FNV_BASIS = 0xcbf29ce484222325u;
static const uint64_t FNV_PRIME = 0x100000001b3u;

/* Hashes the bytes and one separator, so that "a","bc" and "ab","c" differ. */
static uint64_t hash_bytes(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * FNV_PRIME;
	return (h ^ 0xff) * FNV_PRIME;
}

/*
 * Rule, cell codes and values make the fingerprint, so that a finding somebody
 * dismissed stays dismissed when wording or the order of findings changes.  A
 * finding in the prose, or without cells, has nothing else to tell it from its
 * like than its message, which then counts too.
 */
static void set_fingerprint(struct finding *it)
{
	uint64_t h = hash_bytes(FNV_BASIS, str_cstr(it->rule));
	for (size_t i = 0; i < it->n_cells; i++)
		h = hash_bytes(h, str_cstr(report_cell_code(it->cell[i]).z));
	h = hash_bytes(h, it->expected);
	h = hash_bytes(h, it->actual);
	if (it->section >= 0 || it->n_cells == 0)
		h = hash_bytes(h, it->message);
	snprintf(it->fingerprint, sizeof it->fingerprint, "%016" PRIx64, h);
}

void findings_add(struct findings *f, const struct finding *it)
{
	struct finding *grown =
		arena_grow(f->arena, f->item, f->n, f->n + 1, &f->cap, sizeof *grown);
	int *cells = it->n_cells ? arena_array(f->arena, int, it->n_cells) : NULL;
	if (!grown || (it->n_cells && !cells))
		return;
	f->item = grown;
	if (it->n_cells)
		memcpy(cells, it->cell, it->n_cells * sizeof *cells);
	struct finding copy = *it;
	copy.cell = cells;
	copy.expected = arena_str(f->arena, it->expected);
	copy.actual = arena_str(f->arena, it->actual);
	copy.message = arena_str(f->arena, it->message);
	copy.hint = arena_str(f->arena, it->hint);
	copy.where = arena_str(f->arena, it->where);
	set_fingerprint(&copy);
	f->item[f->n++] = copy;
}

size_t findings_count(const struct findings *f, enum severity s)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++)
		n += f->item[i].severity == s;
	return n;
}

/* Position in rule_list; unknown rules stand last. */
static size_t rule_order(const char *id)
{
	size_t n;
	const struct rule_info *rule = rule_list(&n);
	size_t i = 0;
	while (i < n && strcmp(rule[i].id, id) != 0)
		i++;
	return i;
}

struct sort_key {
	const struct finding *it;
	size_t order, index;
};

static int compare_keys(const void *a, const void *b)
{
	const struct sort_key *x = a, *y = b;
	if (x->it->severity != y->it->severity)
		return x->it->severity > y->it->severity ? -1 : 1;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	int cx = x->it->n_cells ? x->it->cell[0] : -1, cy = y->it->n_cells ? y->it->cell[0] : -1;
	if (cx != cy)
		return cx < cy ? -1 : 1;
	return x->index < y->index ? -1 : 1;
}

/* Sorts keys that remember the original index, then copies into a new array: stable. */
void findings_sort(struct findings *f)
{
	if (f->n < 2)
		return;
	struct sort_key *key = arena_array(f->arena, struct sort_key, f->n);
	struct finding *sorted = arena_array(f->arena, struct finding, f->n);
	if (!key || !sorted)
		return;
	for (size_t i = 0; i < f->n; i++)
		key[i] = (struct sort_key){ &f->item[i], rule_order(f->item[i].rule), i };
	qsort(key, f->n, sizeof *key, compare_keys);
	for (size_t i = 0; i < f->n; i++)
		sorted[i] = *key[i].it;
	f->item = sorted;
	f->cap = f->n;
}

static void write_text_or_null(struct buf *b, struct str s)
{
	if (s.n)
		json_write_string(b, s);
	else
		buf_lit(b, "null");
}

void finding_write_json(struct buf *b, const struct finding *it)
{
	buf_lit(b, "{\"rule\":");
	json_write_string(b, str_cstr(it->rule));
	buf_fmt(b, ",\"severity\":\"%s\",\"cells\":[", severity_name(it->severity));
	for (size_t i = 0; i < it->n_cells; i++)
		buf_fmt(b, "%s\"%s\"", i ? "," : "", report_cell_code(it->cell[i]).z);
	buf_lit(b, "],\"expected\":");
	write_text_or_null(b, it->expected);
	buf_lit(b, ",\"actual\":");
	write_text_or_null(b, it->actual);
	buf_lit(b, ",\"message\":");
	json_write_string(b, it->message);
	buf_lit(b, ",\"hint\":");
	write_text_or_null(b, it->hint);
	buf_lit(b, ",\"where\":");
	write_text_or_null(b, it->where);
	buf_char(b, '}');
}

void findings_write_json(struct buf *b, const struct report *r, const struct findings *f)
{
	buf_lit(b, "{\"file\":");
	write_text_or_null(b, r->file);
	buf_lit(b, ",\"agency\":");
	write_text_or_null(b, r->agency);
	buf_lit(b, ",\"year\":");
	if (r->year)
		buf_int(b, r->year);
	else
		buf_lit(b, "null");
	buf_lit(b, ",\"findings\":[");
	for (size_t i = 0; i < f->n; i++) {
		if (i)
			buf_char(b, ',');
		finding_write_json(b, &f->item[i]);
	}
	buf_fmt(b, "],\"summary\":{\"error\":%zu,\"warning\":%zu,\"info\":%zu}}",
		findings_count(f, SEVERITY_ERROR), findings_count(f, SEVERITY_WARNING),
		findings_count(f, SEVERITY_INFO));
}
