/* part -- what people ask about: words of a year, several who ask for the same, 公开线索. */
#ifndef PAGE_TOPICS_PART_H
#define PAGE_TOPICS_PART_H

#include "page/app.h"

http_handler topics_show, topics_file, leads_show;
extern const struct http_fields topics_form, leads_form;

#endif
