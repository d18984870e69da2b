#include "doc/letter.h"

#include "doc/layout.h"
#include "doc/letter_form.h"

/* "一、", "（一）": the numbering of GB/T 9704-2012 7.3.3 at the beginning of a paragraph. */
static enum layout_kind kind_of(struct str p)
{
	static const char digits[] = "一二三四五六七八九十";
	enum { HAN = 3 }; /* bytes */
	size_t at = str_starts(p, STR("（")) ? HAN : 0, from = at;
	while (at + HAN <= p.n &&
		str_find(str_cstr(digits), str_sub(p, at, at + HAN), 0) < sizeof(digits) - 1)
		at += HAN;
	if (at == from)
		return LAYOUT_PARAGRAPH;
	struct str rest = str_sub(p, at, p.n);
	/* A heading is short; "一、" before a long sentence is a paragraph that begins so. */
	enum { HEADING_BYTES = 40 * HAN };
	if (from == 0)
		return str_starts(rest, STR("、")) && p.n <= HEADING_BYTES ? LAYOUT_HEADING
									   : LAYOUT_PARAGRAPH;
	return str_starts(rest, STR("）")) && p.n <= HEADING_BYTES ? LAYOUT_SUBHEADING
								   : LAYOUT_PARAGRAPH;
}

/* 附件：1. …, one blank line below the text (7.3.4). */
static enum err add_attachments(struct layout *y, const struct letter_doc *l, struct error *err)
{
	enum err e = l->n_attachments ? layout_add(y, LAYOUT_GAP, STR(""), err) : OK;
	for (size_t i = 0; !e && i < l->n_attachments; i++) {
		struct str s =
			l->n_attachments == 1
				? arena_fmt(y->arena, "附件：%.*s", STR_ARG(l->attachment[i]))
				: arena_fmt(y->arena, "%s%zu. %.*s", i ? "" : "附件：", i + 1,
					  STR_ARG(l->attachment[i]));
		e = layout_add(y, i ? LAYOUT_ATTACHMENT : LAYOUT_PARAGRAPH, s, err);
	}
	return e;
}

/* Where a title of two lines is broken: at its \n. */
static enum err add_title(struct layout *y, struct str title, struct error *err)
{
	size_t cut = str_find(title, STR("\n"), 0);
	struct str first = layout_clean(y->arena, str_sub(title, 0, cut));
	struct str second =
		layout_clean(y->arena, str_sub(title, cut < title.n ? cut + 1 : cut, title.n));
	struct str all = arena_fmt(y->arena, "%.*s%.*s", STR_ARG(first), STR_ARG(second));
	enum err e = layout_add(y, LAYOUT_TITLE, all, err);
	if (!e && y->n && second.n && first.n)
		y->item[y->n - 1].break_at = first.n;
	y->title = all;
	return e;
}

static enum err add_end(struct layout *y, const struct letter_doc *l, struct error *err)
{
	bool dated = l->has_date && !l->draft;
	enum err e = OK;
	if (l->signer.n) {
		e = layout_add(y, LAYOUT_GAP, STR(""), err);
		if (!e)
			e = layout_add(
				y, dated ? LAYOUT_SEAL_ORG : LAYOUT_SIGNATURE, l->signer, err);
	}
	if (!e && dated)
		e = layout_add(y, l->signer.n ? LAYOUT_SEAL_DATE : LAYOUT_DATE,
			arena_str(y->arena, str_cstr(date_words(l->date).z)), err);
	if (!e && l->note.n)
		e = layout_add(y, LAYOUT_PARAGRAPH, l->note, err);
	if (!e && l->copy_to.n)
		e = layout_add(y, LAYOUT_COPY,
			arena_fmt(y->arena, "抄送：%.*s", STR_ARG(l->copy_to)), err);
	if (!e && l->printed_by.n)
		e = layout_add(y, LAYOUT_PRINTED,
			dated ? arena_fmt(y->arena, "%.*s %s印发", STR_ARG(l->printed_by),
					date_words(l->date).z)
			      : l->printed_by,
			err);
	return e;
}

static enum err build(struct layout *y, const struct letter_doc *l, struct error *err)
{
	if (l->n > LETTER_PARAGRAPHS_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "文书正文最多 %d 段，请删减", LETTER_PARAGRAPHS_MAX);
	y->agency = layout_clean(y->arena, l->org.n ? l->org : l->signer);
	enum err e = l->org.n ? layout_add(y, LAYOUT_ORG, l->org, err) : OK;
	struct str number = l->draft ? STR("（草稿，未编号）") : l->number;
	if (!e && number.n && l->org.n)
		e = layout_add(y, LAYOUT_NUMBER, number, err);
	if (!e)
		e = add_title(y, l->title, err);
	if (!e && number.n && !l->org.n)
		e = layout_add(y, LAYOUT_DATE, number, err);
	if (!e && l->addressee.n)
		e = layout_add(y, LAYOUT_ADDRESSEE, l->addressee, err);
	if (!e && l->ruled)
		e = letter_form_add(y, l->paragraph, l->n, err);
	for (size_t i = 0; !e && !l->ruled && i < l->n; i++)
		e = layout_add(y, kind_of(l->paragraph[i]), l->paragraph[i], err);
	if (!e)
		e = add_attachments(y, l, err);
	return e ? e : add_end(y, l, err);
}

static enum err print(struct buf *b, const struct letter_doc *l,
	enum err (*print_layout)(struct buf *, const struct layout *, struct error *),
	struct error *err)
{
	struct arena a;
	arena_init(&a, DOC_WRITE_ARENA_MAX);
	struct layout y = { .arena = &a };
	enum err e = build(&y, l, err);
	e = e ? e : arena_check(&a, err);
	e = e ? e : print_layout(b, &y, err);
	arena_done(&a);
	return e;
}

enum err letter_write_docx(struct buf *b, const struct letter_doc *l, struct error *err)
{
	return print(b, l, layout_write_docx, err);
}

enum err letter_write_pdf(struct buf *b, const struct letter_doc *l, struct error *err)
{
	return print(b, l, layout_write_pdf, err);
}
