#include "core/config.h"

#include "core/config_value.h"
#include "core/file.h"
#include "core/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_MAX_BYTES = 64 };

static const struct config_unit duration_unit[] = { { "s", 1 }, { "min", 60 }, { "h", 3600 },
	{ "d", 86400 }, { NULL, 0 } };
static const struct config_unit size_unit[] = { { "B", 1 }, { "KiB", 1 << 10 }, { "MiB", 1 << 20 },
	{ "GiB", 1 << 30 }, { NULL, 0 } };

const struct config_unit *config_units(enum config_type type)
{
	return type == CONFIG_DURATION ? duration_unit : type == CONFIG_SIZE ? size_unit : NULL;
}

static bool is_number(enum config_type type)
{
	return type == CONFIG_INT || type == CONFIG_DURATION || type == CONFIG_SIZE;
}

/* "What is allowed" as an error without place; place_error puts the place before it. */
static enum err not_allowed(const struct config_setting *s, struct error *err)
{
	struct buf b;
	buf_init(&b, sizeof err->msg);
	config_put_allowed(&b, s);
	enum err e = error_set(err, ERR_INVALID, NULL, "%.*s", STR_ARG(buf_view(&b)));
	buf_done(&b);
	return e;
}

/* Decimal digits, perhaps after "-", then one of the units; "0" needs none. */
static bool parse_number(enum config_type type, struct str v, int64_t *out)
{
	size_t i = 0;
	bool negative = type == CONFIG_INT && v.n > 0 && v.p[0] == '-';
	if (negative)
		i++;
	int64_t n = 0, factor = 1;
	size_t first = i;
	for (; i < v.n && v.p[i] >= '0' && v.p[i] <= '9'; i++)
		if (__builtin_mul_overflow(n, 10, &n) ||
			__builtin_add_overflow(n, v.p[i] - '0', &n))
			return false;
	if (i == first)
		return false;
	struct str unit = str_trim(str_sub(v, i, v.n));
	const struct config_unit *u = config_units(type);
	if (unit.n || (u && n != 0)) {
		while (u && u->name && !str_is(unit, u->name))
			u++;
		if (!u || !u->name)
			return false;
		factor = u->factor;
	}
	if (__builtin_mul_overflow(n, factor, &n))
		return false;
	*out = negative ? -n : n;
	return true;
}

static bool in_range(const struct config_setting *s, int64_t v)
{
	return (s->min == 0 && s->max == 0) || (v >= s->min && v <= s->max);
}

/* The setting's own question about one value or item. */
static enum err check_value(const struct config_setting *s, struct str v, struct error *err)
{
	const char *why = s->check ? s->check(v) : NULL;
	return why ? error_set(err, ERR_INVALID, NULL, "%s", why) : OK;
}

/* Items between commas, each trimmed, none empty, none twice. */
static enum err parse_list(struct arena *a, const struct config_setting *s, struct str v,
	struct config_list *out, struct error *err)
{
	size_t most = s->max > 0 ? (size_t)s->max : CONFIG_LIST_MAX;
	struct str *item = arena_array(a, struct str, CONFIG_LIST_MAX);
	if (!item)
		return arena_check(a, err);
	size_t n = 0;
	for (size_t from = 0; from <= v.n;) {
		size_t to = str_find(v, STR(","), from);
		struct str one = str_trim(str_sub(v, from, to));
		/* An item like "#x" would be a comment when the list is printed. */
		if (one.n == 0 || one.p[0] == '#' || n >= most || n >= CONFIG_LIST_MAX)
			return not_allowed(s, err);
		for (size_t i = 0; i < n; i++)
			if (str_eq(item[i], one))
				return error_set(err, ERR_INVALID, NULL, "同一个值写了两次");
		enum err e = check_value(s, one, err);
		if (e)
			return e;
		item[n++] = arena_str(a, one);
		from = to + 1;
	}
	if (s->min > 0 && n < (size_t)s->min)
		return not_allowed(s, err);
	*out = (struct config_list){ item, n };
	return arena_check(a, err);
}

static void wipe(void *p)
{
	struct str *secret = p;
	explicit_bzero((void *)(uintptr_t)secret->p, secret->n);
}

/* Reads what an open secret's file holds, at most CONFIG_SECRET_MAX bytes. */
static enum err read_secret_fd(struct arena *a, int fd, struct str *out, struct error *err)
{
	struct stat st;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return error_set(err, ERR_INVALID, NULL, "所指的不是普通文件");
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return error_set(err, ERR_DENIED, NULL,
			"所指的文件别人也能读，请先执行 chmod 600，只留本程序的用户可读");
	if (st.st_size <= 0 || st.st_size > CONFIG_SECRET_MAX)
		return error_set(err, ERR_INVALID, NULL, "所指的文件是空的，或超过 %d KiB",
			CONFIG_SECRET_MAX / 1024);
	size_t n = 0, size = (size_t)st.st_size;
	char *p = arena_alloc(a, size + 1);
	struct str *kept = arena_one(a, struct str);
	if (!p || !kept)
		return arena_check(a, err);
	*kept = (struct str){ p, size };
	arena_defer(a, wipe, kept);
	while (n < size) {
		ssize_t k = read(fd, p + n, size - n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			break;
		n += (size_t)k;
	}
	if (n > 0 && p[n - 1] == '\n')
		n--;
	if (n > 0 && p[n - 1] == '\r')
		n--;
	p[n] = '\0';
	if (n == 0 || memchr(p, 0, n))
		return error_set(err, ERR_INVALID, NULL, "所指的文件没有内容，或不是文本");
	*out = (struct str){ p, n };
	return arena_check(a, err);
}

/* The content of a secret's file.  No message holds the path: it may be the secret itself. */
static enum err read_secret(
	struct arena *a, struct str path, struct config_secret *out, struct error *err)
{
	char *z = arena_cstr(a, path);
	if (!z)
		return arena_check(a, err);
	int fd = open(z, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0) {
		enum err code = errno == ENOENT	  ? ERR_NOT_FOUND
				: errno == EACCES ? ERR_DENIED
						  : ERR_IO;
		return error_set(err, code, NULL, "要写文件的路径，所写的文件%s",
			code == ERR_NOT_FOUND ? "不存在"
			: code == ERR_DENIED  ? "本程序的用户无权读取"
					      : "不能打开");
	}
	struct config_secret got = { { z, path.n }, { NULL, 0 } };
	enum err e = read_secret_fd(a, fd, &got.bytes, err);
	close(fd);
	if (!e)
		*out = got;
	return e;
}

static enum err set_text(
	struct arena *a, const struct config_setting *s, struct str v, char *at, struct error *err)
{
	if (v.n > CONFIG_VALUE_MAX || !in_range(s, (int64_t)v.n))
		return not_allowed(s, err);
	enum err e = check_value(s, v, err);
	if (e)
		return e;
	if (s->secret) {
		struct config_secret secret;
		e = read_secret(a, v, &secret, err);
		if (!e)
			memcpy(at, &secret, sizeof secret);
		return e;
	}
	struct str kept = arena_str(a, v);
	memcpy(at, &kept, sizeof kept);
	return arena_check(a, err);
}

/* Size of the field a setting is stored in. */
static size_t stored_size(const struct config_setting *s)
{
	switch (s->type) {
	case CONFIG_TEXT:
		return sizeof(struct str);
	case CONFIG_PATH:
		return s->secret ? sizeof(struct config_secret) : sizeof(struct str);
	case CONFIG_INT:
	case CONFIG_DURATION:
	case CONFIG_SIZE:
		return sizeof(int64_t);
	case CONFIG_FLAG:
		return sizeof(bool);
	case CONFIG_CHOICE:
		return sizeof(int);
	case CONFIG_LIST:
		return sizeof(struct config_list);
	}
	return 0;
}

/* "key =": not set, for what can be without a value. */
static enum err set_empty(const struct config_setting *s, char *at, struct error *err)
{
	bool may = (s->type == CONFIG_TEXT || s->type == CONFIG_PATH || s->type == CONFIG_LIST) &&
		   s->min == 0;
	if (!may)
		return error_set(err, ERR_INVALID, NULL, "不能为空；要用默认值，删去这一行即可");
	memset(at, 0, stored_size(s));
	return OK;
}

/* Stores v, as written, at its place in the application's struct. */
static enum err set_value(struct arena *a, const struct config_setting *s, struct str v, char *base,
	struct error *err)
{
	char *at = base + s->offset;
	if (v.n == 0)
		return set_empty(s, at, err);
	if (s->type == CONFIG_TEXT || s->type == CONFIG_PATH)
		return set_text(a, s, v, at, err);
	if (is_number(s->type)) {
		int64_t n;
		if (!parse_number(s->type, v, &n) || !in_range(s, n))
			return not_allowed(s, err);
		memcpy(at, &n, sizeof n);
		return OK;
	}
	if (s->type == CONFIG_FLAG) {
		bool yes = str_is(v, "yes");
		if (!yes && !str_is(v, "no"))
			return not_allowed(s, err);
		memcpy(at, &yes, sizeof yes);
		return OK;
	}
	if (s->type == CONFIG_CHOICE) {
		for (int i = 0; s->choices[i]; i++)
			if (str_is(v, s->choices[i])) {
				memcpy(at, &i, sizeof i);
				return OK;
			}
		return not_allowed(s, err);
	}
	struct config_list list;
	enum err e = parse_list(a, s, v, &list, err);
	if (!e)
		memcpy(at, &list, sizeof list);
	return e;
}

const struct config_setting *config_find(const struct config_table *table, struct str name)
{
	for (size_t i = 0; i < table->n; i++)
		if (str_is(name, table->setting[i].name))
			return &table->setting[i];
	return NULL;
}

/* A letter as it counts for likeness: case and the kind of joint do not. */
static char plain(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '-' || c == '.' || c == ' ' ? '_' : c;
}

/* Levenshtein distance; both at most NAME_MAX_BYTES long. */
static size_t distance(struct str a, struct str b)
{
	size_t row[NAME_MAX_BYTES + 1];
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 0; i < a.n; i++) {
		size_t corner = row[0];
		row[0] = i + 1;
		for (size_t j = 0; j < b.n; j++) {
			size_t best = corner + (plain(a.p[i]) != plain(b.p[j]));
			corner = row[j + 1];
			best = row[j] + 1 < best ? row[j] + 1 : best;
			row[j + 1] = corner + 1 < best ? corner + 1 : best;
		}
	}
	return row[b.n];
}

const char *config_nearest(const struct config_table *table, struct str name)
{
	if (name.n == 0 || name.n > NAME_MAX_BYTES)
		return NULL;
	const char *best = NULL;
	size_t least = name.n < 5 ? 2 : name.n / 3 + 2; /* farther is not what was meant */
	for (size_t i = 0; i < table->n; i++) {
		struct str key = str_cstr(table->setting[i].name);
		size_t d = key.n <= NAME_MAX_BYTES ? distance(name, key) : SIZE_MAX;
		if (d < least) {
			least = d;
			best = table->setting[i].name;
		}
	}
	return best;
}

static bool is_name(struct str s)
{
	if (s.n == 0 || s.n > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
			    s.p[i] == '_'))
			return false;
	return true;
}

/* What may be shown of a key that is no setting: the value of a secret could have slipped in. */
static bool is_showable(struct str s)
{
	if (s.n == 0 || s.n > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') ||
			    (plain(s.p[i]) >= 'a' && plain(s.p[i]) <= 'z') || plain(s.p[i]) == '_'))
			return false;
	return true;
}

static enum err unknown_key(const struct config_table *table, struct str key, struct error *err)
{
	if (!is_showable(key))
		return error_set(
			err, ERR_INVALID, NULL, "等号前不是设置名（小写字母、数字和下划线）");
	const char *near = config_nearest(table, key);
	if (near)
		return error_set(err, ERR_INVALID, NULL, "没有“%.*s”这项设置，是不是 %s？",
			STR_ARG(key), near);
	return error_set(err, ERR_INVALID, NULL,
		"没有“%.*s”这项设置；用 --print-config-example 查看全部设置", STR_ARG(key));
}

static bool has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] < 0x20 && s.p[i] != '\t') || s.p[i] == 0x7F)
			return true;
	return false;
}

/* Splits "key = value"; both trimmed.  The value is checked for what no value may hold. */
static enum err split(struct str line, struct str *key, struct str *value, struct error *err)
{
	size_t eq = str_find(line, STR("="), 0);
	if (eq == line.n)
		return error_set(err, ERR_INVALID, NULL, "缺少等号；每行要写成“名称 = 值”");
	*key = str_trim(str_sub(line, 0, eq));
	*value = str_trim(str_sub(line, eq + 1, line.n));
	if (has_control(*value) || has_control(*key) || !utf8_is_valid(line))
		return error_set(err, ERR_INVALID, NULL, "含有控制字符，或不是 UTF-8 编码的文字");
	if (value->n > CONFIG_VALUE_MAX)
		return error_set(err, ERR_LIMIT, NULL, "值超过 %d 字节", CONFIG_VALUE_MAX);
	if (str_has(*value, " #") || str_has(*value, "\t#") || str_starts(*value, STR("#")))
		return error_set(
			err, ERR_INVALID, NULL, "值的后面不能写注释；注释要单独一行，以 # 开头");
	return OK;
}

/* Puts the key before the message of an error about a value. */
static enum err name_error(
	const struct config_setting *s, const struct error *why, struct error *err)
{
	struct error inner = *why;
	enum err e = error_set(err, inner.code, NULL, "%s：%s", s->name, inner.msg);
	if (err)
		err->field = s->name;
	return e;
}

/* One reading of a text. */
struct reading {
	struct arena *a;
	const struct config_table *table;
	const char *name; /* of the file, for messages */
	char *image;	  /* copy of the application's struct */
	size_t *line_of;  /* per setting: the line it was given on, 0: not yet */
};

static enum err read_line(struct reading *r, struct str line, size_t number, struct error *err)
{
	struct str key, value;
	enum err e = split(line, &key, &value, err);
	if (e)
		return e;
	const struct config_setting *s = is_name(key) ? config_find(r->table, key) : NULL;
	if (!s)
		return unknown_key(r->table, key, err);
	size_t i = (size_t)(s - r->table->setting);
	if (r->line_of[i])
		return error_set(err, ERR_INVALID, NULL, "%s：第 %zu 行已经写过，只能写一次",
			s->name, r->line_of[i]);
	r->line_of[i] = number;
	struct error why = { 0 };
	e = set_value(r->a, s, value, r->image, &why);
	return e ? name_error(s, &why, err) : OK;
}

/* The error of a line gets its place; the first one is kept, all of them go to `all`. */
static void tell(const struct reading *r, size_t number, const struct error *why, struct buf *all,
	struct error *first)
{
	struct error full = { 0 };
	error_set(&full, why->code, NULL, "%s 第 %zu 行：%s", r->name, number, why->msg);
	full.field = why->field;
	if (!first->code)
		*first = full;
	if (all)
		buf_fmt(all, "%s\n", full.msg);
}

enum err config_read_text(struct arena *a, const char *name, struct str text,
	const struct config_table *table, void *out, struct buf *all, struct error *err)
{
	struct reading r = { a, table, name, arena_alloc(a, table->size),
		arena_array(a, size_t, table->n) };
	if (!r.image || !r.line_of)
		return arena_check(a, err);
	if (text.n > CONFIG_FILE_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "%s 超过 %d KiB", name, CONFIG_FILE_MAX / 1024);
	memcpy(r.image, out, table->size);
	struct error first = { 0 };
	struct str rest = text, line;
	if (str_starts(rest, STR("\xEF\xBB\xBF")))
		rest = str_sub(rest, 3, rest.n);
	for (size_t number = 1; str_next_line(&rest, &line); number++) {
		struct str body = str_trim(line);
		if (body.n == 0 || body.p[0] == '#')
			continue;
		struct error why = { 0 };
		enum err e = read_line(&r, body, number, &why);
		if (!e)
			continue;
		tell(&r, number, &why, all, &first);
		if (!all || e == ERR_NOMEM || a->err)
			break;
	}
	if (first.code) {
		if (err)
			*err = first;
		return first.code;
	}
	enum err e = arena_check(a, err);
	if (!e)
		memcpy(out, r.image, table->size);
	return e;
}

enum err config_read_file(struct arena *a, const char *path, const struct config_table *table,
	void *out, struct buf *all, struct error *err)
{
	struct str text;
	struct error why = { 0 };
	enum err e = file_read(a, path, CONFIG_FILE_MAX, &text, &why);
	if (!e)
		return config_read_text(a, path, text, table, out, all, err);
	struct error full = { 0 };
	if (e == ERR_LIMIT && !a->err)
		error_set(&full, e, NULL, "%s：设置文件超过 %d KiB", path, CONFIG_FILE_MAX / 1024);
	else
		error_set(&full, e, NULL, "%s：%s", path, why.msg);
	error_detail(&full, "%s", why.detail);
	if (all)
		buf_fmt(all, "%s\n", full.msg);
	if (err)
		*err = full;
	return e;
}

enum err config_set(struct arena *a, const struct config_table *table, const char *assignment,
	void *out, struct error *err)
{
	struct str key, value;
	enum err e = split(str_trim(str_cstr(assignment)), &key, &value, err);
	if (e)
		return e;
	const struct config_setting *s = is_name(key) ? config_find(table, key) : NULL;
	if (!s)
		return unknown_key(table, key, err);
	char *image = arena_alloc(a, table->size);
	if (!image)
		return arena_check(a, err);
	memcpy(image, out, table->size);
	struct error why = { 0 };
	e = set_value(a, s, value, image, &why);
	if (e)
		return name_error(s, &why, err);
	memcpy(out, image, table->size);
	return OK;
}

/* What the author of a table can get wrong, apart from the default itself. */
static const char *table_fault(const struct config_table *table, size_t i)
{
	const struct config_setting *s = &table->setting[i];
	if (!s->name || !is_name(str_cstr(s->name)) || !s->def || !s->section || !s->help)
		return "name, default, section or help";
	if (s->secret &&
		(s->type != CONFIG_PATH || *s->def || !str_ends(str_cstr(s->name), STR("_file"))))
		return "a secret is a path, named x_file, without default";
	if ((s->type == CONFIG_CHOICE) != (s->choices != NULL))
		return "choices";
	if (s->offset > table->size || stored_size(s) > table->size - s->offset)
		return "offset";
	for (size_t j = 0; j < i; j++) {
		if (strcmp(table->setting[j].name, s->name) == 0)
			return "name twice";
		if (j + 1 < i && strcmp(table->setting[j].section, s->section) == 0 &&
			strcmp(table->setting[i - 1].section, s->section) != 0)
			return "section in two places";
	}
	return NULL;
}

enum err config_defaults(
	struct arena *a, const struct config_table *table, void *out, struct error *err)
{
	char *image = arena_alloc(a, table->size);
	if (!image)
		return arena_check(a, err);
	for (size_t i = 0; i < table->n; i++) {
		const struct config_setting *s = &table->setting[i];
		const char *fault = table_fault(table, i);
		if (fault)
			return error_set(
				err, ERR_BUG, NULL, "设置表第 %zu 项有误：%s", i + 1, fault);
		if (!*s->def && (s->type == CONFIG_TEXT || s->type == CONFIG_PATH ||
					s->type == CONFIG_LIST))
			continue;
		struct error why = { 0 };
		enum err e = set_value(a, s, str_cstr(s->def), image, &why);
		if (e && (e == ERR_NOMEM || a->err))
			return arena_check(a, err);
		if (e)
			return error_set(
				err, ERR_BUG, NULL, "设置 %s 的默认值有误：%s", s->name, why.msg);
	}
	memcpy(out, image, table->size);
	return OK;
}
