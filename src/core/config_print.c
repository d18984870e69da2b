#include "core/config_value.h"

#include "core/utf8.h"

#include <string.h>

void config_put_number(struct buf *b, enum config_type type, int64_t v)
{
	const struct config_unit *u = config_units(type), *best = u;
	for (; u && u->name; u++)
		if (v % u->factor == 0)
			best = u;
	if (!best || v == 0) {
		buf_int(b, v);
		return;
	}
	buf_int(b, v / best->factor);
	buf_cstr(b, best->name);
}

static void put_range(struct buf *b, const struct config_setting *s)
{
	config_put_number(b, s->type, s->min);
	buf_lit(b, " 到 ");
	config_put_number(b, s->type, s->max);
	buf_lit(b, " 的");
}

static void put_choices(struct buf *b, const struct config_setting *s)
{
	for (int i = 0; s->choices[i]; i++) {
		if (i)
			buf_cstr(b, s->choices[i + 1] ? "、" : " 或 ");
		buf_cstr(b, s->choices[i]);
	}
}

void config_put_allowed(struct buf *b, const struct config_setting *s)
{
	bool bounded = s->min != 0 || s->max != 0;
	switch (s->type) {
	case CONFIG_TEXT:
	case CONFIG_PATH:
		buf_cstr(b, s->type == CONFIG_TEXT ? "要写一行文字" : "要写路径");
		buf_fmt(b, "，最长 %lld 字节", bounded ? (long long)s->max : CONFIG_VALUE_MAX);
		if (s->min > 1)
			buf_fmt(b, "，最短 %lld 字节", (long long)s->min);
		break;
	case CONFIG_INT:
		buf_lit(b, "要写");
		if (bounded) {
			buf_char(b, ' ');
			put_range(b, s);
		}
		buf_lit(b, "整数");
		break;
	case CONFIG_DURATION:
	case CONFIG_SIZE:
		buf_lit(b, "要写");
		if (bounded) {
			buf_char(b, ' ');
			put_range(b, s);
		}
		buf_cstr(b, s->type == CONFIG_SIZE ? "大小，单位 B、KiB、MiB、GiB"
						   : "时长，单位 s、min、h、d");
		break;
	case CONFIG_FLAG:
		buf_lit(b, "只能写 yes 或 no");
		break;
	case CONFIG_CHOICE:
		buf_lit(b, "只能写 ");
		put_choices(b, s);
		break;
	case CONFIG_LIST:
		buf_fmt(b, "要写 %lld 到 %lld 项，用英文逗号分开，不能有空项",
			(long long)(s->min > 0 ? s->min : 1),
			(long long)(s->max > 0 ? s->max : CONFIG_LIST_MAX));
		break;
	}
}

/* Marks that do not begin a line. */
static bool hangs(int32_t cp)
{
	static const int32_t mark[] = { 0xFF0C, 0x3002, 0xFF1B, 0xFF1A, 0x3001, 0xFF09, 0x201D,
		0xFF1F, '.', ',', ')' };
	for (size_t i = 0; i < sizeof mark / sizeof mark[0]; i++)
		if (mark[i] == cp)
			return true;
	return false;
}

/* text as comment lines of at most ~78 columns, broken behind a Chinese character or a blank. */
static void put_comment(struct buf *b, const char *text)
{
	enum { COLUMNS = 76, LAST_WORD = 10 };
	struct str s = str_cstr(text);
	buf_lit(b, "# ");
	int column = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		int32_t cp = utf8_next(s, &at);
		size_t ahead = at;
		int32_t next = utf8_next(s, &ahead);
		buf_str(b, str_sub(s, from, at));
		column += cp < 0x80 ? 1 : 2;
		bool may = (cp > 0x7F || cp == ' ') && next >= 0 && !hangs(next);
		if (may && column >= COLUMNS - (next > 0x7F ? 0 : LAST_WORD)) {
			buf_lit(b, "\n# ");
			column = 0;
		}
	}
	buf_char(b, '\n');
}

void config_print_example(struct buf *b, const struct config_table *table)
{
	buf_lit(b, "# 每行一项，写成“名称 = 值”；以 # 开头的行是注释，注释不能写在值的后面。\n"
		   "# 下面各项都是默认值；要改哪一项，去掉行首的 # 再改。\n");
	const char *section = "";
	for (size_t i = 0; i < table->n; i++) {
		const struct config_setting *s = &table->setting[i];
		if (strcmp(section, s->section) != 0)
			buf_fmt(b, "\n# ======== %s ========\n", s->section);
		section = s->section;
		buf_char(b, '\n');
		put_comment(b, s->help);
		struct buf allowed;
		buf_init(&allowed, 4096);
		config_put_allowed(&allowed, s);
		buf_char(&allowed, '\0');
		put_comment(b, allowed.err ? "" : allowed.p);
		buf_done(&allowed);
		buf_fmt(b, "#%s =%s%s\n", s->name, *s->def ? " " : "", s->def);
	}
}

static void put_roff(struct buf *b, const char *text)
{
	if (*text == '.' || *text == '\'')
		buf_lit(b, "\\&");
	for (; *text; text++) {
		if (*text == '\\')
			buf_lit(b, "\\e");
		else if (*text == '-')
			buf_lit(b, "\\-");
		else
			buf_char(b, *text);
	}
}

static void put_markdown(struct buf *b, const char *text)
{
	for (; *text; text++) {
		if (strchr("|*_<>&[]`\\", *text))
			buf_char(b, '\\');
		buf_char(b, *text);
	}
}

static void put_setting(
	struct buf *b, const struct config_setting *s, const char *allowed, enum config_manual form)
{
	if (form == CONFIG_ROFF) {
		buf_lit(b, ".TP\n\\fB");
		put_roff(b, s->name);
		buf_lit(b, "\\fR = ");
		put_roff(b, *s->def ? s->def : "（不设）");
		buf_char(b, '\n');
		put_roff(b, s->help);
		buf_char(b, '\n');
		put_roff(b, allowed);
		buf_lit(b, "。\n");
		return;
	}
	buf_fmt(b, "| `%s` | ", s->name);
	if (*s->def)
		buf_fmt(b, "`%s`", s->def);
	buf_lit(b, " | ");
	put_markdown(b, allowed);
	buf_lit(b, " | ");
	put_markdown(b, s->help);
	buf_lit(b, " |\n");
}

void config_print_manual(struct buf *b, const struct config_table *table, enum config_manual form)
{
	const char *section = "";
	for (size_t i = 0; i < table->n; i++) {
		const struct config_setting *s = &table->setting[i];
		if (strcmp(section, s->section) != 0 && form == CONFIG_ROFF) {
			buf_lit(b, ".SS ");
			put_roff(b, s->section);
			buf_char(b, '\n');
		} else if (strcmp(section, s->section) != 0) {
			buf_fmt(b, "%s### %s\n\n", i ? "\n" : "", s->section);
			buf_lit(b, "| 设置 | 默认 | 可写 | 说明 |\n|---|---|---|---|\n");
		}
		section = s->section;
		struct buf allowed;
		buf_init(&allowed, 4096);
		config_put_allowed(&allowed, s);
		buf_char(&allowed, '\0');
		put_setting(b, s, allowed.err ? "" : allowed.p, form);
		buf_done(&allowed);
	}
}

static void put_list(struct buf *b, const struct config_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		if (i)
			buf_lit(b, ", ");
		buf_str(b, list->item[i]);
	}
}

/* What is stored for s, as it would be written. */
static void put_value(struct buf *b, const struct config_setting *s, const char *at)
{
	struct config_secret secret;
	struct str text;
	struct config_list list;
	int64_t number;
	bool yes;
	int choice;
	switch (s->type) {
	case CONFIG_TEXT:
	case CONFIG_PATH:
		if (s->secret) {
			memcpy(&secret, at, sizeof secret);
			text = secret.bytes.n ? STR("***") : (struct str){ NULL, 0 };
		} else {
			memcpy(&text, at, sizeof text);
		}
		buf_str(b, text);
		break;
	case CONFIG_INT:
	case CONFIG_DURATION:
	case CONFIG_SIZE:
		memcpy(&number, at, sizeof number);
		config_put_number(b, s->type, number);
		break;
	case CONFIG_FLAG:
		memcpy(&yes, at, sizeof yes);
		buf_cstr(b, yes ? "yes" : "no");
		break;
	case CONFIG_CHOICE:
		memcpy(&choice, at, sizeof choice);
		buf_cstr(b, s->choices[choice]);
		break;
	case CONFIG_LIST:
		memcpy(&list, at, sizeof list);
		put_list(b, &list);
		break;
	}
}

void config_print_effective(struct buf *b, const struct config_table *table, const void *config)
{
	for (size_t i = 0; i < table->n; i++) {
		const struct config_setting *s = &table->setting[i];
		buf_fmt(b, "%s = ", s->name);
		put_value(b, s, (const char *)config + s->offset);
		buf_char(b, '\n');
	}
}
