/* Persons kept apart, numbers without gaps, final papers, failures between the steps. */
#include "tests/desk/letter_test.h"

#include "desk/inbox.h"

#include <threads.h>

static struct letter_place p;
static struct error err;

static struct letter_id of_2027; /* signed on the first working day of that year */

static struct letter_id reply(void)
{
	struct letter_id id = { 0 };
	struct letter_input in = letter_full(request_received(&p.r), "F13");
	in.facts = letter_open_facts();
	must(letter_try(&p, &p.r.handler, &in, &id, &err), &err, "draft");
	return id;
}

static enum request_stage stage_of(struct letter_id id)
{
	return (enum request_stage)letter_see(&p, id).request.stage;
}

static void check_persons(void)
{
	struct desk *d = &p.r.desk.desk;
	struct arena *a = &p.r.desk.arena;
	struct letter_id id = { 0 };
	struct letter_input in = letter_full(request_received(&p.r), "F13");
	in.facts = letter_open_facts();
	must(letter_try(&p, &p.both, &in, &id, &err), &err, "draft by one with all rights");
	must(letter_submit(d, a, &p.both, id, 1, &err), &err, "submit");
	CHECK(stage_of(id) == STAGE_REVIEW, "the case is in review");
	CHECK(letter_opine(d, a, &p.both, id, 2, true, STR(""), &err) == ERR_DENIED,
		"the drafter gives no opinion: %s", err.msg);
	CHECK(letter_opine(d, a, &p.secrecy, id, 2, true, STR(""), &err) == ERR_DENIED,
		"secrecy does not stand for legal: %s", err.msg);
	CHECK(letter_opine(d, a, &p.legal, id, 2, false, STR(""), &err) == ERR_INVALID,
		"no without a reason: %s", err.msg);
	must(letter_opine(d, a, &p.legal, id, 2, false, STR("依据不足"), &err), &err, "no");
	CHECK(letter_see(&p, id).letter.state == LETTER_DRAFT && stage_of(id) == STAGE_HANDLING,
		"back to the drafter");
	struct letter_view v = letter_see(&p, id);
	must(letter_save(d, a, &p.r.handler, id, 3, v.letter.title, v.letter.body, &err), &err,
		"edited by another");
	must(letter_submit(d, a, &p.r.handler, id, 4, &err), &err, "again");
	must(letter_opine(d, a, &p.legal, id, 5, true, STR("同意"), &err), &err, "legal");
	must(letter_opine(d, a, &p.secrecy, id, 6, true, STR("不涉密"), &err), &err, "secrecy");
	CHECK(stage_of(id) == STAGE_SIGNING, "waits for the head");
	CHECK(letter_sign(d, a, &p.both, id, 7, STR(""), &err) == ERR_DENIED,
		"the drafter does not sign: %s", err.msg);
	CHECK(letter_sign(d, a, &p.legal, id, 7, STR(""), &err) == ERR_DENIED,
		"a reviewer has no right to");
	CHECK(letter_sign(d, a, &p.head, id, 6, STR(""), &err) == ERR_CONFLICT, "a stale page");
	CHECK(letter_post(&p, id, &err) == ERR_CONFLICT, "not served before: %s", err.msg);
	CHECK(letter_sign(d, a, &p.head, id, 7, STR("同意"), &err) == OK, "signed: %s", err.msg);
	v = letter_see(&p, id);
	CHECK(str_is(v.letter.number, "公复〔2026〕1号") && v.letter.state == LETTER_SIGNED &&
			stage_of(id) == STAGE_SERVICE,
		"number %.*s", STR_ARG(v.letter.number));
	CHECK(v.n_opinions == 4 && v.letter.remedy.n > 0, "four opinions, remedy kept");
	CHECK(letter_sign(d, a, &p.head, id, v.letter.version, STR(""), &err) == ERR_CONFLICT,
		"not twice");
	CHECK(letter_save(d, a, &p.r.handler, id, v.letter.version, v.letter.title, v.letter.body,
		      &err) == ERR_CONFLICT,
		"nor edited");
}

static void check_papers(void)
{
	struct desk *d = &p.r.desk.desk;
	struct arena *a = &p.r.desk.arena;
	struct letter_id id = reply();
	struct buf b, again;
	buf_init(&b, 32 << 20);
	buf_init(&again, 32 << 20);
	CHECK(letter_paper(d, a, &p.r.handler, id, LETTER_PDF, &b, &err) == OK && b.n > 1000 &&
			memcmp(b.p, "%PDF", 4) == 0,
		"a draft as pdf: %s", err.msg);
	buf_clear(&b);
	CHECK(letter_paper(d, a, &p.r.reader, id, LETTER_PDF, &b, &err) == ERR_DENIED,
		"the name is not for everybody");
	letter_signed(&p, id);
	buf_clear(&b);
	CHECK(letter_paper(d, a, &p.r.handler, id, LETTER_DOCX, &b, &err) == OK &&
			memcmp(b.p, "PK", 2) == 0,
		"docx: %s", err.msg);
	letter_agency(&p, ""); /* what was signed does not follow the agency's facts */
	CHECK(letter_paper(d, a, &p.r.handler, id, LETTER_DOCX, &again, &err) == OK &&
			again.n == b.n && memcmp(again.p, b.p, b.n) == 0,
		"the same bytes again");
	buf_done(&b);
	buf_done(&again);
}

/* --- numbers --------------------------------------------------------------------------------- */

enum { THREADS = 8, EACH = 2 };

struct signer {
	struct letter_id id[EACH];
	int64_t version[EACH];
	enum err e;
};

static int sign_all(void *ctx)
{
	struct signer *s = ctx;
	struct arena a;
	struct error why;
	arena_init(&a, 64 << 20);
	for (int i = 0; i < EACH && s->e == OK; i++)
		s->e = letter_sign(
			&p.r.desk.desk, &a, &p.head, s->id[i], s->version[i], STR(""), &why);
	if (s->e)
		printf("# %s (%s)\n", why.msg, why.detail);
	arena_done(&a);
	return 0;
}

static int serial_of(struct letter_id id)
{
	struct letter_view v = letter_see(&p, id);
	size_t at = str_find(v.letter.number, STR("〕"), 0) + sizeof("〕") - 1;
	int n = 0;
	for (; at < v.letter.number.n && v.letter.number.p[at] >= '0' &&
		v.letter.number.p[at] <= '9';
		at++)
		n = n * 10 + (v.letter.number.p[at] - '0');
	return n;
}

static void check_threads(void)
{
	static struct signer s[THREADS];
	thrd_t thread[THREADS];
	int first = serial_of(letter_signed(&p, reply()).letter.id) + 1;
	for (int t = 0; t < THREADS; t++)
		for (int i = 0; i < EACH; i++) {
			s[t].id[i] = reply();
			letter_to_head(&p, s[t].id[i]);
			s[t].version[i] = letter_see(&p, s[t].id[i]).letter.version;
		}
	for (int t = 0; t < THREADS; t++)
		if (thrd_create(&thread[t], sign_all, &s[t]) != thrd_success)
			CHECK(false, "thread");
	for (int t = 0; t < THREADS; t++)
		thrd_join(thread[t], NULL);
	int seen[THREADS * EACH] = { 0 };
	for (int t = 0; t < THREADS; t++) {
		CHECK(s[t].e == OK, "thread %d signed", t);
		for (int i = 0; i < EACH; i++) {
			int n = serial_of(s[t].id[i]) - first;
			if (n >= 0 && n < THREADS * EACH)
				seen[n]++;
		}
	}
	int good = 0;
	for (int i = 0; i < THREADS * EACH; i++)
		good += seen[i] == 1;
	CHECK(good == THREADS * EACH, "each number once: %d of %d", good, THREADS * EACH);
}

/* Memory fails at every place of a signature in turn: no gap, no number twice, nothing half done. */
static void check_failures(void)
{
	struct letter_id id = reply();
	int failed = 0, wrong = 0;
	letter_to_head(&p, id);
	int64_t version = letter_see(&p, id).letter.version;
	int before = serial_of(letter_signed(&p, reply()).letter.id);
	enum err e = ERR_NOMEM;
	for (long n = 1; e != OK && n < 4000; n += 1 + n / 8) {
		mem_fail_at(n);
		e = letter_sign(&p.r.desk.desk, &p.r.desk.arena, &p.head, id, version, STR(""), &err);
		mem_fail_at(0);
		failed += e != OK;
		struct letter_view v = letter_see(&p, id);
		wrong += e != OK && (v.letter.number.p || v.letter.version != version);
	}
	CHECK(e == OK && failed > 3 && wrong == 0, "%d failures leave nothing behind: %s", failed,
		err.msg);
	CHECK(serial_of(id) == before + 1, "the next number: %d after %d", serial_of(id), before);
}

static void check_patterns(void)
{
	struct letter_id a = reply();
	letter_agency(&p, "示{word}〔{year}〕{serial}号");
	CHECK(str_starts(letter_signed(&p, a).letter.number, STR("示公复〔2026〕")),
		"the agency's own words");
	letter_agency(&p, "示公开〔{year}〕{serial}号");
	struct letter_id b = reply();
	CHECK(str_is(letter_signed(&p, b).letter.number, "示公开〔2026〕1号"),
		"one series for all forms");
	struct letter_input in = letter_full(request_received(&p.r), "F03");
	struct letter_id c;
	must(letter_try(&p, &p.r.handler, &in, &c, &err), &err, "draft");
	CHECK(str_is(letter_signed(&p, c).letter.number, "示公开〔2026〕2号"), "the next one");
	letter_agency(&p, "");
	request_day(&p.r, 2027, 1, 4);
	struct letter_id d = of_2027 = reply();
	CHECK(str_is(letter_signed(&p, d).letter.number, "公复〔2027〕1号"), "a new year");
}

/* The case of a letter's number, whichever brackets were typed; nobody else's. */
static void check_found(void)
{
	static const char *const typed[] = { "公复〔2027〕1号", "公复[2027]1号", "公复（2027）1号",
		"公复［2027］1号", "公复【2027】1号" };
	struct inbox_page page;
	struct inbox_filter f = inbox_filter_default();
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		f.q = str_cstr(typed[i]);
		must(inbox_page(&p.r.desk.desk, &p.r.desk.arena, &p.r.clerk, &f, &page, &err), &err, "find");
		CHECK(page.n == 1 && page.item[0].row.id.v == letter_see(&p, of_2027).request.id.v,
			"by %s: %zu", typed[i], page.n);
	}
	f.q = STR("公复〔2027〕9号");
	must(inbox_page(&p.r.desk.desk, &p.r.desk.arena, &p.r.clerk, &f, &page, &err), &err, "find");
	CHECK(page.n == 0, "no such letter");
	struct actor stranger = p.r.clerk;
	stranger.agency.v = 1;
	f.q = str_cstr(typed[0]);
	must(inbox_page(&p.r.desk.desk, &p.r.desk.arena, &stranger, &f, &page, &err), &err, "find");
	CHECK(page.n == 0, "another agency's");
}

static void check_internal(void)
{
	struct desk *d = &p.r.desk.desk;
	struct letter_input in = letter_full(request_received(&p.r), "F31");
	struct letter_id id;
	must(letter_try(&p, &p.r.handler, &in, &id, &err), &err, "draft");
	CHECK(letter_submit(d, &p.r.desk.arena, &p.r.handler, id, 1, &err) == OK, "finished: %s",
		err.msg);
	struct letter_view v = letter_see(&p, id);
	CHECK(v.letter.state == LETTER_SIGNED && !v.letter.number.p && v.letter.docx.p,
		"without a number");
	CHECK(letter_post(&p, id, &err) == ERR_CONFLICT, "not served: %s", err.msg);
}

int main(void)
{
	letter_place_init(&p);
	request_day(&p.r, 2026, 9, 17);
	check_persons();
	check_papers();
	check_threads();
	check_failures();
	check_internal();
	check_patterns();
	check_found();
	desk_place_done(&p.r.desk);
	return TEST_END();
}
