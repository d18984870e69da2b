/* Personal data in the prose (rules.md 8.1, 8.2).  Numbers are never repeated in full. */
#include "report/check.h"

#include "core/utf8.h"

enum {
	ID_DIGITS = 18,
	MOBILE_DIGITS = 11,
	CARD_DIGITS_MIN = 16,
	CARD_DIGITS_MAX = 19,
	CONTEXT_BYTES = 60, /* how far before a number 联系电话 may stand */
	NAMES_MAX = 40	    /* distinct masked names told of one report */
};

/* Luhn: every second digit from the right doubled, 9 taken off above 9 (rules.md 8.2-7). */
static bool passes_luhn(struct str s)
{
	int sum = 0;
	for (size_t i = 0; i < s.n; i++) {
		int d = s.p[s.n - 1 - i] - '0';
		if (i % 2 == 1) {
			d *= 2;
			d -= d > 9 ? 9 : 0;
		}
		sum += d;
	}
	return sum % 10 == 0;
}

/* First two digits of a GB/T 2260 province code, 71, 81, 82 (and 83) of the others. */
static bool is_province(int code)
{
	static const signed char province[] = { 11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35,
		36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
		83 };
	for (size_t i = 0; i < sizeof province; i++)
		if (province[i] == code)
			return true;
	return false;
}

static int number_at(struct str s, size_t at, size_t n)
{
	int v = 0;
	for (size_t i = at; i < at + n; i++)
		v = v * 10 + (s.p[i] - '0');
	return v;
}

/* GB 11643: province, a real date of birth and the check character (rules.md 8.2-6). */
static bool is_id_number(struct str s)
{
	static const int weight[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
	static const char check[] = "10X98765432";
	int sum = 0;
	if (s.n != ID_DIGITS || !is_province(number_at(s, 0, 2)) ||
		!date_is_valid(number_at(s, 6, 4), number_at(s, 10, 2), number_at(s, 12, 2)))
		return false;
	for (size_t i = 0; i < ID_DIGITS - 1; i++)
		sum += weight[i] * (s.p[i] - '0');
	char last = s.p[ID_DIGITS - 1] == 'x' ? 'X' : s.p[ID_DIGITS - 1];
	return check[sum % 11] == last;
}

/* Does the number follow words that make it an office's own telephone? */
static bool is_office_phone(struct str text, size_t at)
{
	size_t from = at > CONTEXT_BYTES ? at - CONTEXT_BYTES : 0;
	struct str before = str_sub(text, from, at);
	return str_has(before, "联系电话") || str_has(before, "咨询电话") ||
	       str_has(before, "监督电话") || str_has(before, "热线") || str_has(before, "传真") ||
	       str_has(before, "联系方式");
}

/* Where a piece of prose stands. */
struct place {
	int section;
	size_t paragraph;
	struct str text;
	const struct doc_where *where;
};

static void add_number(struct check *ck, const struct place *at, const char *rule, const char *what,
	size_t from, size_t to)
{
	struct str s = str_sub(at->text, from, to);
	struct finding it = check_finding(rule);
	struct str head = str_sub(s, 0, 3), tail = str_sub(s, s.n - 2, s.n);
	it.actual = arena_fmt(ck->a, "%.*s****%.*s", STR_ARG(head), STR_ARG(tail));
	it.message =
		arena_fmt(ck->a, "正文中有%s %.*s，公布前应当删除或遮盖", what, STR_ARG(it.actual));
	it.hint = STR("请按个人信息保护法第二十五条处理；确需保留的只写“某某”");
	it.section = at->section;
	it.paragraph = at->paragraph;
	it.from = from;
	it.to = to;
	struct buf b;
	buf_init(&b, CHECK_TEXT_MAX);
	doc_where_print(&b, at->where);
	it.where = check_take(ck, &b);
	findings_add(ck->f, &it);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Is the byte part of a word a number could be inside of? */
static bool is_word(struct str s, size_t at)
{
	if (at >= s.n)
		return false;
	char c = s.p[at];
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       c == '@';
}

/* Looks at every run of digits that stands by itself. */
static void scan_numbers(struct check *ck, const struct place *at)
{
	struct str s = at->text;
	for (size_t i = 0; i < s.n;) {
		if (!is_digit(s.p[i]) || (i > 0 && is_word(s, i - 1))) {
			i++;
			continue;
		}
		size_t end = i;
		while (end < s.n && is_digit(s.p[end]))
			end++;
		if (end - i == ID_DIGITS - 1 && end < s.n && (s.p[end] == 'X' || s.p[end] == 'x'))
			end++;
		struct str run = str_sub(s, i, end);
		bool alone =
			!is_word(s, end) && !(end < s.n && s.p[end] == '.' && is_word(s, end + 1));
		if (alone && is_id_number(run))
			add_number(ck, at, "text.id_number", "身份证号码", i, end);
		else if (alone && run.n == MOBILE_DIGITS && run.p[0] == '1' && run.p[1] >= '3' &&
			 !is_office_phone(s, i))
			add_number(ck, at, "text.mobile", "手机号码", i, end);
		else if (alone && run.n >= CARD_DIGITS_MIN && run.n <= CARD_DIGITS_MAX &&
			 is_digit(run.p[run.n - 1]) && strchr("3456", run.p[0]) && passes_luhn(run))
			add_number(ck, at, "text.bank_card", "疑似银行卡号", i, end);
		i = end;
	}
}

/*
 * Frequent family names (public statistics of the Ministry of Public Security)
 * without those that are also function words before 某 (于某, 和某, 任某, 时某).
 */
static const char family_names[] =
	"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤康易乔赖翁庞樊殷施洪倪柳邢";
/* Characters that make 某 an ordinary word: 某些, 某个, 某单位. */
static const char after_plain[] = "些个种一年月日项地类处次单部公局市区县省方人事时件起篇条段";

static bool char_in(const char *set, struct str c)
{
	struct str s = str_cstr(set);
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		utf8_next(s, &at);
		if (str_eq(str_sub(s, from, at), c))
			return true;
	}
	return false;
}

/* Told once per name of a report. */
struct names {
	struct str seen[NAMES_MAX];
	size_t n;
};

static void add_name(
	struct check *ck, const struct place *at, struct names *names, size_t from, size_t to)
{
	struct str name = str_sub(at->text, from, to);
	for (size_t i = 0; i < names->n; i++)
		if (str_eq(names->seen[i], name))
			return;
	if (names->n == NAMES_MAX)
		return;
	names->seen[names->n++] = name;
	struct finding it = check_finding("text.personal_name");
	it.actual = name;
	it.message = arena_fmt(
		ck->a, "正文写到个人“%.*s”，虽已部分遮盖，结合上下文仍可能认出本人", STR_ARG(name));
	it.hint = STR("年度报告不需要出现当事人，建议改为“申请人”或“1 名公民”");
	it.section = at->section;
	it.paragraph = at->paragraph;
	it.from = from;
	it.to = to;
	struct buf b;
	buf_init(&b, CHECK_TEXT_MAX);
	doc_where_print(&b, at->where);
	it.where = check_take(ck, &b);
	findings_add(ck->f, &it);
}

/* Does the text hold the piece [from, to) a second time, before or after? */
static bool stands_twice(struct str text, size_t from, size_t to)
{
	struct str piece = str_sub(text, from, to);
	return str_find(text, piece, 0) < from || str_find(text, piece, to) < text.n;
}

/*
 * Family name + 某 (周某春, 张某某, 李某).  A given name after 某 is taken along
 * only when the same three characters stand twice in the text, because 张某向
 * and 周某春 look alike.
 */
static void scan_names(struct check *ck, const struct place *at, struct names *names)
{
	static const struct str masked = STR_INIT("某");
	struct str s = at->text;
	size_t han = masked.n;
	for (size_t hit = str_find(s, masked, 0); hit < s.n; hit = str_find(s, masked, hit + han)) {
		struct str family = str_sub(s, hit >= han ? hit - han : 0, hit);
		struct str next = str_sub(s, hit + han, hit + 2 * han);
		if (family.n != han || !char_in(family_names, family))
			continue;
		bool doubled = str_eq(next, masked);
		if (!doubled && next.n == han && char_in(after_plain, next))
			continue;
		size_t from = hit - han, to = hit + han + (doubled ? han : 0);
		struct str longer = str_sub(s, from, hit + 2 * han);
		if (!doubled && longer.n == 3 * han && utf8_length(longer) == 3 &&
			stands_twice(s, from, from + longer.n))
			to = from + longer.n;
		add_name(ck, at, names, from, to);
	}
}

/* The six parts only: the lead holds the office's own address and telephone. */
void check_privacy(struct check *ck)
{
	struct names names = { .n = 0 };
	for (size_t i = 0; i < ck->r->n_sections; i++) {
		const struct report_section *section = &ck->r->section[i];
		for (size_t k = 0; k < section->n_paragraphs; k++) {
			struct place at = { (int)i, k, section->paragraph[k].text,
				&section->paragraph[k].where };
			scan_numbers(ck, &at);
			scan_names(ck, &at, &names);
		}
	}
}
