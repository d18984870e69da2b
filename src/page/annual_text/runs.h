/*
 * runs -- the marked paragraphs of a part.  Private to page/annual_text/.
 */
#ifndef PAGE_ANNUAL_TEXT_RUNS_H
#define PAGE_ANNUAL_TEXT_RUNS_H

#include "page/annual_text/part.h"
#include "page/annual_text/view.h"

/* Fills v->paragraph from the expansion and its numbers. */
void text_fill_paragraphs(struct http_exchange *x, const struct annual_text_view *t, struct text_page *v);

#endif
