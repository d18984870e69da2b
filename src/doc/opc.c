#include "doc/opc.h"

#include "doc/read.h"
#include "doc/xml.h"
#include "doc/zip.h"

enum {
	RELATIONS_MAX = 20000,	  /* one per picture or link: real files stay in the hundreds */
	SMALL_PART_MAX = 8 << 20, /* relations, content types, properties */
	TITLE_MAX = 4096
};

struct opc {
	struct arena *arena;
	struct zipfile *zip;
};

enum { NS_REL = 1, NS_TYPES, NS_DC };
enum word { RELATIONSHIP, ID, TYPE, TARGET, TARGET_MODE, OVERRIDE, PART_NAME, CONTENT_TYPE, TITLE };

static const struct xml_name WORD[] = {
	[RELATIONSHIP] = { NS_REL, "Relationship" },
	[ID] = { XML_NO_NS, "Id" },
	[TYPE] = { XML_NO_NS, "Type" },
	[TARGET] = { XML_NO_NS, "Target" },
	[TARGET_MODE] = { XML_NO_NS, "TargetMode" },
	[OVERRIDE] = { NS_TYPES, "Override" },
	[PART_NAME] = { XML_NO_NS, "PartName" },
	[CONTENT_TYPE] = { XML_NO_NS, "ContentType" },
	[TITLE] = { NS_DC, "title" },
};
static const struct xml_ns NS[] = {
	{ "http://schemas.openxmlformats.org/package/2006/relationships", NS_REL },
	{ "http://schemas.openxmlformats.org/package/2006/content-types", NS_TYPES },
	{ "http://purl.org/dc/elements/1.1/", NS_DC },
};
static const struct xml_words WORDS = { WORD, sizeof WORD / sizeof WORD[0], NS,
	sizeof NS / sizeof NS[0] };

enum err opc_open(struct arena *a, struct str bytes, struct opc **out, struct error *err)
{
	struct opc *o = arena_one(a, struct opc);
	if (!o)
		return arena_check(a, err);
	o->arena = a;
	enum err e = zipfile_open(a, bytes, &o->zip, err);
	if (!e)
		*out = o;
	return e;
}

static enum err read_limited(
	struct opc *o, struct str name, size_t max, struct str *bytes, struct error *err)
{
	const struct zip_member *m = zipfile_find_any_case(o->zip, name);
	if (!m)
		return error_set(err, ERR_NOT_FOUND, NULL, "文件里缺少一个组成部分，可能已损坏");
	return zipfile_read(o->zip, m, max, o->arena, bytes, err);
}

enum err opc_read_part(struct opc *o, struct str name, struct str *bytes, struct error *err)
{
	return read_limited(o, name, DOC_PART_MAX, bytes, err);
}

/* Folder of a part's name, with the '/' at its end; empty at the top. */
static struct str folder_of(struct str name)
{
	size_t n = name.n;
	while (n > 0 && name.p[n - 1] != '/')
		n--;
	return str_sub(name, 0, n);
}

/*
 * Resolves a target against the folder of the part it stands in: "/x" counts
 * from the top, "." and ".." are taken out (".." above the top stays at the
 * top), '\' is taken as '/'.
 */
static struct str resolve(struct arena *a, struct str part, struct str target)
{
	bool absolute = target.n && (target.p[0] == '/' || target.p[0] == '\\');
	struct str base = absolute ? (struct str){ NULL, 0 } : folder_of(part);
	char *p = arena_alloc(a, base.n + target.n + 2);
	if (!p)
		return (struct str){ NULL, 0 };
	if (base.n)
		memcpy(p, base.p, base.n);
	size_t n = base.n;
	for (size_t from = 0; from < target.n;) {
		size_t to = from;
		while (to < target.n && target.p[to] != '/' && target.p[to] != '\\')
			to++;
		struct str step = str_sub(target, from, to);
		if (str_is(step, "..")) {
			n = folder_of((struct str){ p, n ? n - 1 : 0 }).n;
		} else if (step.n && !str_is(step, ".")) {
			memcpy(p + n, step.p, step.n);
			n += step.n;
			if (to < target.n)
				p[n++] = '/';
		}
		from = to + 1;
	}
	return (struct str){ p, n };
}

struct relations_read {
	struct arena *arena;
	struct str part;
	struct opc_relations list;
};

static enum err read_relations(struct xml *x, void *ctx, struct error *err)
{
	struct relations_read *r = ctx;
	while (xml_next(x)) {
		if (x->kind != XML_KIND_START || x->tag != RELATIONSHIP)
			continue;
		if (r->list.n >= RELATIONS_MAX)
			return error_set(err, ERR_LIMIT, NULL,
				"文件内部的引用超过 %d 处，不像正常的办公文档", RELATIONS_MAX);
		struct opc_relation *p = arena_grow(r->arena, r->list.relation, r->list.n,
			r->list.n + 1, &r->list.cap, sizeof *p);
		if (!p)
			return arena_check(r->arena, err);
		r->list.relation = p;
		p = &p[r->list.n++];
		*p = (struct opc_relation){ .id = arena_str(r->arena, xml_attr(x, ID)),
			.type = arena_str(r->arena, xml_attr(x, TYPE)) };
		if (!xml_attr_is(x, TARGET_MODE, "External"))
			p->target = resolve(r->arena, r->part, xml_attr(x, TARGET));
	}
	return arena_check(r->arena, err);
}

enum err opc_load_relations(
	struct opc *o, struct str part, struct opc_relations *out, struct error *err)
{
	struct str folder = folder_of(part);
	struct str file = str_sub(part, folder.n, part.n), bytes;
	struct str name =
		arena_fmt(o->arena, "%.*s_rels/%.*s.rels", STR_ARG(folder), STR_ARG(file));
	enum err e = arena_check(o->arena, err);
	if (!e)
		e = read_limited(o, name, SMALL_PART_MAX, &bytes, err);
	struct relations_read r = { .arena = o->arena, .part = part };
	if (!e)
		e = xml_read(bytes, &WORDS, read_relations, &r, err);
	else if (e == ERR_NOT_FOUND)
		e = OK;
	if (!e)
		*out = r.list;
	return e;
}

struct str opc_related(const struct opc_relations *r, const char *kind)
{
	size_t n = strlen(kind);
	for (size_t i = 0; i < r->n; i++) {
		struct str type = r->relation[i].type;
		if (type.n > n && type.p[type.n - n - 1] == '/' && r->relation[i].target.n &&
			str_is(str_sub(type, type.n - n, type.n), kind))
			return r->relation[i].target;
	}
	return (struct str){ NULL, 0 };
}

struct str opc_related_id(const struct opc_relations *r, struct str id)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->relation[i].id, id))
			return r->relation[i].target;
	return (struct str){ NULL, 0 };
}

struct types_read {
	struct arena *arena;
	struct str main;
};

/* "….document.main+xml", "….sheet.main+xml", also templates and files with macros. */
static enum err read_types(struct xml *x, void *ctx, struct error *err)
{
	struct types_read *r = ctx;
	while (xml_next(x))
		if (x->kind == XML_KIND_START && x->tag == OVERRIDE && r->main.n == 0 &&
			str_ends(xml_attr(x, CONTENT_TYPE), STR(".main+xml")))
			r->main =
				resolve(r->arena, (struct str){ NULL, 0 }, xml_attr(x, PART_NAME));
	return arena_check(r->arena, err);
}

enum err opc_find_main(struct opc *o, struct str *name, struct error *err)
{
	struct opc_relations r = { 0 };
	enum err e = opc_load_relations(o, (struct str){ NULL, 0 }, &r, err);
	if (e)
		return e;
	struct str found = opc_related(&r, "officeDocument");
	if (found.n == 0 || !zipfile_find_any_case(o->zip, found)) {
		struct types_read t = { .arena = o->arena };
		struct str bytes;
		e = read_limited(o, STR("[Content_Types].xml"), SMALL_PART_MAX, &bytes, err);
		if (!e)
			e = xml_read(bytes, &WORDS, read_types, &t, err);
		if (e && e != ERR_NOT_FOUND)
			return e;
		found = t.main;
	}
	if (found.n == 0 || !zipfile_find_any_case(o->zip, found))
		return error_set(err, ERR_FORMAT, NULL,
			"文件里没有正文部分，不是 Word、Excel 文档或已损坏；请用 Word、WPS "
			"打开后另存一份再试");
	*name = found;
	return OK;
}

struct title_read {
	struct arena *arena;
	struct str title;
};

static enum err read_title(struct xml *x, void *ctx, struct error *err)
{
	struct title_read *r = ctx;
	struct buf b;
	buf_init(&b, TITLE_MAX);
	while (xml_next(x) && r->title.n == 0)
		if (x->kind == XML_KIND_START && x->tag == TITLE) {
			xml_collect(x, &b);
			r->title = arena_str(r->arena, str_trim(buf_view(&b)));
		}
	enum err e = buf_check(&b, err);
	buf_done(&b);
	return e ? e : arena_check(r->arena, err);
}

enum err opc_take_title(struct opc *o, struct doc *d, struct error *err)
{
	struct opc_relations r = { 0 };
	struct str bytes;
	struct title_read t = { .arena = d->arena };
	enum err e = opc_load_relations(o, (struct str){ NULL, 0 }, &r, err);
	struct str name = opc_related(&r, "core-properties");
	if (!e && name.n == 0)
		return OK;
	if (!e)
		e = read_limited(o, name, SMALL_PART_MAX, &bytes, err);
	if (!e)
		e = xml_read(bytes, &WORDS, read_title, &t, err);
	if (e == ERR_NOMEM)
		return e;
	if (!e)
		d->title = t.title;
	return OK;
}
