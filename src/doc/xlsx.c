#include "doc/xlsx.h"

#include "core/utf8.h"
#include "doc/opc.h"
#include "doc/read.h"

enum {
	SCRATCH_MAX = DOC_ARENA_MAX,
	CELL_TEXT_MAX = 1 << 20, /* Excel: 32767 characters */
	SHEETS_MAX = 1000,
	ESCAPE_LENGTH = 7 /* _xHHHH_ */
};

enum { NS_S = 1, NS_R };

static const struct xml_name NAME[XLSX_TAG_COUNT] = {
	[X_SHEET] = { NS_S, "sheet" },
	[X_SI] = { NS_S, "si" },
	[X_T] = { NS_S, "t" },
	[X_RPH] = { NS_S, "rPh" },
	[X_ROW] = { NS_S, "row" },
	[X_C] = { NS_S, "c" },
	[X_V] = { NS_S, "v" },
	[X_F] = { NS_S, "f" },
	[X_IS] = { NS_S, "is" },
	[X_MERGE_CELL] = { NS_S, "mergeCell" },
	[X_COL] = { NS_S, "col" },
	[X_DRAWING] = { NS_S, "drawing" },
	[X_EXT_LST] = { NS_S, "extLst" },
	[X_WORKBOOK] = { NS_S, "workbook" },
	[X_NAME] = { XML_NO_NS, "name" },
	[X_STATE] = { XML_NO_NS, "state" },
	[X_R_ID] = { NS_R, "id" },
	[X_REF_R] = { XML_NO_NS, "r" },
	[X_TYPE] = { XML_NO_NS, "t" },
	[X_HIDDEN] = { XML_NO_NS, "hidden" },
	[X_REF] = { XML_NO_NS, "ref" },
	[X_MIN] = { XML_NO_NS, "min" },
	[X_MAX] = { XML_NO_NS, "max" },
};
static const struct xml_ns NS[] = {
	{ "http://schemas.openxmlformats.org/spreadsheetml/2006/main", NS_S },
	{ "http://purl.oclc.org/ooxml/spreadsheetml/main", NS_S },
	{ "http://schemas.openxmlformats.org/officeDocument/2006/relationships", NS_R },
	{ "http://purl.oclc.org/ooxml/officeDocument/relationships", NS_R },
};
const struct xml_words XLSX_WORDS = { NAME, XLSX_TAG_COUNT, NS, sizeof NS / sizeof NS[0] };

struct sheet_ref {
	struct str name, id;
	bool hidden;
};

struct workbook_read {
	struct arena *arena;
	struct sheet_ref *sheet;
	size_t n, cap;
	bool found;
};

static enum err read_workbook(struct xml *x, void *ctx, struct error *err)
{
	struct workbook_read *r = ctx;
	while (xml_next(x)) {
		r->found |= x->kind == XML_KIND_START && x->tag == X_WORKBOOK;
		if (x->kind != XML_KIND_START || x->tag != X_SHEET)
			continue;
		if (r->n >= SHEETS_MAX)
			return error_set(err, ERR_LIMIT, NULL, "电子表格超过 %d 个工作表，无法处理",
				SHEETS_MAX);
		struct sheet_ref *p =
			arena_grow(r->arena, r->sheet, r->n, r->n + 1, &r->cap, sizeof *p);
		if (!p)
			return arena_check(r->arena, err);
		r->sheet = p;
		struct str state = xml_attr(x, X_STATE);
		p[r->n++] = (struct sheet_ref){ .name = arena_str(r->arena, xml_attr(x, X_NAME)),
			.id = arena_str(r->arena, xml_attr(x, X_R_ID)),
			.hidden = state.n && !str_is(state, "visible") };
	}
	return arena_check(r->arena, err);
}

/* Undoes _xHHHH_, by which Excel writes characters XML has none for. */
static enum err unescape(struct arena *a, struct str s, struct str *out, struct error *err)
{
	size_t at = str_find(s, STR("_x"), 0);
	if (at == s.n) {
		*out = arena_str(a, s);
		return arena_check(a, err);
	}
	struct buf b;
	buf_init(&b, s.n * 2 + 1);
	size_t from = 0;
	for (; at + ESCAPE_LENGTH <= s.n; at = str_find(s, STR("_x"), at + 1)) {
		int32_t cp = 0;
		size_t i = at + 2;
		for (; i < at + ESCAPE_LENGTH - 1; i++) {
			char c = s.p[i];
			int digit = c >= '0' && c <= '9'   ? c - '0'
				    : c >= 'A' && c <= 'F' ? c - 'A' + 10
				    : c >= 'a' && c <= 'f' ? c - 'a' + 10
							   : -1;
			if (digit < 0)
				break;
			cp = cp * 16 + digit;
		}
		if (i < at + ESCAPE_LENGTH - 1 || s.p[i] != '_' || at < from)
			continue;
		buf_str(&b, str_sub(s, from, at));
		if (cp >= ' ' || cp == '\t' || cp == '\n')
			utf8_put(&b, cp);
		from = at + ESCAPE_LENGTH;
	}
	buf_str(&b, str_sub(s, from, s.n));
	enum err e = buf_check(&b, err);
	if (!e)
		*out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return e ? e : arena_check(a, err);
}

static enum err read_strings(struct xml *x, void *ctx, struct error *err)
{
	struct xlsx *s = ctx;
	while (xml_next(x)) {
		if (x->kind != XML_KIND_START || x->tag != X_SI)
			continue;
		struct str *p = arena_grow(s->scratch, s->shared, s->n_shared, s->n_shared + 1,
			&s->cap_shared, sizeof *p);
		if (!p)
			return arena_check(s->scratch, err);
		s->shared = p;
		buf_clear(&s->text);
		xlsx_collect_text(x, &s->text);
		enum err e = buf_check(&s->text, err);
		if (!e)
			e = unescape(s->scratch, buf_view(&s->text), &p[s->n_shared++], err);
		if (e)
			return e;
	}
	return arena_check(s->scratch, err);
}

/* Reads the visible sheets in their order. */
static enum err read_sheets(struct xlsx *s, struct opc *o, const struct workbook_read *book,
	const struct opc_relations *r, struct error *err)
{
	enum err e = OK;
	int hidden = 0;
	for (size_t i = 0; i < book->n && !e; i++) {
		const struct sheet_ref *sheet = &book->sheet[i];
		struct str part = opc_related_id(r, sheet->id), bytes;
		if (sheet->hidden) {
			hidden++;
			continue;
		}
		if (part.n)
			e = opc_read_part(o, part, &bytes, err);
		if (part.n && !e)
			e = xlsx_read_sheet(s, bytes, sheet->name, err);
		if (part.n == 0 || e == ERR_NOT_FOUND) {
			e = OK;
			doc_warn(s->doc, "part.damaged",
				"“%.*s”工作表的内容在文件里找不到，没有读取", STR_ARG(sheet->name));
		}
	}
	if (!e && hidden)
		doc_warn(s->doc, "sheet.hidden", "有 %d 个隐藏的工作表，没有读取", hidden);
	if (!e && s->dropped_hidden)
		doc_warn(s->doc, "hidden.dropped", "工作表里有隐藏的行或列，没有读取");
	if (!e && s->doc->n_blocks == 0 && s->pictures > 0)
		doc_warn(s->doc, "pictures.only",
			"文件里只有图片，没有文字；表格如果是图片，请先识别成文字再读取");
	return e;
}

static enum err read_package(struct xlsx *s, struct opc *o, struct error *err)
{
	struct str main, bytes;
	struct opc_relations r = { 0 };
	struct workbook_read book = { .arena = s->scratch };
	enum err e = opc_find_main(o, &main, err);
	if (!e)
		e = opc_load_relations(o, main, &r, err);
	if (!e)
		e = opc_read_part(o, main, &bytes, err);
	if (!e)
		e = xml_read(bytes, &XLSX_WORDS, read_workbook, &book, err);
	if (!e && !book.found)
		e = error_set(err, ERR_FORMAT, NULL,
			"文件里没有 Excel 工作簿，可能是其他类型的文件改了扩展名；请用 Excel、WPS "
			"打开后另存为 xlsx 再试");
	if (!e)
		e = opc_take_title(o, s->doc, err);
	struct str strings = opc_related(&r, "sharedStrings");
	if (!e && strings.n) {
		e = opc_read_part(o, strings, &bytes, err);
		e = e == ERR_NOT_FOUND ? OK
		    : e		       ? e
				       : xml_read(bytes, &XLSX_WORDS, read_strings, s, err);
	}
	return e ? e : read_sheets(s, o, &book, &r, err);
}

enum err doc_read_xlsx(struct arena *a, struct str bytes, struct doc **out, struct error *err)
{
	struct doc *d;
	struct opc *o;
	struct arena scratch;
	arena_init(&scratch, SCRATCH_MAX);
	enum err e = doc_new(a, DOC_FORMAT_XLSX, &d, err);
	if (!e)
		e = opc_open(&scratch, bytes, &o, err);
	if (!e) {
		struct xlsx s = { .doc = d, .scratch = &scratch };
		buf_init(&s.text, CELL_TEXT_MAX);
		e = read_package(&s, o, err);
		buf_done(&s.text);
	}
	arena_done(&scratch);
	if (!e)
		*out = d;
	return e;
}
