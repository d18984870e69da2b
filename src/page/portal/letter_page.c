/*
 * letter_page -- a letter of the office: its paper, and the applicant's word that it was opened; see
 * desk/letter.h.
 */
#include "desk/letter.h"
#include "page/blob_answer.h"
#include "page/form_page.h"
#include "page/portal/status_view.h"

static enum err answer(struct http_exchange *x, bool docx, struct error *err)
{
	struct request_view r;
	struct letter_id id;
	struct applicant_paper p;
	bool found;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = status_open(x, &r, &found, err);
	if (e != OK || !found)
		return e;
	e = applicant_letter_paper(APP(x)->desk, x->arena, r.request.id, id, &p, err);
	if (e != OK)
		return e;
	return page_answer_blob(x, desk_bytes(docx ? &p.docx : &p.pdf),
		page_fmt(x, "%.*s %.*s.%s", STR_ARG(p.title), STR_ARG(p.number), docx ? "docx" : "pdf"),
		docx ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		     : "application/pdf",
		err);
}

enum err status_letter_pdf(struct http_exchange *x, struct error *err)
{
	return answer(x, false, err);
}

enum err status_letter_docx(struct http_exchange *x, struct error *err)
{
	return answer(x, true, err);
}

enum err status_letter_open_post(struct http_exchange *x, struct error *err)
{
	struct request_view r;
	struct letter_id id;
	struct applicant_paper p;
	bool found;
	enum err e = page_id(x, 0, &id.v, err);
	if (e == OK)
		e = status_open(x, &r, &found, err);
	if (e == OK && !found)
		return page_done(x, STR("/status"), NULL);
	if (e == OK)
		e = applicant_letter_open(APP(x)->desk, x->arena, r.request.id, id, &p, err);
	return e != OK ? e : page_done(x, STR("/status#papers"), "status.opened");
}
