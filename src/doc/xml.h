/*
 * xml -- untrusted XML as a stream of events, pulled one at a time.
 *
 * A thin, safe layer round libxml2's streaming (SAX2) parser: namespaces are
 * resolved, names become the numbers of the reader's own table, text is valid
 * UTF-8 whatever the file's encoding.  No DTD (a DOCTYPE is refused), no
 * entities but the five of XML, no network, no file, nesting at most
 * DOC_XML_DEPTH_MAX.  Not for HTML.  Memory is one chunk of events, whatever the
 * size of the document.
 *
 * Elements the reader has no word for give no start and end event (they are
 * transparent: depth counts them, what is inside is delivered), and attributes
 * it has no word for do not exist.
 *
 * Use: give xml_read the bytes, a table of words and a function; the function
 * loops over xml_next or xml_next_in.  A broken document just ends the loop;
 * xml_read reports it afterwards.
 */
#ifndef DOC_XML_H
#define DOC_XML_H

#include "core/buf.h"

enum { XML_NO_NS = 0, XML_OTHER = -1 };

/* One word of a reader: tag and attribute numbers are indexes into its table. */
struct xml_name {
	int ns; /* number of the namespace as in struct xml_ns; XML_NO_NS: none */
	const char *local;
};

/* Several addresses may have one number (OOXML transitional and strict). */
struct xml_ns {
	const char *uri;
	int ns; /* from 1 */
};

/* With n_ns == 0 namespaces are ignored: every name counts as XML_NO_NS. */
struct xml_words {
	const struct xml_name *name;
	int n_names;
	const struct xml_ns *ns;
	int n_ns;
};

enum xml_kind { XML_KIND_START, XML_KIND_END, XML_KIND_TEXT };

struct xml_state;

/* The current event. */
struct xml {
	enum xml_kind kind;
	int tag;   /* start and end: index into the words; text: XML_OTHER */
	int depth; /* start, end: of this element, the root has 1; text: of the element around it */
	struct str text; /* text: a piece, borrowed until the next event */
	struct xml_state *state;
};

/*
 * Parses bytes, calling fn once, which pulls the events.  Returns what fn
 * returned, or else the parser's fault.
 * ERR_FORMAT  not well-formed, or a DOCTYPE
 * ERR_LIMIT   nested too deep, or an attribute or text beyond memory limits
 */
MUST_USE enum err xml_read(struct str bytes, const struct xml_words *words,
	enum err (*fn)(struct xml *x, void *ctx, struct error *err), void *ctx, struct error *err);

/* Steps to the next event; false at the end of the document or at a fault. */
bool xml_next(struct xml *x);
/*
 * The same within one element: false also at its end tag.  `depth` is x->depth
 * at its start tag.  Usage: int top = x->depth; while (xml_next_in(x, top)) …
 */
bool xml_next_in(struct xml *x, int depth);
/* At a start tag: steps to its end tag. */
void xml_skip(struct xml *x);
/* At a start tag: appends all text inside to b (NULL: nowhere), stepping to the end tag. */
void xml_collect(struct xml *x, struct buf *b);

/* Attribute of the current start tag, borrowed until the next event; p is NULL when absent. */
struct str xml_attr(const struct xml *x, int name);
bool xml_attr_is(const struct xml *x, int name, const char *z);
/* Its decimal value clamped to [min, max]; fallback when absent or no number. */
int xml_attr_int(const struct xml *x, int name, int fallback, int min, int max);

#endif
