/* A form that is sent twice: the work is done once, and the first answer is found again. */
#include "desk/once.h"
#include "desk/organisation.h"
#include "desk/upkeep.h"
#include "store/form_sent.sql.h"
#include "tests/desk/desk_test.h"

#include <pthread.h>

static struct error err;
static struct desk_place p;
static struct actor sys;
static struct agency_id agency;

static struct once form(unsigned char name, unsigned char content)
{
	return (struct once){ .form = { { name } }, .content = { { content } } };
}

/* The desk of a request that sends this form. */
static struct desk with(struct once *o)
{
	struct desk d = p.desk;
	d.once = o;
	return d;
}

static enum err add(struct once *o, const char *name)
{
	struct desk d = with(o);
	struct department_facts f = { .name = str_cstr(name) };
	struct department_id id;
	return department_add(&d, &sys, agency, &f, &id, &err);
}

static void check_work(void)
{
	struct once first = form(1, 1), same = form(1, 1), other = form(1, 2), page = form(2, 1);
	CHECK(add(&first, "甲科") == OK && first.done && !first.found, "a form is sent: done");
	CHECK(add(&same, "甲科") == ERR_CONFLICT && !same.done && same.found,
		"the same again: %s", err.msg);
	CHECK(desk_events(&p, "department.add") == 1, "one department, one event");
	CHECK(add(&page, "甲科") == ERR_INVALID && !page.found && !page.done,
		"the same words from another page are another matter: %s", err.msg);
	CHECK(add(&other, "乙科") == OK && other.done, "back, changed and sent: other work");
	same = form(1, 1);
	CHECK(add(&same, "甲科") == ERR_INVALID && !same.found,
		"the first content once more is not the last one: the desk itself decides: %s", err.msg);
	struct once failed = form(3, 1), again = form(3, 1);
	CHECK(add(&failed, "乙科") == ERR_INVALID && !failed.done, "refused work");
	CHECK(add(&again, "丙科") == OK && again.done, "does not use the form up");
	CHECK(desk_events(&p, "department.add") == 3, "three departments");
	/* A second write of one request is part of its work. */
	CHECK(add(&again, "丁科") == OK && desk_events(&p, "department.add") == 4,
		"two writes of one request are both done");
	struct desk plain = p.desk;
	struct department_facts f = { .name = STR("戊科") };
	struct department_id id;
	CHECK(department_add(&plain, &sys, agency, &f, &id, &err) == OK,
		"without a form nothing is asked");
}

static void check_answers(void)
{
	struct once o = form(10, 1), look = form(10, 1), other = form(10, 2);
	struct once_answer kept;
	struct str page = STR("第一次的回答\0一次性密码");
	CHECK(once_find(&p.desk, &p.arena, &o, &kept, &err) == OK && !kept.sent &&
			kept.answer.n == 0,
		"nothing was sent yet");
	must(add(&o, "己科"), &err, "department");
	CHECK(once_find(&p.desk, &p.arena, &look, &kept, &err) == OK && kept.sent &&
			kept.answer.n == 0,
		"the work is done, the answer not there yet");
	CHECK(once_keep(&p.desk, &p.arena, &o, page, &err) == OK &&
			once_find(&p.desk, &p.arena, &look, &kept, &err) == OK && kept.sent &&
			str_eq(kept.answer, page),
		"the answer comes back to the byte");
	CHECK(once_find(&p.desk, &p.arena, &other, &kept, &err) == OK && !kept.sent &&
			kept.answer.n == 0,
		"not for other content");
	p.now += MINUTES(ONCE_ANSWER_MINUTES) - 1;
	CHECK(once_find(&p.desk, &p.arena, &look, &kept, &err) == OK && kept.answer.n == page.n,
		"an hour long");
	p.now += 1;
	CHECK(once_find(&p.desk, &p.arena, &look, &kept, &err) == OK && kept.sent &&
			kept.answer.n == 0,
		"not longer");
	look = form(10, 1);
	CHECK(add(&look, "己科") == ERR_CONFLICT && look.found, "but it is known still");
	char *big = mem_alloc(ONCE_ANSWER_MAX + 1);
	memset(big, 'x', ONCE_ANSWER_MAX + 1);
	CHECK(once_keep(&p.desk, &p.arena, &o, (struct str){ big, ONCE_ANSWER_MAX + 1 }, &err) ==
			ERR_LIMIT,
		"a long one is not kept");
	mem_free(big);
	p.now += DAYS(ONCE_DAYS);
	struct runner_work w = { .desk = &p.desk, .arena = &p.arena };
	CHECK(upkeep_run_clean(&w, &err) == OK, "cleaning: %s", err.msg);
	look = form(10, 1);
	CHECK(once_find(&p.desk, &p.arena, &look, &kept, &err) == OK && !kept.sent,
		"a week later it is forgotten");
}

/* The sealed answer is not readable in the database. */
static enum err raw_fn(struct tx *tx, void *ctx, struct error *e)
{
	struct str *out = ctx;
	struct form_sent_row row;
	struct once o = form(20, 1);
	struct form_sent_find_in in = { .form = str_cstr(digest_hex(&o.form).z) };
	enum err c = sql_form_sent_find(tx, &in, &p.arena, &row, e);
	if (!c)
		*out = row.answer;
	return c;
}

static void check_sealed(void)
{
	struct once o = form(20, 1);
	struct str raw = { NULL, 0 };
	must(add(&o, "庚科"), &err, "department");
	must(once_keep(&p.desk, &p.arena, &o, STR("geheimes-Passwort"), &err), &err, "keep");
	CHECK(store_read(p.desk.store, raw_fn, &raw, &err) == OK && raw.n > 17 &&
			str_find(raw, STR("geheim"), 0) == raw.n,
		"the answer is sealed");
}

enum { TWINS = 8 };
struct twin {
	pthread_t thread;
	struct once once;
	enum err result;
};

static void *run_twin(void *arg)
{
	struct twin *t = arg;
	struct error e;
	struct desk d = p.desk;
	struct department_facts f = { .name = STR("辛科") };
	struct department_id id;
	d.once = &t->once;
	t->result = department_add(&d, &sys, agency, &f, &id, &e);
	return NULL;
}

static void check_twins(void)
{
	struct twin twin[TWINS];
	size_t before = desk_events(&p, "department.add"), done = 0, found = 0;
	for (size_t i = 0; i < TWINS; i++) {
		twin[i].once = form(30, 1);
		if (pthread_create(&twin[i].thread, NULL, run_twin, &twin[i]))
			exit(1);
	}
	for (size_t i = 0; i < TWINS; i++) {
		pthread_join(twin[i].thread, NULL);
		done += twin[i].result == OK && twin[i].once.done;
		found += twin[i].result == ERR_CONFLICT && twin[i].once.found;
	}
	CHECK(done == 1 && found == TWINS - 1 && desk_events(&p, "department.add") == before + 1,
		"eight at one moment: one does it, seven are told (%zu, %zu)", done, found);
}

int main(void)
{
	desk_place_init(&p);
	desk_set_up(&p);
	struct actor console = actor_console();
	struct account_item item;
	must(account_find(&p.desk, &p.arena, &console, STR("sys"), &item, &err), &err, "sys");
	must(setup_agency_find(&p.desk, STR(""), &agency, &err), &err, "agency");
	sys = (struct actor){ .person = item.id,
		.agency = agency,
		.roles = item.roles,
		.address = STR("192.0.2.1") };
	check_work();
	check_answers();
	check_sealed();
	check_twins();
	desk_place_done(&p);
	return TEST_END();
}
