#include "tests/fuzz/fuzz.h"

#include "core/utf8.h"
#include "http/form.h"

#include <assert.h>

enum { MEMORY = 32 << 20, HEAD = 2 };

static const struct form_limits small = { 20, 30, 300, 3000 };

/* One field of every type, so that what was read is checked further. */
struct all {
	struct str text, lines, secret, token;
	int64_t number, id;
	struct decimal decimal;
	struct date day;
	bool flag;
	int choice;
	uint64_t choices;
	struct form_file file;
	struct form_files files;
};

static const struct form_choice choice[] = { { "", "全部" }, { "a", "甲" }, { "b", "乙" },
	{ NULL, NULL } };

static const struct form_field all_fields[] = {
	FORM_TEXT(struct all, text, "标题", 2, 10, FORM_REQUIRED),
	FORM_LINES(struct all, lines, "内容", 0, 20, 0),
	FORM_SECRET(struct all, secret, "密码", 8, 20, 0),
	FORM_TOKEN(struct all, token, "查询码", 6, 6, 0),
	FORM_INT(struct all, number, "数量", -5, 100, 0),
	FORM_ID(struct all, id, "部门", 0),
	FORM_DECIMAL(struct all, decimal, "金额", 0, 1000, 0),
	FORM_DATE(struct all, day, "日期", 1900, 2100, 0),
	FORM_FLAG(struct all, flag, "须知", FORM_REQUIRED),
	FORM_CHOICE(struct all, choice, "方式", choice, 0),
	FORM_CHOICES(struct all, choices, "途径", 1, 2, choice, 0),
	FORM_FILE(struct all, file, "附件", 1000, 0),
	FORM_FILES(struct all, files, "附件", 1000, 0),
};

enum { FIELDS = sizeof all_fields / sizeof all_fields[0] };

/* Feeds pieces whose lengths the seed gives; 0 means all at once. */
static enum err parse(
	struct arena *a, struct str s, uint32_t seed, struct form_pairs *out, struct error *err)
{
	struct urlencoded u;
	enum err e = OK;
	urlencoded_init(&u, a, &small);
	for (size_t at = 0; at < s.n && !e;) {
		seed = seed * 1103515245u + 12345u;
		size_t n = seed && s.n > 1 ? (seed >> 16) % 7 : s.n;
		e = urlencoded_feed(&u, str_sub(s, at, at + n), err);
		at += n;
	}
	if (!e)
		e = urlencoded_end(&u, out, err);
	urlencoded_done(&u);
	return e;
}

static void check_form(struct arena *a, const struct form_pairs *pairs)
{
	struct all v;
	struct form_report rep;
	struct error err;
	enum err e = form_parse(all_fields, FIELDS, pairs->pair, pairs->n, a, &v, &rep, &err);
	assert(!e && rep.n == FIELDS);
	size_t errors = 0;
	for (size_t i = 0; i < FIELDS; i++)
		errors += rep.state[i].error.n > 0;
	assert(errors == rep.n_errors);
	assert(rep.state[2].raw.n == 0);
	assert(utf8_length(v.text) <= 10 && utf8_length(v.lines) <= 20);
	assert(v.number >= -5 && v.number <= 100 && v.id >= 0);
	assert(v.choice >= -1 && v.choice < 3 && v.choices < 8);
	assert(v.file.size == 0 && v.files.n == 0);
}

/* Bytes in one piece and in pieces give the same pairs or the same error. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct form_pairs one, many;
	struct error err_one, err_many;
	if (size < HEAD)
		return 0;
	uint32_t seed = 1u + (uint32_t)data[0] + ((uint32_t)data[1] << 8);
	struct str s = { (const char *)data + HEAD, size - HEAD };
	arena_init(&a, MEMORY);
	enum err e = urlencoded_parse(&a, &small, s, &one, &err_one);
	enum err f = parse(&a, s, seed, &many, &err_many);
	assert(e == f);
	if (e) {
		assert(strcmp(err_one.msg, err_many.msg) == 0 &&
			utf8_is_valid(str_cstr(err_one.msg)));
		assert(e == ERR_INVALID || e == ERR_LIMIT);
	} else {
		assert(one.n == many.n && one.n <= small.fields);
		for (size_t i = 0; i < one.n; i++) {
			assert(str_eq(one.pair[i].name, many.pair[i].name));
			assert(str_eq(one.pair[i].value, many.pair[i].value));
			assert(one.pair[i].name.n <= small.name_bytes);
		}
		check_form(&a, &one);
	}
	arena_done(&a);
	return 0;
}
