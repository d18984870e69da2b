#include "tests/test.h"

#include "core/mem.h"
#include "core/utf8.h"
#include "http/form.h"

enum { MEMORY = 1 << 20 };

/* One field of every type. */
struct all {
	int guard;
	struct str text, lines, exact, secret, token, code;
	int64_t number, plain, least, most, id;
	struct decimal money;
	struct date day;
	bool agree;
	int way;
	uint64_t media, one;
	struct form_file file;
	struct form_files files;
};

static const struct form_choice ways[] = { { "mail", "邮寄" }, { "visit", "当面" },
	{ NULL, NULL } };
static const struct form_choice scopes[] = { { "", "全部" }, { "own", "本人" }, { NULL, NULL } };

static enum err check_even(struct str value, struct error *err)
{
	if (value.n % 2 == 0)
		return OK;
	return error_set(err, ERR_INVALID, NULL, "查询码不正确，请对照回执核对");
}

static const struct form_field fields[] = {
	FORM_TEXT(struct all, text, "姓名", 2, 5, 0),
	FORM_LINES(struct all, lines, "内容描述", 0, 10, 0),
	FORM_TEXT(struct all, exact, "原文", 1, 5, FORM_KEEP_BLANKS),
	FORM_SECRET(struct all, secret, "密码", 8, 12, 0),
	FORM_TOKEN(struct all, token, "查询码", 2, 8, 0, .check = check_even),
	FORM_TOKEN(struct all, code, "证件号码", 18, 18, 0),
	FORM_INT(struct all, number, "份数", -5, 100, 0),
	FORM_INT(struct all, plain, "序号", 0, 0, 0),
	FORM_INT(struct all, least, "届次", 1, INT64_MAX, 0),
	FORM_INT(struct all, most, "次数", INT64_MIN, 10, 0),
	FORM_ID(struct all, id, "部门", 0),
	FORM_DECIMAL(struct all, money, "费用", 0, 1000, 0),
	FORM_DATE(struct all, day, "收到日期", 1900, 2100, 0),
	FORM_FLAG(struct all, agree, "已阅读须知", 0),
	FORM_CHOICE(struct all, way, "获取方式", ways, 0),
	FORM_CHOICES(struct all, media, "载体", 2, 2, ways, 0),
	FORM_CHOICES(struct all, one, "去向", 0, 1, ways, 0),
	FORM_FILE(struct all, file, "附件", 10 << 20, 0),
	FORM_FILES(struct all, files, "材料", 1000, 0),
};

enum { FIELDS = sizeof fields / sizeof fields[0] };

/* Parses a urlencoded body with the table above. */
static enum err parse(struct arena *a, const char *body, struct all *v, struct form_report *rep,
	struct error *err)
{
	struct form_pairs p;
	enum err e = urlencoded_parse(a, NULL, str_cstr(body), &p, err);
	return e ? e : form_parse(fields, FIELDS, p.pair, p.n, a, v, rep, err);
}

static size_t field_index(const char *name)
{
	size_t i = 0;
	while (strcmp(fields[i].name, name) != 0)
		i++;
	return i;
}

/* The member as text, so that one table serves all types. */
static void show(struct buf *b, const struct form_field *f, const struct all *v)
{
	const char *at = (const char *)v + f->offset;
	switch (f->type) {
	case FORM_TYPE_INT:
	case FORM_TYPE_ID:
		buf_int(b, *(const int64_t *)(const void *)at);
		break;
	case FORM_TYPE_DECIMAL:
		buf_cstr(b, decimal_text(v->money).z);
		break;
	case FORM_TYPE_DATE:
		if (v->day.day == form_date_absent().day)
			buf_lit(b, "absent");
		else
			buf_cstr(b, date_text(v->day).z);
		break;
	case FORM_TYPE_FLAG:
		buf_int(b, v->agree);
		break;
	case FORM_TYPE_CHOICE:
		buf_int(b, v->way);
		break;
	case FORM_TYPE_CHOICES:
		buf_int(b, *(const int64_t *)(const void *)at);
		break;
	case FORM_TYPE_FILE:
	case FORM_TYPE_FILES:
		break;
	default:
		buf_str(b, *(const struct str *)(const void *)at);
	}
}

static void values(void)
{
	static const struct {
		const char *field, *body, *want, *error; /* error NULL: none */
		bool given;
	} row[] = {
		/* TEXT: 2..5 characters */
		{ "text", "", "", NULL, false },
		{ "text", "text=", "", NULL, false },
		{ "text", "text=+%E3%80%80%09", "", NULL, false },
		{ "text", "text=测试甲", "测试甲", NULL, true },
		{ "text", "text=%E3%80%80测试甲+%09", "测试甲", NULL, true },
		{ "text", "text=a%09b", "a b", NULL, true },
		{ "text", "text=e%CC%81e%CC%81", "éé", NULL, true },
		{ "text", "text=%E1%84%92%E1%85%A1%E1%86%AB年", "한年", NULL, true },
		{ "text", "text=12345", "12345", NULL, true },
		{ "text", "text=测试测试测试甲", "", "姓名最多 5 个字，现在超出 2 个字", true },
		{ "text", "text=甲", "", "姓名至少 2 个字，现在只有 1 个字", true },
		{ "text", "text=a%01b", "",
			"姓名中有看不见的控制字符，请删去后重新输入，不要直接粘贴", true },
		{ "text", "text=a%0D%0Ab", "",
			"姓名中有看不见的控制字符，请删去后重新输入，不要直接粘贴", true },
		{ "text", "text=a%C2%85b", "",
			"姓名中有看不见的控制字符，请删去后重新输入，不要直接粘贴", true },
		{ "text", "text=ab&text=cd", "", "姓名填写了不止一次，请只填写一次", true },
		{ "text", "textx=ab&tex=cd&TEXT=ef", "", NULL, false },
		/* LINES: up to 10 */
		{ "lines", "lines=%0D%0Aa%0D%0Ab%0Dc%0Ad%0D%0A", "a\nb\nc\nd", NULL, true },
		{ "lines", "lines=a%09b", "a\tb", NULL, true },
		{ "lines", "lines=%E5%B9%B4%0D%0A%0D%0A1234567", "年\n\n1234567", NULL, true },
		{ "lines", "lines=%E5%B9%B4%0D%0A%0D%0A12345678", "",
			"内容描述最多 10 个字，现在超出 1 个字", true },
		{ "lines", "lines=a%0Cb", "",
			"内容描述中有看不见的控制字符，请删去后重新输入，不要直接粘贴", true },
		/* KEEP_BLANKS */
		{ "exact", "exact=+a+", " a ", NULL, true },
		/* SECRET: 8..12, untouched */
		{ "secret", "secret=+pass+word+", " pass word ", NULL, true },
		{ "secret", "secret=e%CC%81aaaaaa",
			"e\xCC\x81"
			"aaaaaa",
			NULL, true },
		{ "secret", "secret=short", "", "密码至少 8 个字符", true },
		{ "secret", "secret=0123456789012", "", "密码最多 12 个字符", true },
		{ "least", "least=0", "0", "届次不能小于 1", true },
		{ "most", "most=11", "0", "次数不能大于 10", true },
		{ "one", "one=mail&one=visit", "0", "去向最多选择 1 项，现在选了 2 项", true },
		/* TOKEN */
		{ "token", "token=+ab-_+", "ab-_", NULL, true },
		{ "token", "token=ab.c", "", "查询码只能用字母、数字、“-”和“_”，请核对", true },
		{ "token", "token=a年", "", "查询码只能用字母、数字、“-”和“_”，请核对", true },
		{ "token", "token=a", "", "查询码至少 2 个字符，现在只有 1 个字符", true },
		{ "token", "token=abc", "", "查询码不正确，请对照回执核对", true },
		{ "code", "code=00000000000000000", "", "证件号码应为 18 位，您填写了 17 位",
			true },
		{ "code", "code=00000000000000000X", "00000000000000000X", NULL, true },
		/* INT: -5..100 */
		{ "number", "number=+100+", "100", NULL, true },
		{ "number", "number=-5", "-5", NULL, true },
		{ "number", "number=−5", "-5", NULL, true },
		{ "number", "number=%2B7", "7", NULL, true },
		{ "number", "number=１２", "12", NULL, true },
		{ "number", "number=007", "7", NULL, true },
		{ "number", "number=+", "0", NULL, false },
		{ "number", "number=101", "0", "份数应在 -5 到 100 之间", true },
		{ "number", "number=-6", "0", "份数应在 -5 到 100 之间", true },
		{ "number", "number=99999999999999999999999", "0", "份数应在 -5 到 100 之间",
			true },
		{ "number", "number=1.5", "0", "份数应为整数，例如 12", true },
		{ "number", "number=1+2", "0", "份数应为整数，例如 12", true },
		{ "number", "number=年5", "0", "份数应为整数，例如 12", true },
		{ "number", "number=5日", "0", "份数应为整数，例如 12", true },
		{ "number", "number=-", "0", "份数应为整数，例如 12", true },
		{ "number", "number=0x10", "0", "份数应为整数，例如 12", true },
		{ "number", "number=00000000000000000000000000000000000000001", "0",
			"份数应为整数，例如 12", true },
		{ "plain", "plain=-1234567890123", "-1234567890123", NULL, true },
		/* ID */
		{ "id", "id=9007199254740993", "9007199254740993", NULL, true },
		{ "id", "id=0", "0", "部门有误，请重新选择", true },
		{ "id", "id=-1", "0", "部门有误，请重新选择", true },
		{ "id", "id=99999999999999999999", "0", "部门有误，请重新选择", true },
		{ "id", "id=x", "0", "部门有误，请重新选择", true },
		/* DECIMAL: 0..1000 */
		{ "money", "money=12.50", "12.5", NULL, true },
		{ "money", "money=１２．５", "12.5", NULL, true },
		{ "money", "money=1000", "1000", NULL, true },
		{ "money", "money=1000.01", "0", "费用应在 0 到 1000 之间", true },
		{ "money", "money=1,000", "0", "费用应为数字，例如 12.50", true },
		/* DATE: 1900..2100 */
		{ "day", "day=2024-02-29", "2024-02-29", NULL, true },
		{ "day", "day=2024-2-6", "2024-02-06", NULL, true },
		{ "day", "day=2024/2/6", "2024-02-06", NULL, true },
		{ "day", "day=2024.02.06", "2024-02-06", NULL, true },
		{ "day", "day=2024年2月6日", "2024-02-06", NULL, true },
		{ "day", "day=２０２４－０２－０６", "2024-02-06", NULL, true },
		{ "day", "day.year=2024&day.month=2&day.day=6", "2024-02-06", NULL, true },
		{ "day", "day=&day.year=&day.month=&day.day=", "absent", NULL, false },
		{ "day", "day=2023-02-29", "absent", "收到日期不存在，请核对年、月、日", true },
		{ "day", "day=2024-13-01", "absent", "收到日期不存在，请核对年、月、日", true },
		{ "day", "day=1899-12-31", "absent", "收到日期的年份应在 1900 到 2100 之间", true },
		{ "day", "day=2101-01-01", "absent", "收到日期的年份应在 1900 到 2100 之间", true },
		{ "day", "day=24-2-6", "absent", "收到日期应为年-月-日，例如 2024-02-06", true },
		{ "day", "day=20240206", "absent", "收到日期应为年-月-日，例如 2024-02-06", true },
		{ "day", "day=2024-02-06-07", "absent", "收到日期应为年-月-日，例如 2024-02-06",
			true },
		{ "day", "day=2024年2月", "absent", "收到日期应为年-月-日，例如 2024-02-06", true },
		{ "day", "day=2024--02-06", "absent", "收到日期应为年-月-日，例如 2024-02-06",
			true },
		{ "day", "day=2024-%2B2-06", "absent", "收到日期应为年-月-日，例如 2024-02-06",
			true },
		{ "day", "day=昨天", "absent", "收到日期应为年-月-日，例如 2024-02-06", true },
		{ "day", "day.year=2024&day.month=2", "absent", "请把收到日期的年、月、日填全",
			true },
		{ "day", "day.year=24&day.month=2&day.day=6", "absent",
			"收到日期的年、月、日应为数字，例如 2024、2、6", true },
		{ "day", "day.year=2023&day.month=2&day.day=29", "absent",
			"收到日期不存在，请核对年、月、日", true },
		/* FLAG */
		{ "agree", "agree=on", "1", NULL, true },
		{ "agree", "agree=0", "0", NULL, false },
		{ "agree", "agree=", "0", NULL, false },
		{ "agree", "agree=0&agree=1", "1", NULL, true },
		/* CHOICE and CHOICES (two of them) */
		{ "way", "way=visit", "1", NULL, true },
		{ "way", "", "-1", NULL, false },
		{ "way", "way=", "-1", NULL, false },
		{ "way", "way=fax", "-1", "获取方式不在可选的范围内，请重新选择", true },
		{ "way", "way=mail&way=visit", "-1", "获取方式填写了不止一次，请只填写一次", true },
		{ "media", "media=visit&media=mail", "3", NULL, true },
		{ "media", "media=mail&media=mail&media=visit", "3", NULL, true },
		{ "media", "media=mail", "0", "载体至少选择 2 项，现在选了 1 项", true },
		{ "media", "media=mail&media=fax", "0", "载体不在可选的范围内，请重新选择", true },
		{ "media", "", "0", NULL, false },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		struct buf b;
		struct all v = { .guard = 77 };
		struct form_report rep = { NULL, 0, 0 };
		struct error err;
		size_t k = field_index(row[i].field);
		arena_init(&a, MEMORY);
		buf_init(&b, MEMORY);
		enum err e = parse(&a, row[i].body, &v, &rep, &err);
		show(&b, &fields[k], &v);
		CHECK(!e && str_is(buf_view(&b), row[i].want), "%s is \"%.*s\"", row[i].body,
			STR_ARG(buf_view(&b)));
		CHECK(!e && str_is(rep.state[k].error, row[i].error ? row[i].error : "") &&
				rep.n_errors == (row[i].error != NULL) &&
				rep.state[k].given == row[i].given && v.guard == 77,
			"  error \"%.*s\"", STR_ARG(e ? str_cstr("?") : rep.state[k].error));
		buf_done(&b);
		arena_done(&a);
	}
}

/* What is shown again is what was typed; a secret never is. */
static void shown_again(void)
{
	struct arena a;
	struct all v;
	struct form_report rep;
	struct error err;
	arena_init(&a, MEMORY);
	CHECK(!parse(&a,
		      "text=+x+&secret=pw1&number=1x&day.year=2024&day.month=2&day.day=x&"
		      "media=visit&media=mail&unknown=1&agree=on",
		      &v, &rep, &err),
		"parses");
	CHECK(str_is(rep.state[field_index("text")].raw, " x "), "text as typed");
	CHECK(str_is(rep.state[field_index("number")].raw, "1x"), "number as typed");
	const struct form_state *day = &rep.state[field_index("day")];
	CHECK(str_is(day->part[0], "2024") && str_is(day->part[1], "2") &&
			str_is(day->part[2], "x"),
		"a date's three fields as typed");
	CHECK(str_is(rep.state[field_index("media")].raw, "visit\nmail"), "choices one a line");
	const struct form_state *secret = &rep.state[field_index("secret")];
	CHECK(secret->raw.n == 0 && secret->given && !str_has(secret->error, "pw1"),
		"no secret is shown");
	CHECK(rep.n_errors == 4, "all errors at once");
	for (size_t i = 0; i < FIELDS; i++)
		CHECK(!str_has(rep.state[i].error, "pw1"), "nor by %s", fields[i].name);
	arena_done(&a);
}

static void required(void)
{
	struct must {
		struct str name, phone;
		int64_t unit;
		bool agree;
		int way, scope;
		uint64_t media;
		struct date day;
		struct form_file file;
		struct str password;
	};
	static const struct form_field must_fields[] = {
		FORM_TEXT(struct must, name, "姓名", 1, 50, FORM_REQUIRED, .rule = "条例第29条"),
		FORM_TEXT(struct must, phone, "联系电话", 1, 50, FORM_REQUIRED,
			.missing = "请填写联系电话，以便确认收到申请"),
		FORM_ID(struct must, unit, "受理机构", FORM_REQUIRED),
		FORM_FLAG(struct must, agree, "我已阅读须知", FORM_REQUIRED),
		FORM_CHOICE(struct must, way, "获取方式", ways, FORM_REQUIRED),
		FORM_CHOICE(struct must, scope, "范围", scopes, FORM_REQUIRED),
		FORM_CHOICES(struct must, media, "载体", 0, 0, ways, FORM_REQUIRED),
		FORM_DATE(struct must, day, "成文日期", 1949, 2100, FORM_REQUIRED),
		FORM_FILE(struct must, file, "身份证明", 1000, FORM_REQUIRED),
		FORM_SECRET(struct must, password, "密码", 1, 100, FORM_REQUIRED),
	};
	static const char *const want[] = { "请填写姓名", "请填写联系电话，以便确认收到申请",
		"请选择受理机构", "请勾选“我已阅读须知”", "请选择获取方式", "", "请选择载体",
		"请填写成文日期", "请上传身份证明", "请填写密码" };
	enum { MUST = sizeof must_fields / sizeof must_fields[0] };
	struct arena a;
	struct must v;
	struct form_report rep;
	struct form_file none = { .type = STR("application/octet-stream") };
	const struct form_pair pairs[] = { { STR("name"), STR(" "), NULL },
		{ STR("file"), STR(""), &none }, { STR("scope"), STR(""), NULL } };
	struct error err;
	arena_init(&a, MEMORY);
	CHECK(!form_parse(must_fields, MUST, pairs, 3, &a, &v, &rep, &err), "an empty form parses");
	for (size_t i = 0; i < MUST; i++)
		CHECK(str_is(rep.state[i].error, want[i]), "%s: %.*s", must_fields[i].name,
			STR_ARG(rep.state[i].error));
	CHECK(rep.n_errors == MUST - 1 && v.scope == 0, "an empty value may be a choice");
	size_t before = rep.n_errors;
	CHECK(!form_report_add(&rep, must_fields, "name", &a, "别的", &err) &&
			str_is(rep.state[0].error, want[0]) && rep.n_errors == before,
		"the first error of a field stays");
	CHECK(!form_report_add(&rep, must_fields, "scope", &a, "范围已停用，请另选", &err) &&
			str_is(rep.state[5].error, "范围已停用，请另选") &&
			rep.n_errors == before + 1,
		"an error found later is added");
	CHECK(form_report_add(&rep, must_fields, "nobody", &a, "x", &err) == ERR_BUG,
		"a name that is not declared is a bug");
	arena_done(&a);
}

static void files(void)
{
	static const struct form_file big = { .name = STR_INIT("申请表.pdf"), .size = 14 << 20 };
	static const struct form_file bit = { .name = STR_INIT("a.pdf"), .size = (10 << 20) + 1 };
	static const struct form_file fit = { .name = STR_INIT("a.pdf"), .size = 10 << 20 };
	static const struct form_file small = { .name = STR_INIT("b.txt"), .size = 5 };
	static const struct form_file over = { .name = STR_INIT("c.txt"), .size = 1001 };
	static const struct form_file empty = { .name = STR_INIT("d.txt"), .size = 0 };
	static const struct form_file none = { .size = 0 };
	static const struct {
		const char *what, *field;
		const struct form_file *sent[2];
		const char *error;
		size_t n; /* files in the result */
	} row[] = {
		{ "as large as allowed", "file", { &fit, NULL }, "", 1 },
		{ "much too large", "file", { &big, NULL },
			"文件“申请表.pdf”为 14 MB，超过 10 MB，请压缩后再传", 0 },
		{ "one byte too large", "file", { &bit, NULL },
			"文件“a.pdf”为 10.1 MB，超过 10 MB，请压缩后再传", 0 },
		{ "small limits in bytes", "files", { &over, NULL },
			"文件“c.txt”为 1001 字节，超过 1000 字节，请压缩后再传", 0 },
		{ "empty", "file", { &empty, NULL }, "文件“d.txt”是空的，请重新选择", 0 },
		{ "none chosen", "file", { &none, NULL }, "", 0 },
		{ "two for one", "file", { &fit, &small }, "附件最多上传 1 个文件", 0 },
		{ "one and an empty box", "file", { &fit, &none }, "", 1 },
		{ "two", "files", { &small, &small }, "", 2 },
		{ "one bad of two", "files", { &small, &empty }, "文件“d.txt”是空的，请重新选择",
			0 },
		{ "a file is no text", "text", { &small, NULL }, "", 0 },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		struct all v;
		struct form_report rep;
		struct form_pair pairs[2];
		struct error err;
		size_t n = 0, k = field_index(row[i].field);
		arena_init(&a, MEMORY);
		for (; n < 2 && row[i].sent[n]; n++)
			pairs[n] = (struct form_pair){ str_cstr(row[i].field), row[i].sent[n]->name,
				row[i].sent[n] };
		enum err e = form_parse(fields, FIELDS, pairs, n, &a, &v, &rep, &err);
		size_t got = e ? 99 : v.files.n + (v.file.name.n > 0) + (v.text.n > 0);
		CHECK(!e && str_is(rep.state[k].error, row[i].error) && got == row[i].n, "file: %s",
			row[i].what);
		arena_done(&a);
	}
	struct form_pair text = { STR("file"), STR("a.pdf"), NULL };
	struct arena a;
	struct all v;
	struct form_report rep;
	struct error err;
	arena_init(&a, MEMORY);
	CHECK(!form_parse(fields, FIELDS, &text, 1, &a, &v, &rep, &err) && v.file.name.n == 0,
		"a text is no file");
	arena_done(&a);
}

/* A field of 20 KB; sizes below one MB are told in KB. */
static void sizes_in_kb(void)
{
	static const struct form_file over = { .name = STR_INIT("a"), .size = 20481 };
	static const struct form_field field = {
		.name = "a", .label = "附件", .type = FORM_TYPE_FILE, .max = 20480
	};
	const struct form_pair pair = { STR("a"), STR("a"), &over };
	struct arena a;
	struct form_file v;
	struct form_report rep;
	struct error err;
	arena_init(&a, MEMORY);
	CHECK(!form_parse(&field, 1, &pair, 1, &a, &v, &rep, &err) &&
			str_is(rep.state[0].error, "文件“a”为 21 KB，超过 20 KB，请压缩后再传"),
		"sizes in KB");
	arena_done(&a);
}

/* A value that never passed a boundary of ours is not trusted to be text. */
static void not_text(void)
{
	const struct form_pair pair = { STR("text"), STR("\xFF\xFE"), NULL };
	struct arena a;
	struct all v;
	struct form_report rep;
	struct error err;
	arena_init(&a, MEMORY);
	CHECK(!form_parse(fields, FIELDS, &pair, 1, &a, &v, &rep, &err) && rep.n_errors == 1 &&
			v.text.n == 0,
		"bytes that are no UTF-8 are an error of the field");
	arena_done(&a);
}

static void bad_tables(void)
{
	static struct form_choice many[FORM_CHOICES_MAX + 2];
	for (size_t i = 0; i <= FORM_CHOICES_MAX; i++)
		many[i] = (struct form_choice){ "a", "甲" };
	const struct form_field crowd = {
		.name = "a", .label = "甲", .type = FORM_TYPE_CHOICES, .choices = many
	};
	uint64_t bits;
	struct arena room;
	struct form_report none;
	struct error why;
	arena_init(&room, MEMORY);
	CHECK(form_parse(&crowd, 1, NULL, 0, &room, &bits, &none, &why) == ERR_BUG,
		"more choices than bits");
	many[FORM_CHOICES_MAX].value = NULL;
	CHECK(!form_parse(&crowd, 1, NULL, 0, &room, &bits, &none, &why), "as many as bits");
	arena_done(&room);
	static const struct form_field bad[] = {
		{ .name = NULL, .label = "甲", .type = FORM_TYPE_INT },
		{ .name = "a", .label = NULL, .type = FORM_TYPE_INT },
		{ .name = "a", .label = "甲", .type = FORM_TYPE_TEXT, .max = 0 },
		{ .name = "a", .label = "甲", .type = FORM_TYPE_TEXT, .min = 3, .max = 2 },
		{ .name = "a", .label = "甲", .type = FORM_TYPE_CHOICE },
		{ .name = "a", .label = "甲", .type = FORM_TYPE_INT, .choices = ways },
		{ .name = "a", .label = "甲", .type = FORM_TYPE_FILE },
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct arena a;
		struct str out = STR("old");
		struct form_report rep = { NULL, 77, 0 };
		struct error err = { .code = OK };
		arena_init(&a, MEMORY);
		CHECK(form_parse(&bad[i], 1, NULL, 0, &a, &out, &rep, &err) == ERR_BUG &&
				err.code == ERR_BUG && rep.n == 77 && str_is(out, "old"),
			"table %zu makes no sense", i);
		arena_done(&a);
	}
}

static void no_memory(void)
{
	const char *body = "text=e%CC%81e&lines=a%0D%0Ab&token=ab&day.year=2024&day.month=2&"
			   "day.day=6&media=mail&media=visit&number=x";
	long n = 0, bad = 0, requests = 0;
	do {
		struct arena a;
		struct all v = { .guard = 77, .number = 78 };
		struct form_report rep = { NULL, 79, 0 };
		struct error err = { .code = OK };
		mem_fail_at(++n);
		arena_init(&a, MEMORY);
		enum err e = parse(&a, body, &v, &rep, &err);
		requests = mem_requests();
		if (requests >= n)
			bad += e != ERR_NOMEM || err.code != e || rep.n != 79 || v.number != 78;
		else
			bad += e != OK || rep.n != FIELDS || rep.n_errors != 1;
		arena_done(&a);
	} while (requests >= n && n < 1000);
	mem_fail_at(0);
	CHECK(bad == 0 && n > 5, "each of %ld requests for memory may fail", n - 1);
}

/* Unicode NormalizationTest.txt, parts 0 and 1: source and its form C. */
static void normal_form(void)
{
	static const struct {
		const char *in, *want;
	} row[] = {
		{ "\xE1\xB8\x8A", "\xE1\xB8\x8A" },		  /* 1E0A */
		{ "D\xCC\x87\xCC\xA3", "\xE1\xB8\x8C\xCC\x87" },  /* 0044 0307 0323 */
		{ "\xE2\x84\xAB", "\xC3\x85" },			  /* 212B */
		{ "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "각" }, /* 1100 1161 11A8 */
		{ "\xEF\xAC\x81", "\xEF\xAC\x81" },		  /* FB01 keeps its form */
		{ "\xEF\xA4\x80", "\xE8\xB1\x88" },		  /* F900 */
		{ "\xE0\xA5\x98", "\xE0\xA4\x95\xE0\xA4\xBC" }, /* 0958: excluded from composing */
		{ "年报，“１２”（甲）", "年报，“１２”（甲）" },
		{ "", "" },
	};
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct arena a;
		arena_init(&a, MEMORY);
		CHECK(str_is(nfc_text_arena(&a, str_cstr(row[i].in)), row[i].want) && !a.err,
			"form C of %s", row[i].in);
		arena_done(&a);
	}
}

int main(void)
{
	values();
	shown_again();
	required();
	files();
	sizes_in_kb();
	not_text();
	bad_tables();
	no_memory();
	normal_form();
	return TEST_END();
}
