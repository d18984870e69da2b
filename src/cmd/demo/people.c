#include "cmd/demo/people.h"

#include "core/buf.h"
#include "desk/account.h"
#include "desk/organisation.h"
#include "desk/role.h"
#include "desk/setup.h"

enum { ARENA_MAX = 16 << 20 };

static const char top_name[] = "示例政务公开主管部门";

static const struct post {
	const char *login, *name, *title;
	enum role role;
} post[] = { { "dengji", "登记员甲", "登记", ROLE_REGISTER },
	{ "chengban", "承办人甲", "承办", ROLE_HANDLE },
	{ "chengban2", "承办人乙", "承办", ROLE_HANDLE },
	{ "shenhe", "审核人甲", "法制审核", ROLE_REVIEW },
	{ "baomi", "保密员甲", "保密审查", ROLE_SECRECY },
	{ "qianfa", "负责人甲", "签发", ROLE_SIGN }, { "chayue", "查阅人甲", "查阅", ROLE_LOOK },
	{ "bianji", "编辑甲", "编辑", ROLE_EDIT }, { "chushen", "初审人甲", "初审", ROLE_FIRST },
	{ "fushen", "复审人甲", "复审", ROLE_SECOND },
	{ "zhongshen", "终审人甲", "终审", ROLE_FINAL },
	{ "fabu", "发布人甲", "发布", ROLE_PUBLISH } };

enum { POSTS = sizeof post / sizeof *post };

struct maker {
	const struct desk *d;
	struct arena a;
	struct actor console;
};

static enum err add_person(struct maker *m, struct account_new *in, enum role role,
	struct actor *out, struct error *err)
{
	in->password = STR(DEMO_PASSWORD);
	in->roles = ROLE_BIT(role);
	*out = (struct actor){ .agency = in->agency,
		.department = in->department,
		.roles = in->roles,
		.address = STR("192.0.2.1") };
	return account_add(m->d, &m->a, &m->console, in, &out->person, err);
}

static enum err add_departments(
	struct maker *m, const struct demo_agency *g, struct demo_office *o, struct error *err)
{
	enum err e = OK;
	for (size_t i = 0; i < g->n_departments && e == OK; i++) {
		struct department_facts f = { .name = g->department[i],
			.phone = arena_fmt(&m->a, "0000-888800%02zu", i + 1),
			.position = (int64_t)i,
			.active = true };
		e = department_add(m->d, &m->console, o->id, &f, &o->department[i], err);
	}
	o->n_departments = g->n_departments;
	return e;
}

static enum err add_posts(
	struct maker *m, const struct demo_agency *g, struct demo_office *o, struct error *err)
{
	struct actor who[POSTS];
	enum err e = OK;
	for (size_t i = 0; i < POSTS && e == OK; i++) {
		/* Handlers sit in the departments; everybody else in the disclosure office. */
		size_t dep = post[i].role == ROLE_HANDLE ? i % g->n_departments : 0;
		struct account_new in = { .agency = o->id,
			.department = o->department[dep],
			.login = arena_fmt(&m->a, "%.*s.%s", STR_ARG(g->login), post[i].login),
			.name = arena_fmt(&m->a, "示例%s", post[i].name),
			.title = str_cstr(post[i].title) };
		e = add_person(m, &in, post[i].role, &who[i], err);
	}
	if (e != OK)
		return e;
	o->clerk = who[0];
	o->handler[0] = who[1];
	o->handler[1] = who[2];
	o->reviewer = who[3];
	o->secrecy = who[4];
	o->head = who[5];
	o->editor = who[7];
	o->publisher = who[11];
	return OK;
}

static enum err add_agency(struct maker *m, struct agency_id top, const struct demo_agency *g,
	struct demo_office *o, struct error *err)
{
	struct agency_facts f = { .parent = top,
		.name = g->name,
		.short_name = g->short_name,
		.address = STR("示例市示例路1号（演示地址）"),
		.postcode = STR("000000"),
		.office_hours = STR("工作日 9:00–12:00，13:30–17:30"),
		.phone = STR("0000-88880000"),
		.document_pattern = g->document,
		.review_body = g->review_body,
		.court = g->court,
		.active = true };
	enum err e = agency_add(m->d, &m->console, &f, &o->id, err);
	if (e == OK)
		e = add_departments(m, g, o, err);
	return e != OK ? e : add_posts(m, g, o, err);
}

/* The set-up asks for the name alone. */
static enum err complete_top(struct maker *m, struct agency_id top, struct error *err)
{
	struct agency_view v;
	enum err e = agency_view(m->d, &m->console, top, STR(""), &m->a, &v, err);
	if (e != OK)
		return e;
	struct agency_facts f = { .name = v.agency.name,
		.short_name = STR("示例主管部门"),
		.address = STR("示例市示例路2号（演示地址）"),
		.postcode = STR("000000"),
		.office_hours = STR("工作日 9:00–12:00，13:30–17:30"),
		.phone = STR("0000-88880002"),
		.review_body = STR("示例市人民政府"),
		.court = STR("示例市示例区人民法院"),
		.active = true };
	return agency_change(m->d, &m->console, top, v.agency.version, &f, err);
}

static enum err add_top(struct maker *m, struct agency_id *top, struct error *err)
{
	struct setup_input in = { .agency_name = str_cstr(top_name),
		.admin = { { STR("xitong"), STR("示例系统管理员"), STR(DEMO_PASSWORD) },
			{ STR("anquan"), STR("示例安全管理员"), STR(DEMO_PASSWORD) },
			{ STR("shenji"), STR("示例审计管理员"), STR(DEMO_PASSWORD) } } };
	struct actor supervisor;
	enum err e = setup_begin(m->d, &m->a, &in.one_time, err);
	if (e == OK)
		e = setup_finish(m->d, &m->a, &in, err);
	if (e == OK)
		e = setup_agency_find(m->d, in.agency_name, top, err);
	if (e == OK)
		e = complete_top(m, *top, err);
	struct account_new person = { .agency = *top,
		.login = STR("jiandu"),
		.name = STR("示例监督员甲"),
		.title = STR("监督") };
	return e != OK ? e : add_person(m, &person, ROLE_SUPERVISE, &supervisor, err);
}

enum err demo_people_add(const struct desk *d, const struct demo_agency *agency, size_t n,
	struct demo_office *office, struct error *err)
{
	struct maker m = { .d = d, .console = actor_console() };
	struct agency_id top = { 0 };
	arena_init(&m.a, ARENA_MAX);
	enum err e = add_top(&m, &top, err);
	for (size_t i = 0; i < n && e == OK; i++)
		e = add_agency(&m, top, &agency[i], &office[i], err);
	arena_done(&m.a);
	return e;
}

void demo_people_print(struct buf *b)
{
	buf_cstr(b,
		"演示账号（密码都是 " DEMO_PASSWORD "）：\n"
		"  滨海新区公安局　　登记 binhai.dengji　　承办 binhai.chengban　　审核 binhai.shenhe\n"
		"  　　　　　　　　　保密 binhai.baomi 　　签发 binhai.qianfa 　　 查阅 binhai.chayue\n"
		"  其他机关　　　　　把 binhai 换成 pingdingshan、donghu、dazu、zibo\n"
		"  编辑和三审　　　　bianji、chushen、fushen、zhongshen、fabu，前面同样加机关\n"
		"  主管部门　　　　　监督 jiandu　系统管理 xitong　安全管理 anquan　审计 shenji\n");
}
