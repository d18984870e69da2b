#include "tests/page/html_same.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>

static struct str node_name(const xmlNode *n)
{
	return str_cstr((const char *)n->name);
}

/* Runs of blanks become one; none at the ends. */
static void add_words(struct buf *out, struct str s)
{
	bool gap = false, any = false;
	for (size_t i = 0; i < s.n; i++) {
		if (strchr(" \t\r\n", s.p[i])) {
			gap = any;
			continue;
		}
		if (gap)
			buf_char(out, ' ');
		gap = false;
		any = true;
		buf_char(out, s.p[i]);
	}
}

static void add_mapped(struct buf *out, struct str s, const struct html_rules *rules)
{
	struct buf t;
	buf_init(&t, 1 << 20);
	add_words(&t, s);
	for (size_t i = 0; i < rules->n_words; i++) {
		struct str from = str_cstr(rules->word[i].from);
		size_t at = str_find(buf_view(&t), from, 0);
		bool whole = t.n == from.n;
		/* "%" at the end of a rule: the text may begin so and goes on. */
		if (from.n && from.p[from.n - 1] == '%') {
			from.n--;
			at = str_find(buf_view(&t), from, 0);
			whole = true;
		}
		if (at != 0 || !whole || t.n < from.n)
			continue;
		buf_cstr(out, rules->word[i].to);
		buf_str(out, str_sub(buf_view(&t), from.n, t.n));
		buf_done(&t);
		return;
	}
	buf_str(out, buf_view(&t));
	buf_done(&t);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The tokens of a class, sorted. */
static void add_class(struct buf *out, char *value, const struct html_rules *rules)
{
	char *token[32], *save = NULL;
	size_t n = 0;
	for (char *t = strtok_r(value, " \t\r\n", &save); t && n < 32;
		t = strtok_r(NULL, " \t\r\n", &save))
		token[n++] = t;
	qsort(token, n, sizeof *token, by_text);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(out, ' ');
		add_mapped(out, str_cstr(token[i]), rules);
	}
}

static bool is_dropped(const char *name, const struct html_rules *rules)
{
	for (const char *const *d = rules->drop_attribute; d && *d; d++)
		if (strcmp(*d, name) == 0)
			return true;
	return false;
}

static void add_attributes(struct buf *out, xmlNode *n, const struct html_rules *rules)
{
	char *line[32];
	size_t lines = 0;
	for (xmlAttr *a = n->properties; a && lines < 32; a = a->next) {
		const char *name = (const char *)a->name;
		xmlChar *value = xmlNodeListGetString(n->doc, a->children, 1);
		char *text = value ? (char *)value : (char *)(uintptr_t) "";
		struct buf b;
		buf_init(&b, 1 << 20);
		buf_fmt(&b, " %s=\"", name);
		if (rules->date && strcmp(name, "name") == 0 && strpbrk(text, ".-"))
			text = strrchr(text, strrchr(text, '.') ? '.' : '-') + 1;
		if (strcmp(name, "class") == 0)
			add_class(&b, text, rules);
		else
			add_mapped(&b, str_cstr(text), rules);
		buf_lit(&b, "\"");
		/* An empty class or a switch by its bare name: no difference to the browser. */
		if (!is_dropped(name, rules) && !str_is(buf_view(&b), " class=\"\"")) {
			buf_char(&b, 0);
			line[lines++] = strdup(b.p);
		}
		buf_done(&b);
		xmlFree(value);
	}
	qsort(line, lines, sizeof *line, by_text);
	for (size_t i = 0; i < lines; i++) {
		buf_cstr(out, line[i]);
		free(line[i]);
	}
}

static bool is_date_items(xmlNode *n)
{
	xmlChar *class = xmlGetProp(n, (const xmlChar *)"class");
	bool yes = class && str_starts(str_cstr((char *)class), STR("govuk-date-input")) &&
		   !str_starts(str_cstr((char *)class), STR("govuk-date-input__"));
	xmlFree(class);
	return yes;
}

static void dump(struct buf *out, xmlNode *n, const struct html_rules *rules, int depth)
{
	if (depth > 60)
		return;
	if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
		struct str text = str_cstr((const char *)n->content);
		if (str_trim(text).n == 0)
			return;
		buf_fmt(out, "%*s", depth, "");
		add_mapped(out, text, rules);
		buf_char(out, '\n');
		return;
	}
	if (n->type != XML_ELEMENT_NODE)
		return;
	if (rules->drop_element && str_is(node_name(n), rules->drop_element))
		return;
	buf_fmt(out, "%*s<%s", depth, "", (const char *)n->name);
	add_attributes(out, n, rules);
	buf_lit(out, ">\n");
	if (rules->date_turned && is_date_items(n))
		for (xmlNode *c = n->last; c; c = c->prev)
			dump(out, c, rules, depth + 1);
	else
		for (xmlNode *c = n->children; c; c = c->next)
			dump(out, c, rules, depth + 1);
}

bool html_canonical(struct str html, const struct html_rules *rules, struct buf *out)
{
	htmlDocPtr doc = htmlReadMemory(html.p, (int)html.n, "", "UTF-8",
		HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_NODEFDTD);
	xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	if (root)
		dump(out, root, rules, 0);
	xmlFreeDoc(doc);
	return root && out->err == OK;
}
