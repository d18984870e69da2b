/*
 * request_test -- a desk with an agency, its people, and applications by invented persons.
 */
#ifndef TESTS_DESK_REQUEST_TEST_H
#define TESTS_DESK_REQUEST_TEST_H

#include "desk/organisation.h"
#include "desk/request.h"
#include "store/blob.h"
#include "tests/desk/desk_test.h"

/* A number with a right check digit (law/rules.md 8.2), of nobody. */
#define CARD_NUMBER "11010519491231002X"

struct request_place {
	struct desk_place desk;
	struct agency_id agency;
	struct actor clerk, handler, signer, reader;
};

static inline struct actor request_actor(struct request_place *p, const char *login, uint64_t roles)
{
	return (struct actor){ .person = desk_add(&p->desk, login, roles),
		.agency = p->agency,
		.roles = roles,
		.address = STR("192.0.2.1") };
}

static inline void request_place_init(struct request_place *p)
{
	struct error err = { .code = OK };
	desk_place_init(&p->desk);
	desk_set_up(&p->desk);
	must(setup_agency_find(&p->desk.desk, STR(""), &p->agency, &err), &err, "agency");
	p->clerk = request_actor(p, "clerk", ROLE_BIT(ROLE_REGISTER));
	p->handler = request_actor(p, "handler", ROLE_BIT(ROLE_HANDLE));
	p->signer = request_actor(p, "signer", ROLE_BIT(ROLE_SIGN) | ROLE_BIT(ROLE_HANDLE));
	p->reader = request_actor(p, "reader", ROLE_BIT(ROLE_LOOK));
}

/* The clock of the desk: ten in the morning of a day in Shanghai. */
static inline void request_day(struct request_place *p, int year, int month, int day)
{
	p->desk.now = (int64_t)date_from_ymd(year, month, day).day * DAYS(1) + HOURS(2);
}

static inline struct date request_now(const struct request_place *p)
{
	return date_of_moment(p->desk.now / 1000);
}

/* A person's application over the web, complete. */
static inline struct request_input request_online(const struct request_place *p)
{
	return (struct request_input){ .agency = p->agency,
		.channel = RECEIPT_INTERNET,
		.class = CLASS_PERSON,
		.name = STR("测试某"),
		.id_type = IDENTITY_CARD,
		.id_number = STR(CARD_NUMBER),
		.phone = STR("13800000000"),
		.email = STR("nobody@example.cn"),
		.address = STR("示例市示例区示例路1号"),
		.content = STR("示例市2025年度绿化养护项目的中标合同"),
		.form = FORM_ELECTRONIC,
		.way = WAY_EMAIL };
}

static inline struct request_view request_see(
	struct request_place *p, const struct actor *who, struct request_id id)
{
	struct error err = { .code = OK };
	struct request_view v;
	must(request_view(&p->desk.desk, &p->desk.arena, who, id, &v, &err), &err, "view");
	return v;
}

/* A scan in the blob store. */
static inline struct request_file_input request_scan(struct request_place *p, const char *text)
{
	struct error err = { .code = OK };
	struct blob_writer *w = NULL;
	struct request_file_input f = {
		.kind = FILE_PROOF, .name = STR("测试扫描件.pdf"), .type = STR("application/pdf")
	};
	must(blob_begin(p->desk.desk.store, 1 << 20, &w, &err), &err, "blob");
	must(blob_add(w, text, strlen(text), &err), &err, "blob");
	must(blob_end(w, &f.digest, &f.size, &err), &err, "blob");
	return f;
}

/* Filed and confirmed by both sides today; the number is given. */
static inline struct request_id request_received(struct request_place *p)
{
	struct error err = { .code = OK };
	struct request_input in = request_online(p);
	struct request_filed filed;
	struct receipt_facts facts = { .settled = true, .settled_on = request_now(p) };
	must(request_file(&p->desk.desk, &p->desk.arena, NULL, &in, STR(""), &filed, &err), &err,
		"file");
	must(request_confirm(&p->desk.desk, &p->desk.arena, &p->clerk, filed.id, 1, &facts, &err),
		&err, "confirm");
	return filed.id;
}

#endif
