/*
 * calendar_file -- an imported arrangement: read, checked, written in one spelling.
 */
#include "core/json.h"
#include "core/utf8.h"
#include "desk/calendar_part.h"

enum { PAPER_BYTES_MAX = 300 };

static enum err wrong(struct error *err, const char *field)
{
	if (err) {
		err->code = ERR_INVALID;
		err->field = field;
	}
	return ERR_INVALID;
}

enum err calendar_check_text(struct str typed, const char *field, const char *what, int max,
	bool optional, struct str *out, struct error *err)
{
	struct str s = str_trim(typed);
	size_t n = utf8_length(s);
	if (n == 0 && !optional)
		error_set(err, ERR_INVALID, NULL, "请填写%s", what);
	else if (n > (size_t)max)
		error_set(err, ERR_INVALID, NULL, "%s最多 %d 个字，现在超出 %zu 个字", what, max,
			n - (size_t)max);
	else {
		*out = s;
		return OK;
	}
	return wrong(err, field);
}

static enum err read_papers(
	struct arena *a, const json_t *list, struct calendar_file *out, struct error *err)
{
	size_t n = json_array_size(list);
	if (list && !json_is_array(list))
		return error_set(err, ERR_FORMAT, NULL,
			"放假安排的来源（papers）应当是网址的列表，例如 [\"https://…\"]");
	if (n > CALENDAR_PAPERS_MAX)
		return error_set(err, ERR_FORMAT, NULL, "来源（papers）最多 %d 个，现有 %zu 个，请删减",
			CALENDAR_PAPERS_MAX, n);
	out->paper = arena_array(a, struct str, n);
	if (n && !out->paper)
		return arena_check(a, err);
	for (size_t i = 0; i < n; i++) {
		const json_t *v = json_array_get(list, i);
		struct str s = { json_string_value(v), json_string_length(v) };
		if ((!str_starts(s, STR("https://")) && !str_starts(s, STR("http://"))) ||
			s.n > PAPER_BYTES_MAX)
			return error_set(err, ERR_FORMAT, NULL,
				"第%zu个来源（papers）不是网址，应以 https:// 开头，不超过 %d 个字符",
				i + 1, PAPER_BYTES_MAX);
		out->paper[out->n_papers++] = arena_str(a, s);
	}
	return arena_check(a, err);
}

enum err calendar_read_file(
	struct arena *a, struct str json, struct calendar_file *out, struct error *err)
{
	struct calendar_file f = { .n_papers = 0 };
	json_t *v;
	enum err e;
	if (str_trim(json).n == 0)
		e = error_set(err, ERR_INVALID, NULL, "请选择放假安排文件，或者粘贴文件内容");
	else if (json.n > CALENDAR_IMPORT_MAX)
		e = error_set(err, ERR_INVALID, NULL,
			"放假安排为 %zu KB，超过 %d KB；每次只导入一年的安排", json.n >> 10,
			CALENDAR_IMPORT_MAX >> 10);
	else
		e = json_read(a, json, CALENDAR_IMPORT_MAX, &v, err);
	if (!e && !json_is_object(v))
		e = error_set(err, ERR_FORMAT, NULL,
			"文件不是一年的放假安排，应当是 {\"year\": …, \"days\": […]}");
	if (!e)
		e = arrangement_parse(a, json, &f.year, err);
	if (!e)
		e = read_papers(a, json_object_get(v, "papers"), &f, err);
	if (e == ERR_NOMEM || (e == ERR_LIMIT && a->err))
		return e;
	if (e)
		return wrong(err, "content");
	*out = f;
	return OK;
}

enum err calendar_write_file(
	struct arena *a, const struct calendar_file *f, struct str *out, struct error *err)
{
	struct buf b;
	buf_init(&b, CALENDAR_IMPORT_MAX);
	buf_fmt(&b, "{\"year\":%d,\"papers\":[", f->year.year);
	for (size_t i = 0; i < f->n_papers; i++) {
		if (i)
			buf_char(&b, ',');
		json_write_string(&b, f->paper[i]);
	}
	buf_lit(&b, "],\"days\":[");
	for (size_t i = 0; i < f->year.n; i++) {
		const struct arranged_day *d = &f->year.day[i];
		buf_cstr(&b, i ? ",{\"name\":" : "{\"name\":");
		json_write_string(&b, d->name);
		buf_fmt(&b, ",\"date\":\"%s\",\"isOffDay\":%s}", date_text(d->date).z,
			d->off ? "true" : "false");
	}
	buf_lit(&b, "]}\n");
	enum err e = buf_check(&b, err);
	if (!e) {
		*out = arena_str(a, buf_view(&b));
		e = arena_check(a, err);
	}
	buf_done(&b);
	return e;
}
