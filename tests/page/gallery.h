/* The pages of the gallery: what stands between frame_begin and frame_end. */
#ifndef TESTS_PAGE_GALLERY_H
#define TESTS_PAGE_GALLERY_H

#include "core/buf.h"

void gallery_portal_form(struct buf *o);
void gallery_portal_parts(struct buf *o);
void gallery_portal_done(struct buf *o);
void gallery_office_list(struct buf *o);
void gallery_office_form(struct buf *o);
void gallery_office_parts(struct buf *o);
void gallery_office_chart(struct buf *o);
void gallery_office_confirm(struct buf *o);
void gallery_login(struct buf *o);
void gallery_setup(struct buf *o);

#endif
