/*
 * The reading head of claim_lex.h.  One pass over the bytes; at each character
 * a cue word is tried first, then a number, then punctuation; the rest is
 * unknown.  A second, short pass makes brackets without a number transparent:
 * "无法提供（不存在）1份" reads as "无法提供不存在1份".
 */
#include "report/claim_lex.h"

#include "core/utf8.h"

struct reader {
	struct claim_tokens *out;
	const struct claim_lexicon *lex;
	struct str text;
	size_t at;
	size_t unknown;
	int year;
	bool value; /* "数值是" stands right before */
};

/* By the lower bits of the code point of a character of three bytes. */
static unsigned bucket_of(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return ((u[0] & 0xFU) << 12 | (u[1] & 0x3FU) << 6 | (u[2] & 0x3FU)) % CLAIM_BUCKETS;
}

/* Chains every cue word into the bucket of its first character, longer words first. */
void claim_lexicon_init(struct claim_lexicon *lex)
{
	const struct claim_cue *cue = claim_cues;
	memset(lex->head, -1, sizeof lex->head);
	for (int i = 0; cue[i].text && i < CLAIM_CUES_MAX; i++) {
		size_t n = strlen(cue[i].text);
		lex->length[i] = (uint8_t)n;
		int16_t *slot = &lex->head[bucket_of(cue[i].text)];
		while (*slot >= 0 && lex->length[*slot] >= n)
			slot = &lex->next[*slot];
		lex->next[i] = *slot;
		*slot = (int16_t)i;
	}
}

/* The longest cue word at the reading head, NULL when there is none. */
static const struct claim_cue *cue_at(const struct reader *rd, size_t *length)
{
	enum { FIRST = 3 }; /* every cue starts with a character of three bytes */
	if (rd->text.n - rd->at < FIRST)
		return NULL;
	const char *p = rd->text.p + rd->at;
	size_t left = rd->text.n - rd->at;
	for (int i = rd->lex->head[bucket_of(p)]; i >= 0; i = rd->lex->next[i]) {
		size_t n = rd->lex->length[i];
		const char *cue = claim_cues[i].text;
		if (n <= left && p[n - 1] == cue[n - 1] && memcmp(p, cue, n) == 0) {
			*length = n;
			return &claim_cues[i];
		}
	}
	return NULL;
}

/* Appends a token; NULL without memory (the arena keeps the error). */
static struct claim_token *add_token(
	struct reader *rd, enum claim_token_kind kind, size_t from, size_t to)
{
	struct claim_tokens *o = rd->out;
	struct claim_token *t = arena_grow(o->arena, o->t, o->n, o->n + 1, &o->cap, sizeof *t);
	if (!t)
		return NULL;
	o->t = t;
	t = &o->t[o->n++];
	memset(t, 0, sizeof *t);
	t->kind = kind;
	t->from = from;
	t->to = to;
	t->unknown = rd->unknown;
	t->claim = -1;
	return t;
}

static bool text_at(struct str s, size_t at, const char *z)
{
	size_t n = strlen(z);
	return at <= s.n && n <= s.n - at && memcmp(s.p + at, z, n) == 0;
}

/* Does the text that ends at `at` end with one of the words? */
static bool ends_with_any(struct str s, size_t at, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		if (n <= at && memcmp(s.p + at - n, *words, n) == 0)
			return true;
	}
	return false;
}

/* Length of the longest of the words that stands at `at`, 0 for none. */
static size_t any_at(struct str s, size_t at, const char *const *words)
{
	size_t best = 0;
	for (; *words; words++)
		if (strlen(*words) > best && text_at(s, at, *words))
			best = strlen(*words);
	return best;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Units that count something; a number before anything else is no claim. */
static const char *const units[] = { "件次", "篇次", "人次", "批次", "场次", "条次", "户次", "起次",
	"次", "件", "宗", "起", "条", "份", "个", "项", "人", "例", "部", "篇", "场", "期", "家",
	"名", "户", "处", "则", "批", "万元", "亿元", "元", "%", "‰", NULL };
/* Words that begin like a unit and are none. */
static const char *const no_units[] = { "个工作日", "个月", "个百分点", "期间", "次日", "人民",
	"名称", "处理", "个人", "部门", "部分", "条第", "家庭", "项目", "个性", NULL };
static const char *const rough_before[] = { "约", "近", "超", "超过", "逾", "突破", "接近", "至少",
	"最多", "最少", "不少于", "不低于", "每", "多达", "高达", "上", NULL };
static const char *const rough_inside[] = { "余", "多", "几", "来", NULL };
static const char *const rough_after[] = { "以上", "左右", "上下", "以内", "以下", "多", "余",
	NULL };

/*
 * Reads [digits,commas][.digits] at *at.  False when it is part of a word, a
 * telephone number, an address, a range or a date with dashes; *at is then
 * behind the whole run.
 */
static bool read_digits(struct str s, size_t *at, struct decimal *value)
{
	char digits[40];
	size_t n = 0, i = *at;
	bool fine = i == 0 || !strchr("-./:@_+~*#%", s.p[i - 1]);
	if (i > 0 && ((s.p[i - 1] >= 'A' && s.p[i - 1] <= 'Z') ||
			     (s.p[i - 1] >= 'a' && s.p[i - 1] <= 'z')))
		fine = false;
	bool point = false;
	while (i < s.n) {
		bool digit_next = i + 1 < s.n && is_digit(s.p[i + 1]);
		if (s.p[i] == '.' && !point && digit_next)
			point = true;
		else if (s.p[i] == ',' && !point && digit_next) {
			i++;
			continue;
		} else if (!is_digit(s.p[i]))
			break;
		if (n + 1 < sizeof digits)
			digits[n++] = s.p[i];
		i++;
	}
	while (i < s.n && s.p[i] > ' ' && s.p[i] < 0x7F && !strchr("%()<>,;\"", s.p[i])) {
		fine = false;
		i++;
	}
	*at = i;
	return decimal_parse((struct str){ digits, n }, value) && fine;
}

/* "2024年", "2024年度": a year token.  "3年": unknown. */
static bool read_year(struct reader *rd, size_t from, size_t at, struct decimal v)
{
	enum { FIRST_YEAR = 1949, LAST_YEAR = 2100 };
	if (!text_at(rd->text, at, "年"))
		return false;
	rd->at = at + strlen("年");
	if (text_at(rd->text, rd->at, "度"))
		rd->at += strlen("度");
	if (v.scale || v.coef < FIRST_YEAR || v.coef > LAST_YEAR) {
		rd->unknown += rd->at - from;
		return true;
	}
	struct claim_token *t = add_token(rd, TOKEN_WORD, from, rd->at);
	if (!t)
		return true;
	t->word = WORD_YEAR;
	int64_t gap = v.coef - rd->year;
	t->arg = rd->year && gap >= -1 && gap <= 1 ? (int)gap : CLAIM_YEAR_FAR;
	return true;
}

/* The number at the end of a run such as "1-12"; 0 when it ends with none. */
static int last_number(struct str run)
{
	enum { TWO_DIGITS = 2 };
	size_t k = run.n;
	int value = 0;
	while (k > 0 && run.n - k < TWO_DIGITS && is_digit(run.p[k - 1]))
		k--;
	for (; k < run.n; k++)
		value = value * 10 + (run.p[k] - '0');
	return value;
}

/*
 * "1月1日", "12月31日", "1-12月", "1月至12月", "12月底": the whole year, without weight.
 * Any other month means a part of the year.  A day is without weight.
 */
static bool read_month(struct reader *rd, size_t from, size_t at)
{
	static const char *const starts[] = { "1日", "至", "到", "-", "—", NULL };
	static const char *const ends[] = { "31日", "底", "末", NULL };
	static const char *const joins[] = { "至", "到", "-", "—", NULL };
	if (text_at(rd->text, at, "日") || text_at(rd->text, at, "号")) {
		rd->unknown += text_at(rd->text, at, "号");
		rd->at = at + strlen("日");
		return true;
	}
	if (!text_at(rd->text, at, "月"))
		return false;
	rd->at = at + strlen("月");
	struct str run = str_sub(rd->text, from, at);
	bool whole = str_is(run, "1-12") || str_is(run, "1—12");
	if (str_is(run, "1"))
		whole = any_at(rd->text, rd->at, starts) > 0;
	else if (last_number(run) == 12)
		whole = whole || any_at(rd->text, rd->at, ends) ||
			ends_with_any(rd->text, from, joins);
	if (!whole) {
		struct claim_token *t = add_token(rd, TOKEN_WORD, from, rd->at);
		if (t)
			t->word = WORD_LOOSE;
	}
	return true;
}

/* 万 and 亿 after the digits, unless they belong to 万元 and 亿元. */
static void read_multiplier(struct str s, size_t *at, struct decimal *v, int *grain, bool *rough)
{
	static const struct {
		const char *sign, *money;
		int power;
	} big[] = { { "万", "万元", 4 }, { "亿", "亿元", 8 } };
	for (size_t i = 0; i < 2; i++) {
		size_t k = any_at(s, *at, rough_inside);
		if (!text_at(s, *at + k, big[i].sign) || text_at(s, *at + k, big[i].money))
			continue;
		*rough = *rough || k > 0;
		*grain = big[i].power - v->scale;
		*at += k + strlen(big[i].sign);
		if (!decimal_shift(*v, big[i].power, v))
			*rough = true;
	}
}

/* A number in ASCII digits: a count with its unit, a year, a month, or nothing. */
static void read_number(struct reader *rd)
{
	static const char *const ordinal[] = { "第", "〔", "[", NULL };
	size_t from = rd->at, at = from;
	struct decimal v;
	bool rough = ends_with_any(rd->text, from, rough_before),
	     fine = read_digits(rd->text, &at, &v);
	if (read_month(rd, from, at))
		return;
	if (!fine || ends_with_any(rd->text, from, ordinal)) {
		rd->unknown += at - from;
		rd->at = at;
		return;
	}
	if (read_year(rd, from, at, v))
		return;
	int grain = 0;
	size_t digits = at;
	read_multiplier(rd->text, &at, &v, &grain, &rough);
	size_t k = any_at(rd->text, at, rough_inside);
	size_t unit = any_at(rd->text, at + k, units);
	if (unit && any_at(rd->text, at + k, no_units) > unit)
		unit = 0;
	if (!unit && !rd->value) {
		rd->unknown += digits - from;
		rd->at = digits;
		return;
	}
	at += unit ? k : 0;
	struct claim_token *t = add_token(rd, TOKEN_NUMBER, from, at + unit);
	rd->at = at + unit;
	if (!t)
		return;
	t->value = v;
	t->grain = grain;
	t->unit = str_sub(rd->text, at, at + unit);
	t->approximate = rough || (unit && k) || any_at(rd->text, rd->at, rough_after);
}

/* Value of one Chinese numeral sign: 0..9, 10, 100, 1000; -1 for none. */
static int han_value(int32_t cp)
{
	static const struct {
		int32_t cp;
		int value;
	} sign[] = { { 0x96F6, 0 }, { 0x4E00, 1 }, { 0x4E8C, 2 }, { 0x4E24, 2 }, { 0x4E09, 3 },
		{ 0x56DB, 4 }, { 0x4E94, 5 }, { 0x516D, 6 }, { 0x4E03, 7 }, { 0x516B, 8 },
		{ 0x4E5D, 9 }, { 0x5341, 10 }, { 0x767E, 100 }, { 0x5343, 1000 } };
	for (size_t i = 0; i < sizeof sign / sizeof sign[0]; i++)
		if (sign[i].cp == cp)
			return sign[i].value;
	return -1;
}

/*
 * "两件", "十五宗": only with a unit of cases, and never after 第, 每 …, since a
 * Chinese numeral is more often part of a word.  False: nothing was read.
 */
static bool read_han_number(struct reader *rd)
{
	static const char *const not_after[] = { "第", "每", "同", "任", "某", "哪", "逐", "统",
		"数", "几", "唯", "进", "高效办成", NULL };
	static const char *const case_units[] = { "件", "宗", "起", "份", "例", NULL };
	size_t at = rd->at, end = at;
	int total = 0, digit = 0, signs = 0;
	for (;; at = end, signs++) {
		int v = han_value(utf8_next(rd->text, &end));
		if (v < 0)
			break;
		if (v >= 10) {
			total += (digit ? digit : 1) * v;
			digit = 0;
		} else {
			digit = v;
		}
		if (signs > 6)
			return false;
	}
	size_t unit = any_at(rd->text, at, case_units);
	if (!signs || !unit || ends_with_any(rd->text, rd->at, not_after) ||
		text_at(rd->text, at + unit, "事"))
		return false;
	bool rough = ends_with_any(rd->text, rd->at, rough_before);
	struct claim_token *t = add_token(rd, TOKEN_NUMBER, rd->at, at + unit);
	rd->at = at + unit;
	if (t) {
		t->value = decimal_int(total + digit);
		t->unit = str_sub(rd->text, at, at + unit);
		t->han = true;
		t->approximate = rough || any_at(rd->text, rd->at, rough_after);
	}
	return true;
}

/* The kind of token a sign is; -1: no sign, -2: known and without weight. */
static int sign_kind(int32_t cp)
{
	switch (cp) {
	case 0xFF0C:
	case ',':
	case 0xFF1A:
	case ':':
		return TOKEN_COMMA;
	case 0x3001:
		return TOKEN_LIST;
	case 0xFF1B:
	case ';':
		return TOKEN_SEMICOLON;
	case 0x3002:
	case 0xFF01:
	case 0xFF1F:
	case '\n':
		return TOKEN_STOP;
	case 0xFF08:
	case '(':
		return TOKEN_OPEN;
	case 0xFF09:
	case ')':
		return TOKEN_CLOSE;
	case 0x201C:
	case 0x201D:
	case 0x300A:
	case 0x300B:
	case '"':
	case ' ':
	case '\t':
		return -2;
	default:
		return -1;
	}
}

/* Punctuation at the reading head; 0 when it is none, else its length. */
static size_t read_punctuation(struct reader *rd)
{
	size_t end = rd->at;
	int kind = sign_kind(utf8_next(rd->text, &end));
	if (kind >= 0)
		add_token(rd, (enum claim_token_kind)kind, rd->at, end);
	return kind == -1 ? 0 : end - rd->at;
}

/* Takes one cue word, number, sign or unknown character off the text. */
static void read_one(struct reader *rd)
{
	size_t n = 0;
	if (is_digit(rd->text.p[rd->at])) {
		read_number(rd);
		rd->value = false;
		return;
	}
	const struct claim_cue *cue = cue_at(rd, &n);
	if (cue) {
		rd->value = cue->word == WORD_VALUE;
		struct claim_token *t = cue->word == WORD_FILL
						? NULL
						: add_token(rd, TOKEN_WORD, rd->at, rd->at + n);
		if (t) {
			t->word = cue->word;
			t->arg = cue->arg;
		}
		rd->at += n;
		return;
	}
	rd->value = false;
	if ((n = read_punctuation(rd)) > 0) {
		rd->at += n;
		return;
	}
	if (read_han_number(rd))
		return;
	size_t from = rd->at;
	utf8_next(rd->text, &rd->at);
	rd->unknown += rd->at - from;
}

/*
 * The closing bracket of the opening one at i; *number tells whether a number
 * stands between.  Returns n when there is none before the sentence ends.
 */
static size_t bracket_end(const struct claim_tokens *o, size_t i, bool *number)
{
	enum { LONGEST = 200 }; /* tokens; brackets in prose are short */
	int depth = 0;
	size_t last = i + LONGEST < o->n ? i + LONGEST : o->n;
	*number = false;
	for (; i < last; i++) {
		*number = *number || o->t[i].kind == TOKEN_NUMBER;
		depth += o->t[i].kind == TOKEN_OPEN;
		depth -= o->t[i].kind == TOKEN_CLOSE;
		if (depth == 0)
			return i;
		if (o->t[i].kind == TOKEN_STOP)
			break;
	}
	return o->n;
}

/*
 * Drops brackets without a number: the words inside stay, their punctuation and
 * unknown text go.  Unpaired brackets go too.  Then numbers the clauses: one
 * ends at every sign except a 、 before the first number ("系统、信函接收申请17宗").
 */
static void settle(struct claim_tokens *o)
{
	size_t kept = 0, drop_to = 0, forgiven = 0, inside = 0;
	int clause = 0, depth = 0;
	bool after_number = false;
	for (size_t i = 0; i < o->n; i++) {
		struct claim_token t = o->t[i];
		bool number, sign = t.kind >= TOKEN_COMMA;
		if (t.kind == TOKEN_OPEN && i >= drop_to) {
			size_t end = bracket_end(o, i, &number);
			if (end == o->n)
				continue;
			if (!number) {
				drop_to = end;
				inside = o->t[end].unknown - t.unknown;
				continue;
			}
			depth++;
		} else if (t.kind == TOKEN_CLOSE && i >= drop_to && (depth == 0 || i == drop_to)) {
			forgiven += i == drop_to ? inside : 0;
			inside = 0;
			continue;
		} else if (t.kind == TOKEN_CLOSE && i > drop_to) {
			depth--;
		}
		if (i < drop_to && sign)
			continue;
		bool ends = sign && (t.kind != TOKEN_LIST || after_number);
		clause += ends;
		t.clause = clause;
		t.unknown -= forgiven;
		after_number = t.kind == TOKEN_NUMBER || (after_number && !ends);
		o->t[kept++] = t;
	}
	o->n = kept;
}

void claim_lex(struct claim_tokens *out, const struct claim_lexicon *lex, struct str text, int year)
{
	struct reader rd = { .out = out, .lex = lex, .text = text, .year = year };
	out->n = 0;
	while (rd.at < text.n && !out->arena->err)
		read_one(&rd);
	settle(out);
}
