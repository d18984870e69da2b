/*
 * serve_work -- the table of later and daily work of a node, and its thread.
 */
#ifndef CMD_SERVE_WORK_H
#define CMD_SERVE_WORK_H

#include "cmd/serve_open.h"
#include "core/log.h"

struct serve_work;

/* Starts mail (when set), the daily backup (when set), cleaning and the change of keys. */
MUST_USE enum err serve_work_start(
	const struct installation *in, struct log *log, struct serve_work **out, struct error *err);
/* Waits for what is under way.  NULL is allowed. */
void serve_work_stop(struct serve_work *w);

#endif
