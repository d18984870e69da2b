/* consult_part -- what the pages of consultations share. */
#ifndef PAGE_OFFICE_CONSULT_PART_H
#define PAGE_OFFICE_CONSULT_PART_H

#include "desk/consultation.h"
#include "page/office/consult_view.h"
#include "page/office/part.h"

struct str consult_path(struct http_exchange *x, struct consultation_id id, const char *tail);
/* "剩 3 日", "期满 2 日未答复" */
struct str consult_due(struct http_exchange *x, int left, bool expired, enum kit_due_kind *kind);
struct consult_line consult_line(struct http_exchange *x, const struct consultation_view *v);

#endif
