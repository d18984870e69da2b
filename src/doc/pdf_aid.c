#include "doc/pdf_aid.h"

#include "core/jail_exec.h"

/* The first of the packed bytes; the words follow. */
enum { MARK_OPEN = 'o', MARK_ENCRYPTED = 'e' };

/* Exit statuses of pdftotext(1). */
enum { STATUS_OK = 0, STATUS_NOT_OPENED = 1, STATUS_NOT_PERMITTED = 3 };

static const char program_name[] = "pdftotext";
/*
 * -bbox and not -bbox-layout: lines and blocks are not used.  -l: one page more
 * than DOC_PAGES_MAX, so that a longer file is noticed.  Not -cropbox: the boxes
 * are matched with rules in MediaBox coordinates.  Not -q: the reason for a
 * refusal is wanted.
 */
static const char *const arguments[] = { "-bbox", "-enc", "UTF-8", "-l", "501", "-", "-", NULL };
_Static_assert(DOC_PAGES_MAX == 500, "the page number in the arguments is one more");

/* A password is needed, or the author forbade copying text. */
static bool is_encrypted(const struct jail_exec_result *r)
{
	return r->status == STATUS_NOT_PERMITTED ||
	       (r->status == STATUS_NOT_OPENED &&
		       str_has(str_cstr(r->messages), "Incorrect password"));
}

static enum err explain(enum err e, struct error *err)
{
	if (e != ERR_NOT_FOUND)
		return e;
	return error_set(err, e, NULL,
		"没有安装读取 PDF 所需的程序 pdftotext；请安装软件包 poppler-utils 和 "
		"poppler-data");
}

enum err pdf_aid_make(struct arena *a, struct str pdf, const struct pdf_aid_source *source,
	struct str *packed, struct error *err)
{
	const struct jail_exec x = { source->program ? source->program : program_name, arguments, PDF_AID_MEMORY,
		PDF_AID_CPU_S, PDF_AID_WALL_MS, source->cancel };
	struct jail_exec_result r = { .status = STATUS_OK };
	struct buf b;
	buf_init(&b, PDF_AID_WORDS_MAX);
	buf_char(&b, MARK_OPEN);
	enum err e = explain(jail_exec_run(&x, pdf, &b, &r, err), err);
	if (!e && r.status != STATUS_OK)
		b.n = 1; /* half an output is worse than none */
	struct str s = { NULL, 0 };
	if (!e && is_encrypted(&r))
		b.p[0] = MARK_ENCRYPTED;
	if (!e) {
		s = arena_str(a, buf_view(&b));
		e = arena_check(a, err);
	}
	buf_done(&b);
	if (!e)
		*packed = s;
	return e;
}

struct doc_aid pdf_aid_unpack(struct str packed)
{
	if (packed.n == 0)
		return (struct doc_aid){ 0 };
	return (struct doc_aid){ .pdf_words = str_sub(packed, 1, packed.n),
		.pdf_encrypted = packed.p[0] == MARK_ENCRYPTED };
}
