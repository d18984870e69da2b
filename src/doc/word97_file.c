#include "doc/word97.h"

#include <stdlib.h>

/* Offsets and numbers of [MS-DOC]: 2.5 (Fib), 2.8 (Plc), 2.9.38 (Clx), 2.9.73 (FcCompressed). */
enum {
	FIB_MAGIC = 0xA5EC,
	FIB_MAGIC_WORD6 = 0xA5DC,
	FIB_VERSION = 0x02,
	FIB_VERSION_WORD97 = 0xC0, /* Word 97 writes 0xC1; 0xC0 and 0xC2 are its localised forms */
	FIB_FLAGS = 0x0A,
	FIB_ENCRYPTED = 0x0100,
	FIB_TABLE1 = 0x0200,
	FIB_CCP_TEXT = 0x4C,
	FIB_CHPX = 0xFA,
	FIB_PAPX = 0x102,
	FIB_CLX = 0x1A2,
	CLX_PRC = 1,
	CLX_PCDT = 2,
	PCD_SIZE = 8,
	PAGE_SIZE = 512, /* formatted disk page */
	PAGE_NUMBER_MASK = 0x3FFFFF,
	BX_SIZE = 13, /* [MS-DOC] 2.9.23 BxPap */
	FC_NARROW = 0x40000000
};

/* The part of the table stream a (offset, length) pair of the Fib names. */
static struct str fib_part(const struct word97_file *f, size_t at)
{
	size_t from = le_u32(f->main, at), n = le_u32(f->main, at + 4);
	return str_sub(f->table, from, from + n);
}

static enum err damaged(struct error *err)
{
	return error_set(err, ERR_FORMAT, NULL,
		"Word 文档（.doc）已损坏或不完整，请用 Word 或 WPS 打开后另存为 docx 再试");
}

/* Skips the property blocks before the piece table; empty when there is no piece table. */
static struct str find_piece_table(struct str clx)
{
	size_t i = 0;
	while (i < clx.n && le_u8(clx, i) == CLX_PRC)
		i += 3 + le_u16(clx, i + 1);
	if (i >= clx.n || le_u8(clx, i) != CLX_PCDT)
		return (struct str){ NULL, 0 };
	return str_sub(clx, i + 5, i + 5 + (size_t)le_u32(clx, i + 1));
}

/*
 * The piece table: n+1 character positions, then n descriptors.  Positions that
 * do not grow end it; a piece that reaches out of the stream is cut there.
 */
static enum err read_pieces(struct word97_file *f, struct error *err)
{
	struct str plc = find_piece_table(fib_part(f, FIB_CLX));
	if (plc.n < 4 + 4 + PCD_SIZE)
		return damaged(err);
	size_t n = (plc.n - 4) / (4 + PCD_SIZE);
	f->piece = arena_array(f->arena, struct word97_piece, n);
	if (!f->piece)
		return arena_check(f->arena, err);
	for (size_t i = 0; i < n; i++) {
		struct word97_piece p = { .cp = le_u32(plc, i * 4),
			.cp_end = le_u32(plc, i * 4 + 4) };
		uint32_t fc = le_u32(plc, (n + 1) * 4 + i * PCD_SIZE + 2);
		p.narrow = fc & FC_NARROW;
		p.fc = fc & (FC_NARROW - 1);
		if (p.narrow)
			p.fc /= 2;
		if (p.cp_end <= p.cp || p.fc >= f->main.n)
			break;
		size_t room = (f->main.n - p.fc) / (p.narrow ? 1 : 2);
		if (p.cp_end - p.cp > room)
			p.cp_end = p.cp + (uint32_t)room;
		f->piece[f->n_pieces++] = p;
	}
	return f->n_pieces ? OK : damaged(err);
}

/* Properties of the k-th run of a paragraph page ([MS-DOC] 2.9.174 PapxFkp, 2.9.175 PapxInFkp). */
static void read_papx(struct str page, size_t runs, size_t k, struct word97_run *r)
{
	size_t at = (size_t)le_u8(page, (runs + 1) * 4 + k * BX_SIZE) * 2;
	if (at == 0)
		return;
	size_t n = (size_t)le_u8(page, at) * 2, from = at + 1;
	if (n == 0) {
		n = (size_t)le_u8(page, at + 1) * 2;
		from = at + 2;
	} else {
		n--;
	}
	struct str s = str_sub(page, from, from + n);
	r->style = le_u16(s, 0);
	r->sprms = str_sub(s, 2, s.n);
}

/* The same of a character page (2.9.33 ChpxFkp). */
static void read_chpx(struct str page, size_t runs, size_t k, struct word97_run *r)
{
	size_t at = (size_t)le_u8(page, (runs + 1) * 4 + k) * 2;
	if (at)
		r->sprms = str_sub(page, at + 1, at + 1 + le_u8(page, at));
}

static int compare_runs(const void *a, const void *b)
{
	const struct word97_run *x = a, *y = b;
	return (x->fc > y->fc) - (x->fc < y->fc);
}

/*
 * All runs of the pages that a bin table lists, sorted by position.  The number
 * of pages is bounded by those the stream has, whatever the table says.
 */
static enum err read_runs(struct word97_file *f, size_t fib_at, bool paragraphs,
	struct word97_runs *out, struct error *err)
{
	struct str plc = fib_part(f, fib_at);
	size_t pages = plc.n >= 12 ? (plc.n - 4) / 8 : 0, cap = 0;
	if (pages > f->main.n / PAGE_SIZE)
		pages = f->main.n / PAGE_SIZE;
	for (size_t i = 0; i < pages; i++) {
		size_t at = (size_t)(le_u32(plc, ((plc.n - 4) / 8 + 1) * 4 + i * 4) &
				     PAGE_NUMBER_MASK) *
			    PAGE_SIZE;
		struct str page = str_sub(f->main, at, at + PAGE_SIZE);
		size_t runs = page.n == PAGE_SIZE ? le_u8(page, PAGE_SIZE - 1) : 0;
		if ((runs + 1) * 4 + runs * (paragraphs ? BX_SIZE : 1) >= PAGE_SIZE)
			continue;
		struct word97_run *p =
			arena_grow(f->arena, out->run, out->n, out->n + runs, &cap, sizeof *p);
		if (!p)
			return arena_check(f->arena, err);
		out->run = p;
		for (size_t k = 0; k < runs; k++) {
			struct word97_run *r = &p[out->n];
			*r = (struct word97_run){ .fc = le_u32(page, k * 4),
				.fc_end = le_u32(page, k * 4 + 4) };
			if (paragraphs)
				read_papx(page, runs, k, r);
			else
				read_chpx(page, runs, k, r);
			out->n += r->fc_end > r->fc;
		}
	}
	if (out->n)
		qsort(out->run, out->n, sizeof *out->run, compare_runs);
	return OK;
}

/* Binary search for the last run that begins at or before fc. */
const struct word97_run *word97_find_run(const struct word97_runs *r, uint32_t fc)
{
	size_t low = 0, high = r->n;
	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;
		if (r->run[mid].fc <= fc)
			low = mid;
		else
			high = mid;
	}
	if (low >= r->n || fc < r->run[low].fc || fc >= r->run[low].fc_end)
		return NULL;
	return &r->run[low];
}

/* The first bytes of WordDocument: the version, and whether it is locked. */
static enum err check_fib(const struct word97_file *f, struct error *err)
{
	unsigned magic = le_u16(f->main, 0);
	if (magic == FIB_MAGIC_WORD6 ||
		(magic == FIB_MAGIC && le_u16(f->main, FIB_VERSION) < FIB_VERSION_WORD97))
		return error_set(err, ERR_FORMAT, NULL,
			"这是 Word 95 或更早版本的文档，无法读取，请用 Word 或 WPS 打开后另存为 "
			"docx");
	if (magic != FIB_MAGIC || f->main.n < FIB_CLX + 8)
		return damaged(err);
	if (le_u16(f->main, FIB_FLAGS) & FIB_ENCRYPTED)
		return error_set(
			err, ERR_FORMAT, NULL, "Word 文档设有打开密码，无法读取，请去掉密码后再试");
	return OK;
}

/* A missing stream Data is normal: it exists only for long property lists and pictures. */
enum err word97_open(struct arena *a, struct str bytes, struct word97_file **out, struct error *err)
{
	struct ole *o;
	struct word97_file *f = arena_one(a, struct word97_file);
	if (!f)
		return arena_check(a, err);
	f->arena = a;
	enum err e = ole_open(a, bytes, &o, err);
	if (e)
		return e;
	e = ole_stream(o, "WordDocument", &f->main, err);
	if (e)
		return e == ERR_NOT_FOUND ? damaged(err) : e;
	e = check_fib(f, err);
	if (e)
		return e;
	const char *table = le_u16(f->main, FIB_FLAGS) & FIB_TABLE1 ? "1Table" : "0Table";
	e = ole_stream(o, table, &f->table, err);
	if (e)
		return e == ERR_NOT_FOUND ? damaged(err) : e;
	e = ole_stream(o, "Data", &f->data, err);
	if (e && e != ERR_NOT_FOUND)
		return e;
	f->cp_end = le_u32(f->main, FIB_CCP_TEXT);
	e = read_pieces(f, err);
	if (!e)
		e = read_runs(f, FIB_PAPX, true, &f->paragraphs, err);
	if (!e)
		e = read_runs(f, FIB_CHPX, false, &f->characters, err);
	if (!e)
		e = word97_read_lists(f, err);
	if (!e)
		e = word97_read_styles(f, err);
	if (e)
		return e;
	*out = f;
	return OK;
}
