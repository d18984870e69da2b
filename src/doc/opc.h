/*
 * opc -- the parts of a .docx or .xlsx package and how they refer to each other.
 *
 * Open Packaging Conventions (ECMA-376 part 2) over doc/zip.h: the main part is
 * found through _rels/.rels or [Content_Types].xml, never by a fixed name.  It
 * knows nothing of what the parts contain.  All memory is the given arena's.
 */
#ifndef DOC_OPC_H
#define DOC_OPC_H

#include "core/doc.h"

struct opc;

struct opc_relation {
	struct str id;
	struct str type;   /* an address; compare its end, the front differs in strict files */
	struct str target; /* name of the part, resolved; empty when it points outside */
};

struct opc_relations {
	struct opc_relation *relation;
	size_t n, cap;
};

MUST_USE enum err opc_open(struct arena *a, struct str bytes, struct opc **out, struct error *err);

/* Name of the main part. ERR_FORMAT when there is none. */
MUST_USE enum err opc_find_main(struct opc *o, struct str *name, struct error *err);

/* The relations of a part ("" for the package); none when it has no .rels. */
MUST_USE enum err opc_load_relations(struct opc *o, struct str part, struct opc_relations *out,
	struct error *err);
/* Part of the first relation whose type ends with "/kind"; empty when there is none. */
struct str opc_related(const struct opc_relations *r, const char *kind);
/* Part of the relation with that id; empty when there is none. */
struct str opc_related_id(const struct opc_relations *r, struct str id);

/* Unpacks a part. ERR_NOT_FOUND when it is not there, else as zipfile_read. */
MUST_USE enum err opc_read_part(struct opc *o, struct str name, struct str *bytes,
	struct error *err);

/* Title from the core properties into d; a missing or broken part is no fault. */
MUST_USE enum err opc_take_title(struct opc *o, struct doc *d, struct error *err);

#endif
