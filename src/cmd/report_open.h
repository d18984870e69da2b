/*
 * report_open -- one uploaded document as a report; what the server's pages call (page/app.h).
 */
#ifndef CMD_REPORT_OPEN_H
#define CMD_REPORT_OPEN_H

#include "report/report.h"

/* The sentence of an error names what is wrong with the document.  Everything lives in the arena. */
MUST_USE enum err report_open(
	struct arena *a, struct str bytes, struct report **out, struct error *err);

#endif
