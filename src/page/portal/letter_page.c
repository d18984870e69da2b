/*
 * letter_page -- a letter of the office, read by its applicant; see desk/letter.h.
 */
#include "desk/letter.h"
#include "page/form_page.h"
#include "page/portal/status_view.h"
#include "store/blob.h"

static int64_t read_paper(void *ctx, int64_t at, char *p, size_t n)
{
	size_t got;
	struct error ignored;
	return blob_read(ctx, at, p, n, &got, &ignored) == OK ? (int64_t)got : -1;
}

static void close_paper(void *ctx)
{
	blob_close(ctx);
}

static enum err answer(struct http_exchange *x, bool docx, struct error *err)
{
	struct request_view r;
	struct letter_id id;
	struct applicant_paper p;
	struct blob_reader *reader;
	struct http_source s = { .read = read_paper, .done = close_paper };
	bool found;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = status_open(x, &r, &found, err);
	if (e != OK || !found)
		return e;
	e = applicant_letter_open(APP(x)->desk, x->arena, r.request.id, id, &p, err);
	if (e == OK)
		e = blob_open(APP(x)->desk->store, docx ? &p.docx : &p.pdf, &reader, &s.size, err);
	if (e != OK)
		return e;
	s.ctx = reader;
	http_download_name(x, page_fmt(x, "%.*s %.*s.%s", STR_ARG(p.title), STR_ARG(p.number),
				      docx ? "docx" : "pdf"));
	http_answer_source(x,
		docx ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		     : "application/pdf",
		&s);
	return OK;
}

enum err status_letter_pdf(struct http_exchange *x, struct error *err)
{
	return answer(x, false, err);
}

enum err status_letter_docx(struct http_exchange *x, struct error *err)
{
	return answer(x, true, err);
}
