/*
 * page_letter -- head, signature and imprint of an official letter; see page.h.
 *
 * Measures of GB/T 9704-2012, named where they stand.  Lengths in mm.
 */
#include "doc/page.h"

#include "core/utf8.h"

#define MM(tenths) ((tenths) / 10.0)
#define POINT (25.4 / 72)

static const double left = MM(LAYOUT_MARGIN_LEFT), width = MM(LAYOUT_WIDTH);
static const double top = MM(LAYOUT_MARGIN_TOP);
static const double bottom = MM(LAYOUT_PAGE_HEIGHT - LAYOUT_MARGIN_BOTTOM);
static const double text_size = MM(LAYOUT_WIDTH) / 28;
static const double line_pitch = MM(LAYOUT_HEIGHT) / 22;
static const double org_drop = 35; /* 7.2.4: its upper edge below that of the type area */
static const double org_size_max = 40 * POINT;
static const double org_ascent = 0.88; /* of the font size */
static const double rule_drop = 4;     /* 7.2.8: the red rule below the number */
static const double red_width = 0.5;
static const double imprint_size = 14 * POINT; /* 7.4.1: 四号 */
static const double imprint_pitch = 7.4;
static const double thick = 0.35, thin = 0.25; /* 7.4.1 */
static const double baseline = 0.36;

static void add_centred(struct page_setter *s, const struct layout_item *it, enum page_font font,
	double size, double y, bool red)
{
	double w = page_text_width(s, it->text, font, size);
	page_add_run(s, &(struct page_run){ .text = it->text,
				.x = left + (width - w) / 2,
				.y = y,
				.size = size,
				.font = font,
				.red = red });
}

/* 发文机关标志: as large as fits on one line. */
static void set_org(struct page_setter *s, const struct layout_item *it)
{
	double w = page_text_width(s, it->text, PAGE_FONT_TITLE, 1);
	double size = w * org_size_max > width ? width / w : org_size_max;
	s->y = top + org_drop;
	add_centred(s, it, PAGE_FONT_TITLE, size, s->y + size * org_ascent, true);
	s->y += size;
}

/* 发文字号: two blank lines below the name; the red rule; the title two lines below that. */
static void set_number(struct page_setter *s, const struct layout_item *it)
{
	s->y += 2 * line_pitch;
	add_centred(s, it, PAGE_FONT_TEXT, text_size, s->y + line_pitch / 2 + text_size * baseline,
		false);
	s->y += line_pitch + rule_drop;
	page_add_rule_of(s, &(struct page_rule){ .x1 = left,
				    .y1 = s->y,
				    .x2 = left + width,
				    .y2 = s->y,
				    .width = red_width,
				    .red = true });
	s->y += 2 * line_pitch;
}

/*
 * 7.3.5.1: the date four characters from the right margin, the agency's name centred over it; both
 * on one page, with room for the seal.
 */
static enum err set_seal(struct page_setter *s, const struct layout_item *org,
	const struct layout_item *date, struct error *err)
{
	enum { LINES = 3 };
	if (page_room(s) < LINES * line_pitch) {
		enum err e = page_turn(s, err);
		if (e)
			return e;
	}
	double w_date = page_text_width(s, date->text, PAGE_FONT_TEXT, text_size);
	double w_org = page_text_width(s, org->text, PAGE_FONT_TEXT, text_size);
	double x_date = left + width - 4 * text_size - w_date;
	double x_org = x_date + (w_date - w_org) / 2;
	if (x_org + w_org > left + width)
		x_org = left + width - w_org;
	double y = s->y + line_pitch / 2 + text_size * baseline;
	struct page_run run = { .text = org->text,
		.x = x_org < left ? left : x_org,
		.y = y,
		.size = text_size,
		.font = PAGE_FONT_TEXT };
	page_add_run(s, &run);
	run.text = date->text;
	run.x = x_date;
	run.y += line_pitch;
	page_add_run(s, &run);
	s->y += 2 * line_pitch;
	return OK;
}

static void imprint_rule(struct page_setter *s, double y, double w)
{
	page_add_rule_of(s, &(struct page_rule){ left, y, left + width, y, w, false });
}

/* One line of the imprint; what stands after the last blank of the last one goes to the right. */
static void imprint_line(struct page_setter *s, struct str text, double y, bool split)
{
	size_t cut = text.n;
	for (size_t i = 0; split && i < text.n; i++)
		if (text.p[i] == ' ')
			cut = i;
	struct page_run run = { .text = str_sub(text, 0, cut),
		.x = left + imprint_size,
		.y = y + imprint_pitch / 2 + imprint_size * baseline,
		.size = imprint_size,
		.font = PAGE_FONT_TEXT };
	page_add_run(s, &run);
	if (cut == text.n)
		return;
	run.text = str_sub(text, cut + 1, text.n);
	run.x = left + width - imprint_size -
		page_text_width(s, run.text, PAGE_FONT_TEXT, imprint_size);
	page_add_run(s, &run);
}

/* 版记, at the foot of the last page. */
static enum err set_imprint(struct page_setter *s, const struct layout_item *copy,
	const struct layout_item *printed, struct error *err)
{
	int lines = (copy != NULL) + (printed != NULL);
	double y = bottom - lines * imprint_pitch;
	if (s->y > y) {
		enum err e = page_turn(s, err);
		if (e)
			return e;
	}
	imprint_rule(s, y, thick);
	if (copy) {
		imprint_line(s, copy->text, y, false);
		y += imprint_pitch;
	}
	if (copy && printed)
		imprint_rule(s, y, thin);
	if (printed)
		imprint_line(s, printed->text, y, true);
	imprint_rule(s, bottom, thick);
	s->y = bottom;
	return OK;
}

enum err page_letter_set(
	struct page_setter *s, const struct layout *l, size_t i, size_t *used, struct error *err)
{
	const struct layout_item *it = &l->item[i], *next = i + 1 < l->n ? it + 1 : NULL;
	*used = 1;
	switch (it->kind) {
	case LAYOUT_ORG:
		set_org(s, it);
		return OK;
	case LAYOUT_NUMBER:
		set_number(s, it);
		return OK;
	case LAYOUT_GAP:
		if (page_room(s) < line_pitch)
			return page_turn(s, err);
		s->y += line_pitch;
		return OK;
	case LAYOUT_SEAL_ORG:
		if (!next || next->kind != LAYOUT_SEAL_DATE)
			break;
		*used = 2;
		return set_seal(s, it, next, err);
	case LAYOUT_COPY:
		if (next && next->kind == LAYOUT_PRINTED) {
			*used = 2;
			return set_imprint(s, it, next, err);
		}
		return set_imprint(s, it, NULL, err);
	case LAYOUT_PRINTED:
		return set_imprint(s, NULL, it, err);
	default:
		break;
	}
	*used = 0;
	return OK;
}
