/* inbox_part -- what the files of the list share. */
#ifndef PAGE_OFFICE_INBOX_PART_H
#define PAGE_OFFICE_INBOX_PART_H

#include "desk/inbox.h"
#include "page/office/part.h"

/* A row's tag in the words of the list: "剩 3 日", and its look. */
struct str inbox_due(struct http_exchange *x, const struct inbox_item *i, enum kit_due_kind *kind);
/* The filter as one word for the export form, "0.-1.-1.-1.0", and back; false when it is none. */
struct str filter_word(struct http_exchange *x, const struct inbox_filter *f);
bool filter_from_word(struct str word, struct inbox_filter *f);

#endif
