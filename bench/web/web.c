/*
 * The server with pages to measure: the program's own areas and hooks, and beside them
 *
 *	GET  /bench/page   40 rows of text, no SQL
 *	GET  /bench/rows   20 of the people, by key; no log-in
 *	GET  /bench/mine   the same, for who is logged in
 *	POST /bench/write  one row and its event
 *	POST /bench/file   one request, as the last step of an application does it
 *
 *	bench_web FOLDER ADDRESS LOG        one connection thread; ends at end of input
 *
 * LOG is where the line of each request goes, - for none (log_level=warning).
 *
 * The limits of log-ins from one address and of requests are out of the way; nothing else differs
 * from `gongkai serve`.
 */
#include "store/web.sql.h"
#include "store/web_list.h"

#include "core/keyring.h"
#include "core/log.h"
#include "desk/demo.h"
#include "desk/request.h"
#include "desk/setup.h"
#include "page/app.h"
#include "store/event.h"
#include "store/migrate.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MIGRATIONS_MAX = 200, ROWS = 20, LINES = 40, RATE = 1000000, GRACE_MS = 5000 };

extern const struct migration web_migrations[];

/* --- the list ---------------------------------------------------------------------------------- */

struct web_query {
	int64_t after;
};
static const struct form_field query_fields[] = { FORM_ID(struct web_query, after, "起始", 0) };
static const struct http_fields query_form = HTTP_FIELDS(query_fields, struct web_query);

static const struct kit_column person_columns[] = { { .label = STR_INIT("姓名") },
	{ .label = STR_INIT("账号") }, { .label = STR_INIT("职务") }, { .label = STR_INIT("状态") } };
static const struct kit_table person_table = { .caption = STR_INIT("人员一览"),
	.column = person_columns,
	.n = 4 };

struct rows_job {
	struct web_rows_in in;
	struct arena *a;
	struct web_row_row *row;
	size_t n;
};

static enum err rows_fn(struct tx *tx, void *ctx, struct error *err)
{
	struct rows_job *j = ctx;
	return sql_web_rows(tx, &j->in, j->a, &j->row, &j->n, err);
}

static enum err rows_show(struct http_exchange *x, struct error *err)
{
	const struct web_query *q = x->form;
	struct rows_job j = { .in = { { q->after }, ROWS }, .a = x->arena };
	enum err e = store_read(APP(x)->desk->store, rows_fn, &j, err);
	if (e)
		return e;
	struct frame f;
	page_frame(x, x->principal ? FRAME_OFFICE : FRAME_PORTAL, "人员一览", &f);
	struct buf *o = page_open(x, &f);
	kit_title(o, &(struct kit_title){ .title = f.title });
	kit_table_begin(o, &person_table);
	for (size_t i = 0; i < j.n; i++) {
		struct str href =
			arena_fmt(x->arena, "/bench/people/%lld", (long long)j.row[i].id.v);
		kit_row_begin(o, &person_table, KIT_DUE_FAR);
		kit_cell_link(o, &person_table, 0, j.row[i].name, href);
		kit_cell(o, &person_table, 1, j.row[i].login);
		kit_cell(o, &person_table, 2, j.row[i].title);
		kit_cell(o, &person_table, 3, j.row[i].active ? STR("在用") : STR("已停用"));
		kit_row_end(o, &person_table);
	}
	kit_table_end(o, &person_table);
	return page_close(x, 200, o, &f, err);
}

/* --- a page without the store ------------------------------------------------------------------ */

static const struct kit_column line_columns[] = { { .label = STR_INIT("序号"), .number = true },
	{ .label = STR_INIT("内容") } };
static const struct kit_table line_table = { .caption = STR_INIT("清单"), .column = line_columns,
	.n = 2 };

static enum err lines_show(struct http_exchange *x, struct error *err)
{
	struct frame f;
	page_frame(x, FRAME_PORTAL, "清单", &f);
	struct buf *o = page_open(x, &f);
	kit_title(o, &(struct kit_title){ .title = f.title });
	kit_table_begin(o, &line_table);
	for (int i = 1; i <= LINES; i++) {
		kit_row_begin(o, &line_table, KIT_DUE_FAR);
		kit_cell_begin(o, &line_table, 0);
		html_text(o, i);
		kit_cell_end(o, &line_table, 0);
		kit_cell(o, &line_table, 1, STR("第 <1> 项 & \"其他\"信息"));
		kit_row_end(o, &line_table);
	}
	kit_table_end(o, &line_table);
	return page_close(x, 200, o, &f, err);
}

/* --- a write ----------------------------------------------------------------------------------- */

static enum err write_fn(struct tx *tx, void *ctx, struct error *err)
{
	(void)ctx;
	struct web_add_in in = { { tx_new_id(tx) }, 1, STR("一行二十个字左右的文字，作为例子。") };
	enum err e = sql_web_add(tx, &in, NULL, err);
	struct event_entry entry = { .action = STR("bench.add"), .object_kind = STR("bench"),
		.role = STR("系统"), .address = STR("192.0.2.1"), .after = STR("n=1") };
	return e ? e : event_append(tx, &entry, NULL, err);
}

static enum err write_post(struct http_exchange *x, struct error *err)
{
	enum err e = store_write(APP(x)->desk->store, write_fn, NULL, err);
	if (!e)
		http_answer_redirect(x, STR("/bench/rows"));
	return e;
}

/* --- a request --------------------------------------------------------------------------------- */

struct file_typed {
	int64_t agency;
};
static const struct form_field file_fields[] = {
	FORM_ID(struct file_typed, agency, "机关", FORM_REQUIRED)
};
static const struct http_fields file_form = HTTP_FIELDS(file_fields, struct file_typed);

static enum err file_post(struct http_exchange *x, struct error *err)
{
	static _Atomic unsigned count;
	const struct file_typed *t = x->form;
	unsigned n = ++count;
	struct request_filed filed;
	struct request_input in = { .agency = { t->agency },
		.channel = RECEIPT_INTERNET,
		.class = CLASS_PERSON,
		.name = STR("示例甲子"),
		.id_type = IDENTITY_CARD,
		.id_number = STR("110101198001010002"),
		.phone = STR("0000-88880001"),
		.address = STR("示例市示例路1号"),
		.content = arena_fmt(x->arena,
			"申请公开示例花园小区第%u批老旧小区改造的施工合同、监理日志和验收意见书，"
			"以及资金拨付的凭证。（内容虚构）",
			n),
		.form = FORM_ELECTRONIC,
		.way = WAY_ONLINE };
	enum err e = arena_check(x->arena, err);
	if (!e)
		e = request_file(APP(x)->desk, x->arena, NULL, &in,
			arena_fmt(x->arena, "%lld-%u", (long long)time(NULL), n), &filed, err);
	if (!e)
		http_answer_redirect(x, STR("/apply/done"));
	return e;
}

static const struct http_route routes[] = {
	ROUTE(GET, "/bench/page", PERM_NONE, NO_CSRF, NULL, lines_show, "页面"),
	ROUTE(GET, "/bench/rows", PERM_NONE, NO_CSRF, &query_form, rows_show, "列表"),
	ROUTE(GET, "/bench/mine", PERM_LOGGED_IN, NO_CSRF, &query_form, rows_show, "列表"),
	ROUTE(POST, "/bench/file", PERM_NONE, NO_CSRF, &file_form, file_post, "申请"),
	ROUTE(POST, "/bench/write", PERM_NONE, NO_CSRF, NULL, write_post, "写入"),
};

/* --- the program ------------------------------------------------------------------------------- */

static enum err open_store(const char *folder, struct store **out, struct error *err)
{
	static struct migration m[MIGRATIONS_MAX + 2];
	static struct store_program program = { web_stmt_list, m };
	struct store_config c = { .folder = folder };
	int n = 0;
	for (const struct migration *p = store_program.migration; p->number && n < MIGRATIONS_MAX; p++)
		m[n++] = *p;
	m[n] = web_migrations[0];
	m[n].number = n + 1;
	enum err e = store_open_program(&c, &program, out, err);
	return e ? e : store_migrate(*out, NULL, err);
}

static void add_routes(struct app *app)
{
	size_t n = 0;
	while (app->table[n])
		n++;
	app->table[n] = routes;
	app->n_routes[n] = sizeof routes / sizeof *routes;
	app->table[n + 1] = NULL;
}

static enum err start(char **argv, struct app *app, struct http_app *http, struct desk *d,
	struct http_server **s, struct error *err)
{
	struct keyring *keys;
	char key[4096];
	snprintf(key, sizeof key, "%s.key", argv[1]);
	bool quiet = strcmp(argv[3], "-") == 0;
	struct log_config lc = { .path = quiet ? NULL : argv[3],
		.level = quiet ? LOG_LEVEL_WARNING : LOG_LEVEL_INFO };
	enum err e = keyring_open(key, &keys, err);
	if (!e)
		e = open_store(argv[1], &d->store, err);
	if (!e)
		e = log_open(&lc, &app->log, err);
	if (e)
		return e;
	d->keys = keys;
	desk_rules_default(&d->rules);
	enum demo_state demo;
	e = demo_find(d, &demo, err);
	if (e)
		return e;
	if (demo == DEMO_READY)
		demo_rules(&d->rules);
	d->rules.attempts_per_minute = RATE;
	app->desk = d;
	app_http(app, http);
	add_routes(app);
	struct http_listen l = { .address = argv[2] };
	struct http_config hc = { .listen = &l, .n_listen = 1, .threads = 1 };
	return http_server_start(&hc, http, s, err);
}

int main(int argc, char **argv)
{
	struct app app = { .log = NULL };
	struct http_app http;
	struct desk desk = { .store = NULL };
	struct http_server *s = NULL;
	struct error err = { .code = OK };
	if (argc != 4)
		return fprintf(stderr, "bench_web FOLDER ADDRESS LOG\n"), 2;
	if (start(argv, &app, &http, &desk, &s, &err))
		return fprintf(stderr, "bench_web: %s (%s)\n", err.msg, err.detail), 1;
	printf("ready %d\n", http_server_port(s, 0));
	fflush(stdout);
	while (getchar() != EOF)
		;
	http_server_stop(s, GRACE_MS);
	log_close(app.log);
	store_close(desk.store);
	return 0;
}
