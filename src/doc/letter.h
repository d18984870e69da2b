/*
 * letter -- an official letter (公文) in the layout of GB/T 9704-2012, as docx and pdf.
 *
 * Knows paper, not law: what it says is put together by desk/letter.  Title
 * 小标宋 22 pt centred, text 仿宋 16 pt, 22 lines of 28 characters, headings by
 * their numbering (一、黑体), red name of the agency with the red rule below the
 * number, signature and date at the right (with room for the seal), imprint at the end, page
 * numbers.  Reproducible: the same letter gives the same bytes.
 */
#ifndef DOC_LETTER_H
#define DOC_LETTER_H

#include "core/buf.h"
#include "core/date.h"

enum { LETTER_PARAGRAPHS_MAX = 2000 };

struct letter_doc {
	struct str org;	   /* 发文机关标志, red; empty: internal form without a red head */
	struct str number; /* 发文字号 "示公复〔2026〕12号"; empty: none yet (a draft) */
	struct str title; /* "政府信息公开申请答复书"; \n: where the line may be broken */
	struct str addressee; /* "测试甲：" with its colon; empty: none */
	const struct str *paragraph; /* in order; "一、…" is set as a heading, "（一）…" in 楷体 */
	size_t n;
	const struct str *attachment; /* names, without number and mark */
	size_t n_attachments;
	struct str signer; /* agency name over the date; empty: none */
	bool has_date;
	struct date date;
	struct str note;       /* 附注 "（联系人：…，电话：…）"; may be empty */
	struct str copy_to;    /* 抄送 in the imprint; may be empty */
	struct str printed_by; /* 印发机关 in the imprint; empty: no imprint */
	bool ruled; /* a form: paragraphs "名称：内容" are rows of a ruled table */
	bool draft;	       /* "草稿" instead of a number, and no date */
};

MUST_USE enum err letter_write_docx(struct buf *b, const struct letter_doc *l, struct error *err);
/* ERR_NOT_FOUND when no Chinese font is installed. */
MUST_USE enum err letter_write_pdf(struct buf *b, const struct letter_doc *l, struct error *err);

#endif
