/*
 * request_applicant -- who asks: sealed at rest, masked for display, one field opened on demand.
 *
 * All that is to be said about a sealed field stands in one table.
 */
#include "desk/request_part.h"

#include "core/utf8.h"
#include "desk/account_part.h"

enum { ADDRESS_KEEP = 6 /* code points of an address that are shown */ };

/* The first signs of a place, the rest told by stars: enough to tell two letters apart. */
static struct str mask_address(struct arena *a, struct str s)
{
	if (s.n == 0)
		return STR("");
	return arena_fmt(a, "%.*s****", STR_ARG(utf8_prefix(s, ADDRESS_KEEP)));
}

static const struct applicant_field {
	const char *name, *column;
	size_t row, insert, input, shown; /* offsets of the member in the four structs */
	struct str (*mask)(struct arena *, struct str);
} fields[] = {
#define FIELD(member, how)                                                                         \
	{                                                                                          \
#member, "applicant." #member, offsetof(struct applicant_row, member),             \
			offsetof(struct applicant_insert_in, member),                              \
			offsetof(struct request_input, member),                                    \
			offsetof(struct request_applicant, member), how                            \
	}
	FIELD(name, mask_name),
	FIELD(id_number, mask_identity),
	FIELD(legal_representative, mask_name),
	FIELD(contact, mask_name),
	FIELD(phone, mask_mobile),
	FIELD(email, mask_email),
	FIELD(address, mask_address),
	FIELD(fax, mask_mobile),
#undef FIELD
};
enum { FIELD_NAME, FIELDS = sizeof(fields) / sizeof(*fields) };

static struct str text_at(const void *base, size_t offset)
{
	struct str s;
	memcpy(&s, (const char *)base + offset, sizeof(s));
	return s;
}

static void put_text(void *base, size_t offset, struct str s)
{
	memcpy((char *)base + offset, &s, sizeof(s));
}

static const struct applicant_field *find_field(struct str name)
{
	for (size_t i = 0; i < FIELDS; i++)
		if (str_is(name, fields[i].name))
			return &fields[i];
	return NULL;
}

bool request_is_applicant_field(struct str field)
{
	return find_field(field) != NULL;
}

bool request_applicant_has(const struct applicant_row *row, struct str field)
{
	const struct applicant_field *f = find_field(field);
	return f && text_at(row, f->row).p;
}

/* --- reading ------------------------------------------------------------------------------------
 */

static enum err open_field(const struct desk *d, struct arena *a, const struct applicant_row *row,
	const struct applicant_field *f, struct str *plain, struct error *err)
{
	struct str sealed = text_at(row, f->row);
	*plain = (struct str){ 0 };
	if (!sealed.p)
		return OK;
	return seal_open(
		d->keys, a, sealed, sealed_place(a, f->column, row->request.v), plain, err);
}

enum err request_open_applicant(const struct desk *d, struct arena *a,
	const struct applicant_row *row, struct str field, struct str *plain, struct error *err)
{
	const struct applicant_field *f = find_field(field);
	struct str s;
	if (!f)
		return error_set(err, ERR_INVALID, NULL, "没有这一项");
	enum err e = open_field(d, a, row, f, &s, err);
	if (e == OK)
		*plain = s;
	return e;
}

enum err request_show_applicant(const struct desk *d, struct arena *a,
	const struct applicant_row *row, struct request_applicant *out, struct error *err)
{
	struct request_applicant shown = { .kind = (int)row->kind,
		.id_type = (enum identity_type)row->id_type,
		.credit_code = row->credit_code,
		.postcode = row->postcode };
	for (size_t i = 0; i < FIELDS; i++) {
		struct str plain;
		enum err e = open_field(d, a, row, &fields[i], &plain, err);
		if (e != OK)
			return e;
		bool public_name = row->kind && i == FIELD_NAME;
		put_text(&shown, fields[i].shown, public_name ? plain : fields[i].mask(a, plain));
	}
	enum err e = arena_check(a, err);
	if (e == OK)
		*out = shown;
	return e;
}

/* --- writing ------------------------------------------------------------------------------------
 */

enum err request_name_index(
	const struct desk *d, struct str name, struct digest *out, struct error *err)
{
	return blind_index(d->keys, SEAL_INDEX_GENERATION, STR("applicant.name"), name, out, err);
}

/* By what the same applicant is known again: number of the paper, or of the body.  None: empty. */
static struct str identity_text(struct arena *a, const struct request_input *in)
{
	struct str number = request_compact(a, request_clean(a, in->id_number, true));
	struct str code = request_compact(a, request_clean(a, in->credit_code, true));
	if (in->class == CLASS_PERSON && in->id_type != IDENTITY_NONE && number.n)
		return arena_fmt(a, "%d:%.*s", in->id_type, STR_ARG(number));
	if (in->class != CLASS_PERSON && code.n)
		return arena_fmt(a, "credit:%.*s", STR_ARG(code));
	return (struct str){ 0 };
}

enum err request_identity_index(const struct desk *d, struct arena *a,
	const struct request_input *in, struct digest *out, bool *has, struct error *err)
{
	struct str known_by = identity_text(a, in);
	enum err e = arena_check(a, err);
	*has = known_by.n > 0;
	if (e == OK && *has)
		e = blind_index(d->keys, SEAL_INDEX_GENERATION, STR("applicant.id"), known_by, out,
			err);
	return e;
}

/* A sealed column; an empty text is NULL. */
static enum err seal_field(const struct desk *d, struct arena *a, const struct applicant_field *f,
	struct str plain, struct applicant_insert_in *row, struct error *err)
{
	struct str sealed = { 0 };
	enum err e = OK;
	if (plain.n)
		e = seal(d->keys, a, plain, sealed_place(a, f->column, row->request.v), &sealed,
			err);
	if (e == OK)
		put_text(row, f->insert, sealed);
	return e;
}

enum err request_add_applicant(const struct desk *d, struct tx *tx, struct arena *a,
	struct request_id id, const struct request_input *in, struct error *err)
{
	struct digest name, identity;
	bool known;
	struct applicant_insert_in row = { .request = id,
		.kind = in->class != CLASS_PERSON,
		.id_type = in->id_type,
		.credit_code = in->credit_code,
		.postcode = in->postcode };
	enum err e = request_identity_index(d, a, in, &identity, &known, err);
	if (e == OK)
		e = request_name_index(d, in->name, &name, err);
	row.name_index = desk_bytes(&name);
	if (e == OK && known)
		row.id_index = desk_bytes(&identity);
	for (size_t i = 0; e == OK && i < FIELDS; i++)
		e = seal_field(d, a, &fields[i], text_at(in, fields[i].input), &row, err);
	return e != OK ? e : sql_applicant_insert(tx, &row, NULL, err);
}

enum err request_copy_applicant(const struct desk *d, struct tx *tx, struct arena *a,
	const struct applicant_row *from, struct request_id to, struct error *err)
{
	struct applicant_insert_in row = { .request = to,
		.kind = from->kind,
		.name_index = from->name_index,
		.id_type = from->id_type,
		.id_index = from->id_index,
		.credit_code = from->credit_code,
		.postcode = from->postcode };
	enum err e = OK;
	for (size_t i = 0; e == OK && i < FIELDS; i++) {
		struct str plain;
		e = open_field(d, a, from, &fields[i], &plain, err);
		if (e == OK)
			e = seal_field(d, a, &fields[i], plain, &row, err);
	}
	return e != OK ? e : sql_applicant_insert(tx, &row, NULL, err);
}
