/* http/replay: which form, and an answer that goes to bytes and back. */
#include "http/replay.h"

#include "core/mem.h"
#include "http/answer.h"
#include "tests/test.h"

#define TOKEN "0123456789abcdefX"

static struct arena arena;
static struct http_answer answer;

static struct http_exchange exchange(struct form_pair *pair, size_t n, const char *target)
{
	answer_drop(&answer);
	answer = (struct http_answer){ 0 };
	return (struct http_exchange){ .arena = &arena,
		.answer = &answer,
		.target = str_cstr(target),
		.pairs = pair,
		.n_pairs = n };
}

static struct replay_form form_of(struct form_pair *pair, size_t n, const char *target)
{
	struct http_exchange x = exchange(pair, n, target);
	struct replay_form f = { 0 };
	struct error err;
	CHECK(replay_form_of(&x, &f, &err) == OK, "a form at %s", target);
	return f;
}

static void check_forms(void)
{
	struct form_file one = { .name = STR("a"), .digest = STR("11") },
			 two = { .name = STR("a"), .digest = STR("22") };
	struct form_pair a[] = { { STR("_csrf"), STR(TOKEN), NULL }, { STR("n"), STR("bc"), NULL } };
	struct form_pair page[] = { { STR("_csrf"), STR(TOKEN "2"), NULL },
		{ STR("n"), STR("bc"), NULL } };
	struct form_pair cut[] = { { STR("_csrf"), STR(TOKEN), NULL },
		{ STR("nb"), STR("c"), NULL } };
	struct form_pair file1[] = { { STR("_csrf"), STR(TOKEN), NULL },
		{ STR("f"), STR("a"), &one } };
	struct form_pair file2[] = { { STR("_csrf"), STR(TOKEN), NULL },
		{ STR("f"), STR("a"), &two } };
	struct replay_form f = form_of(a, 2, "/a"), same = form_of(a, 2, "/a"),
			   other = form_of(a, 2, "/a?b"), token = form_of(page, 2, "/a"),
			   content = form_of(cut, 2, "/a"), g = form_of(file1, 2, "/a"),
			   h = form_of(file2, 2, "/a");
	CHECK(digest_eq(&f.form, &same.form) && digest_eq(&f.content, &same.content),
		"the same twice");
	CHECK(!digest_eq(&f.form, &other.form), "another address is another form");
	CHECK(!digest_eq(&f.form, &token.form) && digest_eq(&f.content, &token.content),
		"another page is another form with the same content");
	CHECK(digest_eq(&f.form, &content.form) && !digest_eq(&f.content, &content.content),
		"nb=c is not n=bc");
	CHECK(digest_eq(&g.form, &h.form) && !digest_eq(&g.content, &h.content),
		"a file of the same name with other bytes is other content");
	struct http_exchange x = exchange(a + 1, 1, "/a");
	struct error err;
	CHECK(replay_form_of(&x, &f, &err) == ERR_NOT_FOUND, "no token, no form");
}

static struct str write(const struct http_exchange *x)
{
	struct buf b;
	struct error err;
	buf_init(&b, 1 << 20);
	CHECK(replay_write(x, &b, &err) == OK, "an answer is written");
	struct str s = arena_str(&arena, buf_view(&b));
	buf_done(&b);
	return s;
}

static void check_answers(void)
{
	struct error err;
	struct http_exchange x = exchange(NULL, 0, "/");
	CHECK(replay_status(&x) == 0, "no answer, no status");
	http_answer_redirect(&x, STR("/admin/people/17"));
	http_cookie_set(&x, &(struct http_cookie){ .name = "a", .value = STR("b"), .max_age_s = 60 });
	struct str redirect = write(&x);
	x = exchange(NULL, 0, "/");
	struct buf page;
	buf_init(&page, 1000);
	buf_lit(&page, "一次性密码\0和零");
	http_answer_page(&x, 200, &page);
	http_download_name(&x, STR("名.txt"));
	struct str html = write(&x);

	x = exchange(NULL, 0, "/");
	http_header_add(&x, "X-Earlier", STR("1"));
	CHECK(replay_read(&x, redirect, &err) == OK && replay_status(&x) == 303 &&
			answer.n_added == 2 && str_is(answer.added[0].name, "Location") &&
			str_is(answer.added[0].value, "/admin/people/17") &&
			str_is(answer.added[1].name, "Set-Cookie") && answer.sets_cookie,
		"a redirect with its cookie, in place of what was there");
	CHECK(replay_read(&x, html, &err) == OK && replay_status(&x) == 200 &&
			str_eq(buf_view(&answer.buf), STR("一次性密码\0和零")) &&
			strcmp(answer.type, "text/html; charset=utf-8") == 0 &&
			answer.n_added == 0 && answer.has_token && answer.download.n > 0,
		"a page to the byte, never to be cached");
	size_t bad = 0;
	for (size_t n = 0; n < redirect.n; n++) {
		struct str cut = str_sub(redirect, 0, n);
		bad += replay_read(&x, cut, &err) != OK;
	}
	/* Only at the end of a header is a shorter one whole: none and one of the two. */
	CHECK(bad == redirect.n - 2, "one that was cut is told (%zu of %zu)", bad, redirect.n);

	x = exchange(NULL, 0, "/");
	struct buf none;
	buf_init(&none, 10);
	CHECK(replay_write(&x, &none, &err) == ERR_INVALID, "no answer cannot be kept");
	http_answer_static(&x, "text/css", STR("a"), STR(""));
	CHECK(replay_write(&x, &none, &err) == ERR_INVALID, "nor a file of the program");
	http_answer_redirect(&x, STR("/a"));
	CHECK(replay_write(&x, &none, &err) == ERR_LIMIT, "nor what is too long");
	buf_done(&none);
}

static void check_no_memory(void)
{
	struct error err;
	struct http_exchange x = exchange(NULL, 0, "/");
	struct buf page;
	buf_init(&page, 1000);
	buf_lit(&page, "页");
	http_answer_page(&x, 200, &page);
	struct str html = write(&x);
	mem_fail_at(0);
	CHECK(replay_read(&x, html, &err) == OK, "with memory");
	long n = mem_requests();
	bool fine = n > 0;
	for (long k = 1; k <= n; k++) {
		mem_fail_at(k);
		enum err e = replay_read(&x, html, &err);
		fine &= e != OK || answer.broken || answer.kind == ANSWER_BUF;
	}
	mem_fail_at(0);
	CHECK(fine, "with each of %ld allocations failing", n);
}

int main(void)
{
	arena_init(&arena, 1 << 20);
	check_forms();
	check_answers();
	check_no_memory();
	answer_drop(&answer);
	arena_done(&arena);
	return TEST_END();
}
