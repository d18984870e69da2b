#include "page/frame.h"

#include "page/frame_tmpl.h"
#include "page/frame_view.h"

bool frame_is_current(const struct frame *f, const struct frame_link *l)
{
	return f->current.n > 0 && str_eq(f->current, l->key);
}

static struct frame_words words_of(const struct frame *f)
{
	bool portal = f->kind == FRAME_PORTAL;
	struct frame_words w = {
		.site = f->site,
		.home = f->home,
		.elder = portal && f->modes.elder,
		.large = !portal && f->modes.large,
	};
	if (w.site.n == 0)
		w.site = portal ? STR("政府信息公开") : STR("政府信息公开工作平台");
	if (w.home.n == 0)
		w.home = portal ? STR("/") : STR("/office");
	return w;
}

void frame_begin(struct buf *o, const struct frame *f)
{
	struct frame_words w = words_of(f);
	frame_head(o, f, &w);
	switch (f->kind) {
	case FRAME_PORTAL:
		frame_portal_begin(o, f, &w);
		break;
	case FRAME_OFFICE:
		frame_office_begin(o, f, &w);
		break;
	case FRAME_PLAIN:
		frame_plain_begin(o, f, &w);
		break;
	}
}

void frame_end(struct buf *o, const struct frame *f)
{
	struct frame_words w = words_of(f);
	switch (f->kind) {
	case FRAME_PORTAL:
		frame_portal_end(o, f);
		break;
	case FRAME_OFFICE:
		frame_office_end(o, f, &w);
		break;
	case FRAME_PLAIN:
		frame_plain_end(o, f, &w);
		break;
	}
}
