/*
 * report_open -- one uploaded document as a report, read in a jail of its own.
 */
#include "cmd/report_open.h"

#include "cmd/report_job.h"
#include "core/jail.h"
#include "doc/pdf_aid.h"

enum { MEMORY = 384 << 20, CPU_MS = 20000, WALL_MS = 40000, OUTPUT_MAX = 32 << 20 };

enum err report_open(struct arena *a, struct str bytes, struct report **out, struct error *err)
{
	struct jail_config c = { .limits = { .memory = MEMORY,
					 .cpu_ms = CPU_MS,
					 .wall_ms = WALL_MS,
					 .output_max = OUTPUT_MAX,
					 .jobs_per_child = 1 } };
	struct str aid = STR(""), json;
	struct jail *jail;
	enum err e = OK;
	if (doc_sniff(bytes) == DOC_KIND_PDF) {
		struct pdf_aid_source source = { .program = NULL };
		e = pdf_aid_make(a, bytes, &source, &aid, err);
	}
	if (e == OK)
		e = jail_open(&c, &jail, err);
	if (e != OK)
		return e;
	e = jail_run(jail, REPORT_JOB_FULL, STR(""), bytes, aid, a, &json, err);
	jail_close(jail);
	return e != OK ? e : report_read_json(a, json, out, err);
}
