/*
 * docx_parts -- the parts of a Word file that are the same for every report.
 *
 * Sizes and fonts after GB/T 9704-2012: title 方正小标宋 22 pt, headings 黑体 and
 * text 仿宋 16 pt on a line pitch of 28.95 pt (22 lines a page), tables 宋体 9 pt.
 */
#ifndef DOC_DOCX_PARTS_H
#define DOC_DOCX_PARTS_H

extern const char docx_content_types[];
extern const char docx_rels[];
extern const char docx_document_rels[];
extern const char docx_document_open[]; /* up to and with <w:body> */
extern const char docx_core_open[];     /* up to and with the root element's tag */
extern const char docx_styles[];
extern const char docx_settings[];
extern const char docx_footer[];
/* Of letters: page numbers at the outer edge, so that even pages have another footer. */
extern const char docx_letter_types[];
extern const char docx_letter_rels[];
extern const char docx_letter_settings[];
extern const char docx_odd_footer[], docx_even_footer[];

#endif
