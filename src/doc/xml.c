#include "doc/xml.h"

#include "doc/read.h"

#include <stdarg.h>
#include <stdio.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum {
	/* Bytes given to the parser at a time: events of one chunk fit the cache. */
	CHUNK = 16 * 1024,
	/* The parser guesses the encoding from the first bytes. */
	FIRST = 4,
	/* libxml2 hands attributes over as five pointers each. */
	ATTRIBUTE_POINTERS = 5
};

struct event {
	enum xml_kind kind;
	int tag, depth;
	size_t at, n;	      /* text: bytes in `text` */
	size_t attr, n_attrs; /* start: elements of `attr` */
};

struct attribute {
	int name;
	size_t at, n;
};

/* One used slot of the table that turns a name into its number. */
struct slot {
	const xmlChar *local; /* interned in the parser's dictionary; NULL: free */
	int ns, index;
};

struct xml_state {
	xmlParserCtxt *parser;
	struct str rest; /* bytes not yet given to the parser */
	bool finished;
	int depth;
	struct buf text, event, attr; /* of the current chunk */
	size_t next, n_events;
	const struct event *now;
	/* names */
	struct slot *slot;
	size_t slot_mask;
	const xmlChar **ns_uri;	 /* interned, by position in words->ns */
	const xmlChar *last_uri; /* neighbours mostly share their namespace */
	int last_ns;
	const struct xml_words *words;
	/* first fault */
	enum err code;
	struct error why;
};

/* Notes the first fault and makes the parser stop. */
PRINTF_LIKE(3, 4)
static void fail(struct xml_state *s, enum err code, const char *fmt, ...)
{
	if (s->code)
		return;
	char msg[300];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(msg, sizeof msg, fmt, ap);
	va_end(ap);
	s->code = error_set(&s->why, code, NULL, "%s", msg);
	xmlStopParser(s->parser);
}

static size_t hash_slot(const struct xml_state *s, const xmlChar *local, int ns)
{
	/* Interned strings are told apart by address; 16-byte granules, 2^64/phi mixes. */
	uint64_t h = ((uintptr_t)local >> 2) + (uint64_t)(unsigned)ns;
	return (size_t)(h * UINT64_C(0x9E3779B97F4A7C15) >> 32) & s->slot_mask;
}

static int name_number(const struct xml_state *s, const xmlChar *local, int ns)
{
	for (size_t i = hash_slot(s, local, ns);; i = (i + 1) & s->slot_mask) {
		if (!s->slot[i].local)
			return XML_OTHER;
		if (s->slot[i].local == local && s->slot[i].ns == ns)
			return s->slot[i].index;
	}
}

static int ns_number(struct xml_state *s, const xmlChar *uri)
{
	if (!uri || s->words->n_ns == 0)
		return XML_NO_NS;
	if (uri == s->last_uri)
		return s->last_ns;
	s->last_uri = uri;
	s->last_ns = XML_OTHER;
	for (int i = 0; i < s->words->n_ns && s->last_ns == XML_OTHER; i++)
		if (s->ns_uri[i] == uri)
			s->last_ns = s->words->ns[i].ns;
	return s->last_ns;
}

/* The number of a name, XML_OTHER for what the reader has no word for. */
static int number_of(struct xml_state *s, const xmlChar *local, const xmlChar *uri)
{
	int ns = ns_number(s, uri);
	return ns == XML_OTHER ? XML_OTHER : name_number(s, local, ns);
}

static void add_event(struct xml_state *s, struct event e)
{
	buf_add(&s->event, &e, sizeof e);
	s->n_events++;
}

/*
 * Start tag.  Only elements and attributes the reader has a word for are kept:
 * most of a Word file is formatting nobody asks for.
 */
static void on_start(void *p, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
	int n_ns, const xmlChar **ns, int n_attrs, int n_defaulted, const xmlChar **attr)
{
	(void)prefix, (void)n_ns, (void)ns, (void)n_defaulted;
	struct xml_state *s = p;
	if (++s->depth > DOC_XML_DEPTH_MAX) {
		fail(s, ERR_LIMIT, "文件内部的嵌套超过 %d 层，不像正常的办公文档，已停止读取",
			DOC_XML_DEPTH_MAX);
		return;
	}
	int tag = number_of(s, local, uri);
	if (tag == XML_OTHER)
		return;
	struct event e = { .kind = XML_KIND_START,
		.tag = tag,
		.depth = s->depth,
		.attr = s->attr.n / sizeof(struct attribute) };
	for (int i = 0; i < n_attrs; i++, attr += ATTRIBUTE_POINTERS) {
		struct attribute a = { .name = number_of(s, attr[0], attr[2]), .at = s->text.n };
		if (a.name == XML_OTHER)
			continue;
		a.n = (size_t)(attr[4] - attr[3]);
		buf_add(&s->text, attr[3], a.n);
		buf_add(&s->attr, &a, sizeof a);
		e.n_attrs++;
	}
	add_event(s, e);
}

static void on_end(void *p, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	(void)prefix;
	struct xml_state *s = p;
	struct event e = {
		.kind = XML_KIND_END, .tag = number_of(s, local, uri), .depth = s->depth
	};
	if (e.tag != XML_OTHER)
		add_event(s, e);
	s->depth--;
}

static void on_text(void *p, const xmlChar *text, int n)
{
	struct xml_state *s = p;
	if (n <= 0)
		return;
	add_event(s, (struct event){ .kind = XML_KIND_TEXT,
			     .tag = XML_OTHER,
			     .depth = s->depth,
			     .at = s->text.n,
			     .n = (size_t)n });
	buf_add(&s->text, text, (size_t)n);
}

/* A DOCTYPE is the door to entity bombs and to files of the machine; no office program writes one.
 */
static void on_doctype(void *p, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name, (void)external, (void)system;
	fail(p, ERR_FORMAT,
		"文件内部含有 DOCTYPE "
		"声明，正常的办公文档没有这种内容，可能是恶意文件，已拒绝读取");
}

/* Only a fatal error ends the parse; undeclared prefixes and the like are survived. */
static void on_error(void *p, xmlError *why)
{
	struct xml_state *s = p;
	if (why->level != XML_ERR_FATAL || s->code)
		return;
	if (why->code == XML_ERR_NO_MEMORY) {
		s->code = error_nomem(&s->why);
		return;
	}
	s->code = error_set(&s->why, ERR_FORMAT, NULL,
		"文件内部的 XML 内容有错（第 %d 行），可能已损坏或不完整；请重新获取文件，或用 "
		"Word、WPS 打开后另存一份再试",
		why->line);
	error_detail(&s->why, "%s", why->message ? why->message : "");
}

/* Gives the parser the next chunk, replacing the events of the last one. */
static void feed(struct xml_state *s)
{
	buf_clear(&s->text);
	buf_clear(&s->event);
	buf_clear(&s->attr);
	s->next = s->n_events = 0;
	size_t n = s->rest.n < CHUNK ? s->rest.n : CHUNK;
	bool last = n == s->rest.n;
	xmlParseChunk(s->parser, s->rest.p, (int)n, last);
	s->rest = str_sub(s->rest, n, s->rest.n);
	s->finished = last || s->code;
	const struct buf *full = s->text.err ? &s->text : s->event.err ? &s->event : &s->attr;
	if (full->err && !s->code)
		s->code = buf_check(full, &s->why);
	if (full->err)
		s->n_events = 0;
}

bool xml_next(struct xml *x)
{
	struct xml_state *s = x->state;
	while (s->next == s->n_events) {
		if (s->finished || s->code)
			return false;
		feed(s);
	}
	const struct event *e = (const struct event *)(const void *)s->event.p + s->next++;
	s->now = e;
	x->kind = e->kind;
	x->tag = e->tag;
	x->depth = e->depth;
	x->text = e->kind == XML_KIND_TEXT ? (struct str){ s->text.p + e->at, e->n }
					   : (struct str){ NULL, 0 };
	return true;
}

bool xml_next_in(struct xml *x, int depth)
{
	return xml_next(x) && !(x->kind == XML_KIND_END && x->depth <= depth);
}

void xml_skip(struct xml *x)
{
	xml_collect(x, NULL);
}

void xml_collect(struct xml *x, struct buf *b)
{
	int top = x->depth;
	while (xml_next_in(x, top))
		if (b && x->kind == XML_KIND_TEXT)
			buf_str(b, x->text);
}

struct str xml_attr(const struct xml *x, int name)
{
	const struct xml_state *s = x->state;
	if (x->kind != XML_KIND_START || !s->now || s->now->n_attrs == 0)
		return (struct str){ NULL, 0 };
	const struct attribute *a =
		(const struct attribute *)(const void *)s->attr.p + s->now->attr;
	for (size_t i = 0; i < s->now->n_attrs; i++)
		if (a[i].name == name)
			return (struct str){ s->text.p ? s->text.p + a[i].at : "", a[i].n };
	return (struct str){ NULL, 0 };
}

bool xml_attr_is(const struct xml *x, int name, const char *z)
{
	return str_is(xml_attr(x, name), z);
}

int xml_attr_int(const struct xml *x, int name, int fallback, int min, int max)
{
	struct str s = str_trim(xml_attr(x, name));
	bool minus = s.n && s.p[0] == '-';
	size_t i = minus || (s.n && s.p[0] == '+');
	int64_t v = 0;
	if (i == s.n)
		return fallback;
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		if (v <= INT32_MAX)
			v = v * 10 + (s.p[i] - '0');
	/* "12.5" counts as 12, "abc" and "12abc" as nothing. */
	if (i < s.n && (s.p[i] != '.' || i == (size_t)minus))
		return fallback;
	v = minus ? -v : v;
	return v < min ? min : v > max ? max : (int)v;
}

/* Fills the name table: each word is looked up in the parser's dictionary once. */
static enum err learn_words(struct xml_state *s, struct arena *a, struct error *err)
{
	const struct xml_words *w = s->words;
	size_t size = 16;
	while (size < (size_t)w->n_names * 2)
		size *= 2;
	s->slot = arena_array(a, struct slot, size);
	s->ns_uri = arena_array(a, const xmlChar *, (size_t)w->n_ns + 1);
	if (!s->slot || !s->ns_uri)
		return arena_check(a, err);
	s->slot_mask = size - 1;
	for (int i = 0; i < w->n_ns; i++) {
		s->ns_uri[i] = xmlDictLookup(s->parser->dict, (const xmlChar *)w->ns[i].uri, -1);
		if (!s->ns_uri[i])
			return error_nomem(err);
	}
	for (int i = 0; i < w->n_names; i++) {
		const struct xml_name *n = &w->name[i];
		if (!n->local)
			continue;
		const xmlChar *local =
			xmlDictLookup(s->parser->dict, (const xmlChar *)n->local, -1);
		if (!local)
			return error_nomem(err);
		size_t k = hash_slot(s, local, n->ns);
		while (s->slot[k].local)
			k = (k + 1) & s->slot_mask;
		s->slot[k] = (struct slot){ local, n->ns, i };
	}
	return OK;
}

static enum err open_parser(struct xml_state *s, struct str bytes, struct error *err)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.internalSubset = on_doctype,
		.serror = on_error };
	size_t n = bytes.n < FIRST ? bytes.n : FIRST;
	xmlInitParser();
	s->parser = xmlCreatePushParserCtxt(&sax, s, bytes.p, (int)n, NULL);
	if (!s->parser)
		return error_nomem(err);
	xmlCtxtUseOptions(s->parser, XML_PARSE_NONET);
	s->rest = str_sub(bytes, n, bytes.n);
	return OK;
}

enum err xml_read(struct str bytes, const struct xml_words *words,
	enum err (*fn)(struct xml *x, void *ctx, struct error *err), void *ctx, struct error *err)
{
	if (bytes.n == 0)
		return error_set(err, ERR_FORMAT, NULL,
			"文件内部有一部分是空的，可能已损坏；请重新获取文件再试");
	struct xml_state s = { .words = words };
	struct arena a;
	arena_init(&a, DOC_PART_MAX);
	buf_init(&s.text, DOC_PART_MAX);
	buf_init(&s.event, DOC_PART_MAX);
	buf_init(&s.attr, DOC_PART_MAX);
	enum err e = open_parser(&s, bytes, err);
	if (!e)
		e = learn_words(&s, &a, err);
	if (!e) {
		struct xml x = { .state = &s };
		e = fn(&x, ctx, err);
	}
	/* A broken document is the cause of whatever fn stumbled over. */
	if (s.code) {
		e = s.code;
		if (err)
			*err = s.why;
	}
	xmlFreeParserCtxt(s.parser);
	buf_done(&s.text);
	buf_done(&s.event);
	buf_done(&s.attr);
	arena_done(&a);
	return e;
}
