#include "doc/docx.h"

#include "doc/opc.h"
#include "doc/read.h"

/* The parts are unpacked and read one after another; drafts of large tables come on top. */
enum { SCRATCH_MAX = DOC_ARENA_MAX };

/* What to look for in a part, and what to do there. */
struct part_read {
	struct word *word;
	enum word_tag tag;
	enum err (*fn)(struct word *w, struct xml *x, struct error *err);
	bool found;
};

static enum err read_part_events(struct xml *x, void *ctx, struct error *err)
{
	struct part_read *r = ctx;
	enum err e = OK;
	while (!e && xml_next(x))
		if (x->kind == XML_KIND_START && x->tag == (int)r->tag) {
			r->found = true;
			e = r->fn(r->word, x, err);
		}
	return e;
}

static enum err read_body(struct word *w, struct xml *x, struct error *err)
{
	struct draft_sink sink = { w->doc, w->scratch, NULL };
	return word_read_blocks(w, x, &sink, err);
}

/*
 * Reads styles or numbering.  A part that is referred to but missing is no
 * fault, and a broken one only costs levels and labels: the text still counts.
 */
static enum err read_side_part(struct opc *o, const struct opc_relations *r, const char *kind,
	struct part_read *part, struct error *err)
{
	struct str name = opc_related(r, kind), bytes;
	if (name.n == 0)
		return OK;
	enum err e = opc_read_part(o, name, &bytes, err);
	if (!e)
		e = xml_read(bytes, &WORD_WORDS, read_part_events, part, err);
	if (e == ERR_FORMAT)
		doc_warn(part->word->doc, "part.damaged",
			"文件的样式或编号部分有损坏，标题级别和自动编号可能不全");
	return e == ERR_FORMAT || e == ERR_NOT_FOUND ? OK : e;
}

/* Everything with the package open: styles, numbering, title, and then the body. */
static enum err read_package(struct word *w, struct opc *o, struct error *err)
{
	struct str main, bytes;
	struct opc_relations r = { 0 };
	struct part_read styles = { w, W_STYLES, word_read_styles, false };
	struct part_read numbering = { w, W_NUMBERING, word_read_numbering, false };
	struct part_read body = { w, W_BODY, read_body, false };
	enum err e = opc_find_main(o, &main, err);
	if (!e)
		e = opc_load_relations(o, main, &r, err);
	if (!e)
		e = read_side_part(o, &r, "styles", &styles, err);
	if (!e)
		e = read_side_part(o, &r, "numbering", &numbering, err);
	if (!e)
		e = opc_take_title(o, w->doc, err);
	if (!e)
		e = opc_read_part(o, main, &bytes, err);
	if (e)
		return e;
	word_settle_styles(w);
	word_settle_numbering(w);
	e = xml_read(bytes, &WORD_WORDS, read_part_events, &body, err);
	if (!e && !body.found)
		e = error_set(err, ERR_FORMAT, NULL,
			"文件里没有 Word 正文，可能是其他类型的文件改了扩展名；请用 Word、WPS "
			"打开后另存为 docx 再试");
	return e ? e : word_finish(w, err);
}

enum err doc_read_docx(struct arena *a, struct str bytes, struct doc **out, struct error *err)
{
	struct doc *d;
	struct opc *o;
	struct arena scratch;
	struct word w;
	arena_init(&scratch, SCRATCH_MAX);
	enum err e = doc_new(a, DOC_FORMAT_DOCX, &d, err);
	if (!e)
		e = opc_open(&scratch, bytes, &o, err);
	if (!e) {
		word_init(&w, d, &scratch);
		e = read_package(&w, o, err);
		word_done(&w);
	}
	arena_done(&scratch);
	if (!e)
		*out = d;
	return e;
}
