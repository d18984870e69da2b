#include "desk/topic.h"

#include "core/utf8.h"
#include "core/words.h"
#include "desk/request_part.h"
#include "desk/role.h"
#include "store/words.sql.h"

#include <stdlib.h>

enum {
	SCRATCH_MAX = 128 << 20,
	SUBJECT_BYTES = 4096,
	REQUESTS_MIN = 2, /* subjects that hold a word */
	COVERED = 80,	  /* per cent of a word's subjects that a longer one has */
	NAME_SIGNS = 4,	  /* a longer word is no name of a person */
	PICKED_MAX = 2 * TOPICS_MAX,
	AT_THE_END = -1
};

/* Nothing is asked for by these; they part a subject. */
static const char *const stops[] = { "政府信息公开", "依申请公开", "申请公开", "请求公开", "特申请",
	"现申请", "政府信息", "相关信息", "有关信息", "相关材料", "有关材料", "相关文件", "有关文件",
	"相关情况", "有关情况", "请依法公开", "请公开", "贵单位", "贵机关", "我单位", "本人", "全部",
	"所有", "以及", "关于", "有关", "相关", "涉及", "情况", "信息", "材料", "资料", "文件", "公开",
	"申请", "年度", "的", "及", "和", "与", "或", "等", "我", "你", "在", "对", "年", "月", "日",
	"第", "号" };

struct gram {
	const int32_t *p;
	size_t n;
	int last; /* subject that was counted last */
	int requests, month[TOPIC_MONTHS];
	int32_t left, right;
	bool any, left_free, right_free; /* neighbours vary */
	bool several;			 /* of several applicants */
	bool covered;			 /* by a longer word */
	uint64_t applicant;
};

struct table {
	struct gram **slot; /* open addressing; n_slots is a power of two */
	size_t n_slots, n;
};

struct run {
	const int32_t *p;
	size_t n;
	int text;
};

struct counting {
	struct arena *a;
	const struct topic_text *text;
	struct run *run;
	size_t n_runs;
	struct table level[TOPIC_SIGNS + 1]; /* by length of the words */
};

/* --- subjects as runs of signs -----------------------------------------------------------------
 */

static size_t stop_at(struct str s, size_t at)
{
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		if (str_starts(str_sub(s, at, s.n), str_cstr(stops[i])))
			return strlen(stops[i]);
	return 0;
}

/* The signs of a subject, -1 between runs. */
static size_t signs_of(struct str runs, int32_t *out)
{
	size_t n = 0;
	for (size_t at = 0; at < runs.n;) {
		size_t stop = stop_at(runs, at);
		int32_t cp = AT_THE_END;
		if (stop)
			at += stop;
		else
			cp = utf8_next(runs, &at);
		out[n++] = cp == ' ' ? AT_THE_END : cp;
	}
	return n;
}

static enum err add_runs(struct counting *c, int text, struct error *err)
{
	struct buf b;
	buf_init(&b, SUBJECT_BYTES);
	words_runs(&b, c->text[text].subject);
	enum err e = buf_check(&b, err);
	int32_t *sign = e == OK ? arena_array(c->a, int32_t, b.n + 1) : NULL;
	size_t n = sign ? signs_of(buf_view(&b), sign) : 0;
	buf_done(&b);
	for (size_t i = 0; i < n;) {
		size_t end = i;
		while (end < n && sign[end] != AT_THE_END)
			end++;
		if (end - i >= 2)
			c->run[c->n_runs++] = (struct run){ sign + i, end - i, text };
		i = end + 1;
	}
	return e != OK ? e : arena_check(c->a, err);
}

/* --- counting ----------------------------------------------------------------------------------
 */

static size_t hash_of(const int32_t *p, size_t n)
{
	uint64_t h = 1469598103934665603u;
	for (size_t i = 0; i < n; i++)
		h = (h ^ (uint64_t)(uint32_t)p[i]) * 1099511628211u;
	return (size_t)(h ^ h >> 29);
}

static struct gram **place_of(const struct table *t, const int32_t *p, size_t n)
{
	size_t i = hash_of(p, n) & (t->n_slots - 1);
	while (t->slot[i] && memcmp(t->slot[i]->p, p, n * sizeof(*p)) != 0)
		i = (i + 1) & (t->n_slots - 1);
	return &t->slot[i];
}

static struct gram *find_gram(const struct table *t, const int32_t *p, size_t n)
{
	return t->n_slots ? *place_of(t, p, n) : NULL;
}

/* A neighbour at one side: free when it varies or is the end of a run. */
static void meet(int32_t *known, bool *is_free, bool any, int32_t sign)
{
	if (sign == AT_THE_END || (any && *known != sign))
		*is_free = true;
	*known = sign;
}

static void count(struct gram *g, const struct topic_text *text, int at, int32_t left, int32_t right)
{
	meet(&g->left, &g->left_free, g->any, left);
	meet(&g->right, &g->right_free, g->any, right);
	if (g->any && g->last == at)
		return;
	if (!g->any)
		g->applicant = text[at].applicant;
	g->several = g->several || g->applicant != text[at].applicant;
	g->any = true;
	g->last = at;
	g->requests++;
	if (text[at].month >= 1 && text[at].month <= TOPIC_MONTHS)
		g->month[text[at].month - 1]++;
}

/* A word is worth counting when what it begins and ends with stands in several subjects. */
static bool is_likely(const struct counting *c, const int32_t *p, size_t n)
{
	if (n == 2)
		return true;
	const struct gram *x = find_gram(&c->level[n - 1], p, n - 1);
	const struct gram *y = find_gram(&c->level[n - 1], p + 1, n - 1);
	return x && y && x->requests >= REQUESTS_MIN && y->requests >= REQUESTS_MIN;
}

static enum err count_length(struct counting *c, size_t n, struct error *err)
{
	struct table *t = &c->level[n];
	size_t places = 0;
	for (size_t r = 0; r < c->n_runs; r++)
		for (size_t i = 0; i + n <= c->run[r].n; i++)
			places += is_likely(c, c->run[r].p + i, n);
	for (t->n_slots = 16; t->n_slots < 2 * places;)
		t->n_slots *= 2;
	t->slot = arena_array(c->a, struct gram *, t->n_slots);
	for (size_t r = 0; t->slot && r < c->n_runs; r++) {
		const struct run *run = &c->run[r];
		for (size_t i = 0; i + n <= run->n; i++) {
			const int32_t *p = run->p + i;
			if (!is_likely(c, p, n))
				continue;
			struct gram **g = place_of(t, p, n);
			if (!*g) {
				*g = arena_one(c->a, struct gram);
				if (!*g)
					return arena_check(c->a, err);
				(*g)->p = p;
				(*g)->n = n;
				t->n++;
			}
			count(*g, c->text, run->text, i ? p[-1] : AT_THE_END,
				i + n < run->n ? p[n] : AT_THE_END);
		}
	}
	return arena_check(c->a, err);
}

static bool is_word(const struct gram *g)
{
	return g && g->requests >= REQUESTS_MIN && g->several && g->left_free && g->right_free;
}

/* What stands nearly everywhere inside this word is no word of its own. */
static void cover_parts(struct counting *c, const struct gram *g)
{
	for (size_t n = 2; n < g->n; n++)
		for (size_t i = 0; i + n <= g->n; i++) {
			struct gram *part = find_gram(&c->level[n], g->p + i, n);
			if (part && g->requests * 100 >= part->requests * COVERED)
				part->covered = true;
		}
}

/* --- choosing ----------------------------------------------------------------------------------
 */

static int compare_topic(const void *x, const void *y)
{
	const struct topic *a = x, *b = y;
	if (a->requests != b->requests)
		return a->requests < b->requests ? 1 : -1;
	if (a->word.n != b->word.n)
		return a->word.n < b->word.n ? 1 : -1;
	return str_cmp(a->word, b->word);
}

static struct str text_of(struct arena *a, const struct gram *g)
{
	struct buf b;
	buf_init(&b, (size_t)TOPIC_SIGNS * 4 + 1);
	for (size_t i = 0; i < g->n; i++)
		utf8_put(&b, g->p[i]);
	struct str s = arena_str(a, buf_view(&b));
	buf_done(&b);
	return s;
}

static enum err choose(struct counting *c, struct arena *a, struct topic **out, size_t *n_out,
	struct error *err)
{
	size_t n = 0, k = 0;
	for (size_t len = TOPIC_SIGNS; len >= 2; len--)
		for (size_t i = 0; i < c->level[len].n_slots; i++)
			if (is_word(c->level[len].slot[i]) && !c->level[len].slot[i]->covered) {
				cover_parts(c, c->level[len].slot[i]);
				n++;
			}
	struct topic *all = arena_array(c->a, struct topic, n);
	for (size_t len = TOPIC_SIGNS; all && len >= 2; len--)
		for (size_t i = 0; i < c->level[len].n_slots; i++) {
			const struct gram *g = c->level[len].slot[i];
			if (!is_word(g) || g->covered)
				continue;
			all[k] = (struct topic){ .word = text_of(c->a, g), .requests = g->requests };
			memcpy(all[k++].month, g->month, sizeof(g->month));
		}
	enum err e = arena_check(c->a, err);
	if (e != OK)
		return e;
	if (k > 1)
		qsort(all, k, sizeof(*all), compare_topic);
	*n_out = k < PICKED_MAX ? k : PICKED_MAX;
	*out = arena_array(a, struct topic, *n_out);
	for (size_t i = 0; *out && i < *n_out; i++) {
		(*out)[i] = all[i];
		(*out)[i].word = arena_str(a, all[i].word);
	}
	return arena_check(a, err);
}

enum err topic_count(struct arena *a, const struct topic_text *text, size_t n, struct topic **out,
	size_t *n_out, struct error *err)
{
	struct arena scratch;
	struct counting c = { .a = &scratch, .text = text };
	arena_init(&scratch, SCRATCH_MAX);
	c.run = arena_array(&scratch, struct run, n * (REQUEST_SUBJECT_MAX / 2 + 1));
	enum err e = arena_check(&scratch, err);
	for (size_t i = 0; e == OK && i < n; i++)
		e = add_runs(&c, (int)i, err);
	for (size_t len = 2; e == OK && len <= TOPIC_SIGNS; len++)
		e = count_length(&c, len, err);
	if (e == OK)
		e = choose(&c, a, out, n_out, err);
	arena_done(&scratch);
	return e;
}

/* --- a year of an agency -----------------------------------------------------------------------
 */

struct topic_job {
	const struct desk *d;
	struct arena *a;
	struct arena texts;
	const struct actor *who;
	struct topic_text *text;
	size_t n;
	struct topic_year out;
};

/* The first bytes of a keyed digest: enough to tell applicants apart. */
static uint64_t number_of(struct str digest)
{
	uint64_t v = 0;
	memcpy(&v, digest.p, digest.n < sizeof(v) ? digest.n : sizeof(v));
	return v;
}

static enum err subject_fn(void *ctx, const struct topic_subject_row *r, struct error *err)
{
	struct topic_job *j = ctx;
	int year, month, day;
	if (j->n == TOPIC_SUBJECTS) {
		j->out.cut = true;
		return OK;
	}
	date_split((struct date){ (int32_t)r->arrived_on }, &year, &month, &day);
	j->text[j->n++] = (struct topic_text){ .subject = arena_str(&j->texts, r->subject),
		.month = month,
		.applicant = number_of(r->id_index.p ? r->id_index : r->name_index) };
	j->out.total++;
	j->out.month[month - 1]++;
	return arena_check(&j->texts, err);
}

/* C-1.11-44: leaves out what an applicant is called. */
static enum err leave_out_names(struct topic_job *j, struct tx *tx, struct error *err)
{
	size_t kept = 0;
	enum err e = OK;
	for (size_t i = 0; e == OK && i < j->out.n && kept < TOPICS_MAX; i++) {
		struct digest h;
		struct topic_named_row named = { 0 };
		struct str word = j->out.topic[i].word;
		if (utf8_length(word) <= NAME_SIGNS) {
			e = request_name_index(j->d, word, &h, err);
			if (e == OK)
				e = sql_topic_named(tx,
					&(struct topic_named_in){ desk_bytes(&h) }, j->a, &named,
					err);
		}
		if (e == OK && named.n == 0)
			j->out.topic[kept++] = j->out.topic[i];
	}
	j->out.n = kept;
	return e;
}

static enum err year_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct topic_job *j = ctx;
	struct topic_subjects_in in = {
		.agency = j->who->agency, .year = j->out.year, .limit = TOPIC_SUBJECTS + 1
	};
	arena_reset(&j->texts);
	j->n = 0;
	j->out = (struct topic_year){ .year = j->out.year };
	j->text = arena_array(&j->texts, struct topic_text, TOPIC_SUBJECTS);
	enum err e = arena_check(&j->texts, err);
	if (e == OK)
		e = sql_topic_subjects(tx, &in, subject_fn, j, err);
	if (e == OK)
		e = topic_count(j->a, j->text, j->n, &j->out.topic, &j->out.n, err);
	return e != OK ? e : leave_out_names(j, tx, err);
}

enum err topic_year(const struct desk *d, struct arena *a, const struct actor *who, int year,
	struct topic_year *out, struct error *err)
{
	struct topic_job j = { .d = d, .a = a, .who = who, .out = { .year = year } };
	enum err e = desk_allow(who, PERM_REQUEST_LOOK, err);
	if (e != OK)
		return e;
	arena_init(&j.texts, SCRATCH_MAX);
	e = store_read(d->store, year_fn, &j, err);
	arena_done(&j.texts);
	if (e == OK)
		*out = j.out;
	return e;
}
