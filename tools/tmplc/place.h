/*
 * place -- where in the HTML a template stands, byte by byte.
 *
 * A strict subset of the HTML tokenizer (WHATWG HTML, section 13.2.5): what browsers would repair
 * is an error here, so that the place the compiler sees is the place the browser sees.  Element
 * nesting is not followed; a page may open what another closes.
 * All functions return NULL, or why the template is wrong (static text).
 */
#ifndef TOOLS_TMPLC_PLACE_H
#define TOOLS_TMPLC_PLACE_H

#include "core/str.h"

enum place_at {
	PLACE_TEXT,
	PLACE_PLAIN, /* in title, textarea: text without elements */
	PLACE_RAW,   /* in script, style */
	PLACE_COMMENT,
	PLACE_DECL, /* behind <! */
	PLACE_OPEN, /* behind < */
	PLACE_TAG_NAME,
	PLACE_END_NAME, /* behind </ */
	PLACE_END_GAP,  /* behind the name of an end tag */
	PLACE_TAG_IN,   /* in a tag, behind a blank: an attribute may start */
	PLACE_TAG_GAP,  /* in a tag, behind a name or value: a blank must come first */
	PLACE_ATTR_NAME,
	PLACE_EQUALS, /* behind = */
	PLACE_VALUE,  /* in a quoted value */
	PLACE_SLASH   /* behind the / of /> */
};

/* What an attribute's value is to the browser. */
enum place_kind {
	KIND_PLAIN,
	KIND_URL,
	KIND_STATIC /* means more than text (CSS, lists of URLs): no expression */
};

/* How far a URL has come. */
enum place_url {
	URL_START,
	URL_SLASH, /* "/" and no more */
	URL_WORD,  /* may still become a scheme */
	URL_HOST,  /* behind http: or https: */
	URL_AFTER, /* behind an expression that gave the whole path */
	URL_REST   /* path, query or fragment: neither scheme nor host can change any more */
};

enum { PLACE_NAME_MAX = 31 };

struct place_name {
	char z[PLACE_NAME_MAX + 1];
	size_t n;
};

struct place {
	enum place_at at;
	enum place_kind kind;
	enum place_url url;
	bool word_open;         /* URL_WORD holds an expression: no scheme may follow */
	struct place_name tag;  /* lower case */
	struct place_name attr; /* lower case; in PLACE_DECL what stands there */
	struct place_name word; /* of URL_WORD, lower case */
	size_t seen;            /* progress in an end tag, a comment's dashes, a host */
	int pre;                /* open <pre> */
	bool fresh;             /* right behind <pre> or <textarea> */
};

/* Follows one byte of literal HTML. */
const char *place_follow(struct place *p, char c);
/* A directive or note stands here: names end, and places that would be cut apart are refused. */
const char *place_cut(struct place *p);
/* An expression stands here: *fn is the function that writes it. */
const char *place_expr(struct place *p, const char **fn);
/* One place for two branches that end in a and b; the stricter of both goes to *a. */
const char *place_join(struct place *a, const struct place *b);
/* Whether both are the same place in every respect that matters to what follows. */
bool place_same(const struct place *a, const struct place *b);

#endif
