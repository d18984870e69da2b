#include "doc/edge_table.h"
#include "doc/word97.h"

/* Property codes of [MS-DOC] 2.6 and the cell flags of 2.9.328 (TCGRF). */
enum {
	SPRM_C_DELETED = 0x0800,
	SPRM_C_HIDDEN = 0x083C,
	SPRM_P_STYLE = 0x4600,
	SPRM_P_IN_TABLE = 0x2416,
	SPRM_P_ROW_END = 0x2417,
	SPRM_P_DEPTH = 0x6649,
	SPRM_P_INNER_ROW_END = 0x244C,
	SPRM_P_OUTLINE = 0x2640,
	SPRM_P_LIST_LEVEL = 0x260A,
	SPRM_P_LIST = 0x460B,
	SPRM_P_HUGE = 0x6646,
	SPRM_P_HUGE_OLD = 0x6645,
	SPRM_P_TABLE_PROPS = 0x646B,
	SPRM_P_TABS = 0xC615,
	SPRM_T_CELLS = 0xD608,
	SPRM_T_CELLS_OLD = 0xD606,
	SPRM_T_MERGE = 0x5624,
	SPRM_T_VERTICAL = 0xD62B,
	CELL_SIZE = 20, /* TC80 */
	CELL_FIRST = 1,
	CELL_MERGED = 2,
	CELL_VERTICAL = 0x20,
	CELL_VERTICAL_FIRST = 0x40,
	CELLS_PER_ROW_MAX = 63,
	OUTLINE_LEVELS = 9,
	STYLE_DEPTH_MAX = 16,
	SPRMS_MAX = 5000 /* property changes read of one paragraph */
};

/* Length of the operand by the code's upper three bits; variable ones say it themselves. */
static size_t operand_length(unsigned code, struct str rest, size_t *from)
{
	static const unsigned char fixed[] = { 1, 1, 2, 4, 2, 2, 0, 3 };
	*from = 2;
	if (code >> 13 != 6)
		return fixed[code >> 13];
	if (code == SPRM_T_CELLS || code == SPRM_T_CELLS_OLD) {
		*from = 4;
		unsigned n = le_u16(rest, 2);
		return n ? n - 1 : 0;
	}
	*from = 3;
	size_t n = le_u8(rest, 2);
	if (code == SPRM_P_TABS && n == 255) {
		size_t deleted = le_u8(rest, 3);
		size_t added = le_u8(rest, 4 + deleted * 4);
		n = 2 + deleted * 4 + added * 3;
	}
	return n;
}

bool word97_next_sprm(struct str *rest, struct word97_sprm *s)
{
	if (rest->n < 3)
		return false;
	size_t from;
	unsigned code = le_u16(*rest, 0);
	size_t n = operand_length(code, *rest, &from);
	if (from > rest->n || n > rest->n - from)
		return false;
	*s = (struct word97_sprm){ code, str_sub(*rest, from, from + n) };
	*rest = str_sub(*rest, from + n, rest->n);
	return true;
}

/* Lists that stand in the stream Data instead of the paragraph, with their length before them. */
struct elsewhere {
	struct str paragraph; /* sprmPHugePapx: too long for its page */
	struct str table;     /* sprmPTableProps: those of the row */
};

static struct str list_in_data(const struct word97_file *f, struct str operand)
{
	size_t at = le_u32(operand, 0);
	return str_sub(f->data, at + 2, at + 2 + le_u16(f->data, at));
}

/* One property change of a paragraph; unknown ones mean nothing here. */
static void apply(const struct word97_file *f, const struct word97_sprm *s, struct elsewhere *more,
	struct word97_paragraph *p)
{
	unsigned v = le_u8(s->operand, 0);
	switch (s->code) {
	case SPRM_P_IN_TABLE:
		p->in_table = v == 1;
		break;
	case SPRM_P_ROW_END:
		p->row_end = v == 1;
		break;
	case SPRM_P_DEPTH:
		p->in_table = p->in_table || le_u32(s->operand, 0) > 0;
		break;
	case SPRM_P_OUTLINE:
		p->level = v < OUTLINE_LEVELS ? (int)v + 1 : 0;
		break;
	case SPRM_P_LIST:
		p->list = le_u16(s->operand, 0);
		break;
	case SPRM_P_LIST_LEVEL:
		p->list_level = v;
		break;
	case SPRM_T_CELLS:
		p->cells = s->operand;
		break;
	case SPRM_P_HUGE:
	case SPRM_P_HUGE_OLD:
		more->paragraph = list_in_data(f, s->operand);
		break;
	case SPRM_P_TABLE_PROPS:
		more->table = list_in_data(f, s->operand);
		break;
	default:
		break;
	}
}

/* Applies a list; the lists it refers to are left in *more. */
static void apply_list(const struct word97_file *f, struct str list, struct elsewhere *more,
	struct word97_paragraph *p)
{
	struct word97_sprm s;
	for (int i = 0; i < SPRMS_MAX && word97_next_sprm(&list, &s); i++)
		apply(f, &s, more, p);
}

/*
 * First the style with its bases, then the changes, then those kept in the
 * stream Data.  Lists there do not refer to others: one step, no loop.
 */
void word97_read_paragraph(
	const struct word97_file *f, const struct word97_run *run, struct word97_paragraph *p)
{
	struct elsewhere more = { .table = { NULL, 0 } }, ignored;
	struct str style[STYLE_DEPTH_MAX];
	*p = (struct word97_paragraph){ 0 };
	if (!run)
		return;
	int level, n = word97_style_lists(f, run->style, style, STYLE_DEPTH_MAX, &level);
	p->level = level;
	for (int i = 0; i < n; i++)
		apply_list(f, style[i], &ignored, p);
	apply_list(f, run->sprms, &more, p);
	apply_list(f, more.paragraph, &ignored, p);
	apply_list(f, more.table, &ignored, p);
	p->merges = more.table.n ? more.table : more.paragraph.n ? more.paragraph : run->sprms;
}

/* The last change of a kind wins, as in Word. */
bool word97_is_hidden(const struct word97_run *run, bool *deleted)
{
	bool hidden = false;
	*deleted = false;
	if (!run)
		return false;
	struct str rest = run->sprms;
	struct word97_sprm s;
	while (word97_next_sprm(&rest, &s)) {
		/* 0x80 is "as the style", 0x81 the opposite of it; styles are taken as visible. */
		unsigned v = le_u8(s.operand, 0);
		if (s.code == SPRM_C_HIDDEN)
			hidden = v == 1 || v == 0x81;
		else if (s.code == SPRM_C_DELETED)
			*deleted = v == 1 || v == 0x81;
	}
	return hidden || *deleted;
}

/*
 * Horizontal merges as two sources write them: the specification calls 1 "part
 * of a merge" and 2 "first", the programs that read and write such files take
 * 1 as first and 2 as part.  The first marked cell of a run decides.
 */
static void read_horizontal(struct edge_cell *cell, const unsigned *flag, int n)
{
	unsigned first = 0;
	for (int i = 0; i < n; i++) {
		unsigned h = flag[i] & (CELL_FIRST | CELL_MERGED);
		if (h == 0)
			first = 0;
		else if (first == 0)
			first = h;
		else
			cell[i].joins_left = h != first;
	}
}

/* Later changes to the merges: sprmTVertMerge (cell, flags) and sprmTMerge (first, end). */
static void apply_merges(struct str rest, struct edge_cell *cell, int n)
{
	struct word97_sprm s;
	for (int k = 0; k < SPRMS_MAX && word97_next_sprm(&rest, &s); k++) {
		int i = (int)le_u8(s.operand, 0);
		int end = (int)le_u8(s.operand, 1);
		if (s.code == SPRM_T_VERTICAL && i < n) {
			cell[i].joins_above = end == 1;
			cell[i].starts_column = end == 3;
		} else if (s.code == SPRM_T_MERGE) {
			for (int c = i + 1; c < end && c < n; c++)
				cell[c].joins_left = true;
		}
	}
}

/*
 * sprmTDefTable ([MS-DOC] 2.9.321): count of cells, count+1 edges, then 20 bytes
 * of flags for each cell.
 */
int word97_measure_row(const struct word97_paragraph *p, struct edge_cell *cell, int n)
{
	int cells = (int)le_u8(p->cells, 0);
	unsigned flag[CELLS_PER_ROW_MAX + 1] = { 0 };
	if (cells > CELLS_PER_ROW_MAX || p->cells.n < 1 + ((size_t)cells + 1) * 2)
		return 0;
	if (n > cells)
		n = cells;
	size_t flags_at = 1 + ((size_t)cells + 1) * 2;
	for (int i = 0; i < n; i++) {
		size_t at = 1 + (size_t)i * 2;
		cell[i].left = (int16_t)le_u16(p->cells, at);
		cell[i].right = (int16_t)le_u16(p->cells, at + 2);
		flag[i] = le_u16(p->cells, flags_at + (size_t)i * CELL_SIZE);
		cell[i].starts_column = flag[i] & CELL_VERTICAL_FIRST;
		cell[i].joins_above = (flag[i] & CELL_VERTICAL) && !cell[i].starts_column;
	}
	read_horizontal(cell, flag, n);
	apply_merges(p->merges, cell, n);
	return n;
}
