/*
 * ofd_page -- one page or template page of an OFD document.
 *
 * Internal to ofd*.c.  Reads Content.xml into words and rules.
 */
#ifndef DOC_OFD_PAGE_H
#define DOC_OFD_PAGE_H

#include "doc/ofd_draw.h"
#include "doc/xml.h"

/* Numbers of the words of all OFD parts that are read; local names only. */
enum ofd_name {
	OFD_DOC_BODY,
	OFD_DOC_ROOT,
	OFD_TITLE,
	OFD_PHYSICAL_BOX,
	OFD_TEMPLATE_PAGE,
	OFD_PAGE,
	OFD_TEMPLATE,
	OFD_TEXT_OBJECT,
	OFD_TEXT_CODE,
	OFD_PATH_OBJECT,
	OFD_ABBREVIATED_DATA,
	OFD_IMAGE_OBJECT,
	OFD_ID,
	OFD_BASE_LOC,
	OFD_TEMPLATE_ID,
	OFD_BOUNDARY,
	OFD_CTM,
	OFD_SIZE,
	OFD_HSCALE,
	OFD_X,
	OFD_Y,
	OFD_DELTA_X,
	OFD_DELTA_Y,
	OFD_LINE_WIDTH,
	OFD_STROKE,
	OFD_FILL,
	OFD_VISIBLE,
	OFD_NAMES
};
extern const struct xml_words ofd_words;

enum { OFD_TEMPLATES_MAX = 8 /* of one page */ };

struct ofd_page {
	struct grid_page grid;
	bool has_box; /* the page says its own size */
	bool has_image;
	struct str template_id[OFD_TEMPLATES_MAX];
	int n_templates;
};

/* Width and height in points of a box "x y w h" in mm; false when it is none. */
bool ofd_read_box(struct str box, struct grid_page *p);

MUST_USE enum err ofd_page_read(struct arena *a, struct str xml, struct ofd_budget *budget,
	struct ofd_page *out, struct error *err);

#endif
