/*
 * request_check -- what an application must hold, and how its texts are stored.
 *
 * Art 29 of the regulation: name, proof of identity, contact; what is asked for; in which form.  No
 * purpose.  One function a field, in the order of the form, so that a form can show all that is
 * wrong at once.
 */
#include "desk/request_part.h"

#include "core/utf8.h"
#include "desk/organisation_part.h"

enum {
	NAME_MAX = 100,
	LINE_MAX = 200,
	NUMBER_MAX = 40,
	EMAIL_MAX = 254,
	PHONE_MIN = 7,
	PHONE_MAX = 25,
	FILE_NAME_MAX = 200,
	CARD_LENGTH = 18,
	TEXT_BYTES_MAX = 1 << 20 /* of one cleaned text; forms are limited long before */
};

/* --- texts ---------------------------------------------------------------------------------- */

/* Signs that show nothing or turn the line round: what they hide cannot be judged by a reader. */
static bool is_unseen(int32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x200b && cp <= 0x200f) ||
	       (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff ||
	       (cp & 0xfffe) == 0xfffe;
}

struct str request_clean(struct arena *a, struct str s, bool one_line)
{
	struct buf b;
	buf_init(&b, TEXT_BYTES_MAX);
	int32_t cp;
	for (size_t at = 0; (cp = utf8_next(s, &at)) >= 0;) {
		if (cp == '\n' || cp == '\t')
			utf8_put(&b, one_line ? ' ' : cp);
		else if (cp == 0x2028 || cp == 0x2029)
			utf8_put(&b, one_line ? ' ' : '\n');
		else if (!is_unseen(cp))
			utf8_put(&b, cp);
	}
	struct str out = nfc_text_arena(a, str_trim(buf_view(&b)));
	if (b.err && !a->err)
		a->err = b.err;
	buf_done(&b);
	return out;
}

struct str request_compact(struct arena *a, struct str s)
{
	char *z = arena_array(a, char, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; z && i < s.n; i++) {
		char c = s.p[i];
		if (c == ' ' || c == '-' || c == '\t')
			continue;
		z[n++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	return (struct str){ z, n };
}

size_t request_text_length(struct str s)
{
	size_t n = 0;
	int32_t cp;
	s = str_trim(s);
	for (size_t at = 0; (cp = utf8_next(s, &at)) >= 0;)
		n += cp != '\r';
	return n;
}

static enum err check_length(
	struct str s, const char *field, const char *label, size_t max, struct error *err)
{
	if (!utf8_is_valid(s))
		return field_error(err, field, "%s含有无法识别的字符，请重新填写", label);
	size_t n = request_text_length(s);
	if (n > max)
		return field_error(
			err, field, "%s最多 %zu 个字，现在超出 %zu 个字", label, max, n - max);
	return OK;
}

static bool is_empty(struct str s)
{
	return str_trim(s).n == 0;
}

/* --- identity ------------------------------------------------------------------------------- */

/* GB/T 2260: the first two digits of a real area. */
static bool is_province(int code)
{
	static const struct {
		int first, last;
	} range[] = { { 11, 15 }, { 21, 23 }, { 31, 37 }, { 41, 46 }, { 50, 54 }, { 61, 65 },
		{ 71, 71 }, { 81, 83 } };
	for (size_t i = 0; i < sizeof(range) / sizeof(*range); i++)
		if (code >= range[i].first && code <= range[i].last)
			return true;
	return false;
}

static int digits_value(const char *p, size_t n)
{
	int v = 0;
	for (size_t i = 0; i < n; i++)
		v = v * 10 + (p[i] - '0');
	return v;
}

bool identity_card_is_valid(struct str number)
{
	static const int weight[CARD_LENGTH - 1] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8,
		4, 2 };
	static const char check[] = "10X98765432";
	if (number.n != CARD_LENGTH)
		return false;
	int sum = 0;
	for (size_t i = 0; i < CARD_LENGTH - 1; i++) {
		if (number.p[i] < '0' || number.p[i] > '9')
			return false;
		sum += (number.p[i] - '0') * weight[i];
	}
	char last = number.p[CARD_LENGTH - 1] == 'x' ? 'X' : number.p[CARD_LENGTH - 1];
	return is_province(digits_value(number.p, 2)) &&
	       date_is_valid(digits_value(number.p + 6, 4), digits_value(number.p + 10, 2),
		       digits_value(number.p + 12, 2)) &&
	       last == check[sum % 11];
}

static bool is_person(const struct request_input *in)
{
	return in->class == CLASS_PERSON;
}

static bool is_online(const struct request_input *in)
{
	return in->channel == RECEIPT_INTERNET;
}

static enum err check_card(struct str number, struct error *err)
{
	size_t n = utf8_length(number);
	if (n != CARD_LENGTH)
		return field_error(err, "id_number", "证件号码应为 18 位，您填写了 %zu 位", n);
	for (size_t i = 0; i < number.n; i++) {
		bool digit = number.p[i] >= '0' && number.p[i] <= '9';
		bool x = number.p[i] == 'X' || number.p[i] == 'x';
		if (!digit && !(x && i == number.n - 1))
			return field_error(err, "id_number",
				"证件号码前 17 位应为数字，末位为数字或 X，请对照证件核对");
	}
	if (!is_province(digits_value(number.p, 2)))
		return field_error(
			err, "id_number", "证件号码的前两位不是地区代码，请对照证件核对");
	if (!date_is_valid(digits_value(number.p + 6, 4), digits_value(number.p + 10, 2),
		    digits_value(number.p + 12, 2)))
		return field_error(err, "id_number", "证件号码中的出生日期不正确，请对照证件核对");
	if (!identity_card_is_valid(number))
		return field_error(err, "id_number", "证件号码最后一位不正确，请对照证件核对");
	return OK;
}

static enum err check_choices(const struct request_input *in, struct error *err)
{
	if ((unsigned)in->channel >= RECEIPT_CHANNEL_COUNT)
		return field_error(err, "channel", "请选择申请渠道");
	if ((unsigned)in->origin >= ORIGINS)
		return field_error(err, "origin", "请选择申请来源");
	return OK;
}

static enum err check_class(const struct request_input *in, struct error *err)
{
	return (unsigned)in->class < CLASSES ? OK : field_error(err, "class", "请选择申请人类型");
}

static enum err check_name(const struct request_input *in, struct error *err)
{
	if (is_empty(in->name))
		return field_error(err, "name", is_person(in) ? "请填写姓名" : "请填写单位名称");
	return check_length(in->name, "name", is_person(in) ? "姓名" : "单位名称", NAME_MAX, err);
}

static enum err check_id_type(const struct request_input *in, struct error *err)
{
	if (!is_person(in))
		return OK;
	if ((unsigned)in->id_type >= IDENTITIES || (in->id_type == IDENTITY_NONE && is_online(in)))
		return field_error(err, "id_type", "请选择证件类型");
	return OK;
}

static enum err check_id_number(const struct request_input *in, struct error *err)
{
	if (!is_person(in) || in->id_type == IDENTITY_NONE)
		return OK;
	if (is_empty(in->id_number))
		return field_error(err, "id_number", "请填写证件号码");
	enum err e = check_length(in->id_number, "id_number", "证件号码", NUMBER_MAX, err);
	return e != OK || in->id_type != IDENTITY_CARD ? e
						       : check_card(str_trim(in->id_number), err);
}

/* Some bodies have none; who asks online proves with it who is asking. */
static enum err check_credit_code(const struct request_input *in, struct error *err)
{
	struct str code = str_trim(in->credit_code);
	if (is_person(in) || (code.n == 0 && !is_online(in)))
		return OK;
	if (code.n == 0)
		return field_error(err, "credit_code", "请填写统一社会信用代码");
	for (size_t i = 0; i < code.n; i++)
		if (code.n != 18 || !((code.p[i] >= '0' && code.p[i] <= '9') ||
					    (code.p[i] >= 'A' && code.p[i] <= 'Z')))
			return field_error(
				err, "credit_code", "统一社会信用代码应为 18 位数字和大写字母");
	if (!credit_code_is_valid(code))
		return field_error(
			err, "credit_code", "统一社会信用代码校验位不正确，请对照证照核对");
	return OK;
}

static enum err check_representative(const struct request_input *in, struct error *err)
{
	return check_length(
		in->legal_representative, "legal_representative", "法定代表人", NAME_MAX, err);
}

static enum err check_contact(const struct request_input *in, struct error *err)
{
	if (!is_person(in) && is_online(in) && is_empty(in->contact))
		return field_error(err, "contact", "请填写联系人");
	return check_length(in->contact, "contact", "联系人", NAME_MAX, err);
}

static bool is_phone(struct str s)
{
	size_t digits = 0;
	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		digits += digit;
		if (!digit && !(s.p[i] && strchr("+-() ", s.p[i])))
			return false;
	}
	return digits >= PHONE_MIN && s.n <= PHONE_MAX;
}

static enum err check_phone(const struct request_input *in, struct error *err)
{
	struct str s = str_trim(in->phone);
	bool elsewhere = !is_empty(in->address) || !is_empty(in->email);
	if (s.n == 0 && (is_online(in) || !elsewhere))
		return field_error(err, "phone", "请填写联系电话，以便确认收到申请");
	if (s.n > 0 && !is_phone(s))
		return field_error(
			err, "phone", "联系电话应为手机号码，或者区号加电话号码，只含数字和短横线");
	return OK;
}

static enum err check_email(const struct request_input *in, struct error *err)
{
	struct str s = str_trim(in->email);
	if (s.n == 0)
		return in->way == WAY_EMAIL
			       ? field_error(err, "email", "选择电子邮件方式的，请填写电子邮箱")
			       : OK;
	size_t at = str_find(s, STR("@"), 0);
	bool plain =
		s.n <= EMAIL_MAX && at > 0 && at + 1 < s.n && str_find(s, STR("@"), at + 1) == s.n;
	for (size_t i = 0; i < s.n; i++)
		plain = plain && s.p[i] > ' ' && s.p[i] < 0x7f && !strchr("<>\"(),;:\\", s.p[i]);
	return plain ? OK : field_error(err, "email", "电子邮箱应像 name@example.cn 这样填写");
}

static enum err check_address(const struct request_input *in, struct error *err)
{
	if (in->way == WAY_POST && is_empty(in->address))
		return field_error(err, "address", "选择邮寄方式的，请填写联系地址");
	return check_length(in->address, "address", "联系地址", LINE_MAX, err);
}

static enum err check_postcode(const struct request_input *in, struct error *err)
{
	struct str s = str_trim(in->postcode);
	bool digits = s.n == 6;
	for (size_t i = 0; i < s.n; i++)
		digits = digits && s.p[i] >= '0' && s.p[i] <= '9';
	return s.n == 0 || digits ? OK : field_error(err, "postcode", "邮政编码应为 6 位数字");
}

static enum err check_fax(const struct request_input *in, struct error *err)
{
	struct str s = str_trim(in->fax);
	if (s.n == 0)
		return in->way == WAY_FAX
			       ? field_error(err, "fax", "选择传真方式的，请填写传真号码")
			       : OK;
	return is_phone(s) ? OK : field_error(err, "fax", "传真号码只含数字和短横线");
}

/* --- how it came -------------------------------------------------------------------------------
 */

static enum err check_origin(const struct request_input *in, struct error *err)
{
	if (in->origin != ORIGIN_HERE && is_empty(in->origin_body))
		return field_error(err, "origin_body", "转办的，请填写是哪个机关转来的");
	enum err e = check_length(
		in->origin_body, "origin_body", "转来的机关", REQUEST_ORIGIN_MAX, err);
	return e != OK ? e
		       : check_length(in->origin_number, "origin_number", "对方编号",
				 REQUEST_ORIGIN_MAX, err);
}

/* R-029-1: by word of mouth only when writing is really difficult. */
static enum err check_oral(const struct request_input *in, struct error *err)
{
	if (in->channel == RECEIPT_ORAL && is_empty(in->oral_reason))
		return field_error(err, "oral_reason",
			"请写明书写确有困难的原因，例如：不识字、视力障碍、手部受伤");
	return check_length(
		in->oral_reason, "oral_reason", "书写确有困难的原因", REQUEST_ORAL_MAX, err);
}

/* --- what is asked for ---------------------------------------------------------------------- */

static enum err check_content(const struct request_input *in, struct error *err)
{
	if (is_empty(in->content))
		return field_error(err, "content",
			"请填写需要的政府信息，写明名称、文号或者便于查找的其他特征");
	return check_length(in->content, "content", "内容描述", REQUEST_CONTENT_MAX, err);
}

static enum err check_subject(const struct request_input *in, struct error *err)
{
	return check_length(in->subject, "subject", "标题", REQUEST_SUBJECT_MAX, err);
}

static enum err check_form(const struct request_input *in, struct error *err)
{
	return (unsigned)in->form < PROVIDE_FORMS
		       ? OK
		       : field_error(err, "form", "请选择信息的提供方式");
}

static enum err check_way(const struct request_input *in, struct error *err)
{
	return (unsigned)in->way < PROVIDE_WAYS ? OK
						: field_error(err, "way", "请选择获取信息的途径");
}

enum err request_check_files(const struct request_file_input *file, size_t n, struct error *err)
{
	if (n > REQUEST_FILES_MAX)
		return field_error(err, "file", "附件最多 %d 个", REQUEST_FILES_MAX);
	for (size_t i = 0; i < n; i++) {
		enum err e = check_length(file[i].name, "file", "附件名称", FILE_NAME_MAX, err);
		if (e == OK && (unsigned)file[i].kind >= REQUEST_FILE_KINDS)
			e = field_error(err, "file", "请选择附件的种类");
		if (e != OK)
			return e;
	}
	return OK;
}

static enum err check_files(const struct request_input *in, struct error *err)
{
	return request_check_files(in->file, in->n_files, err);
}

/* In the order of the form. */
static enum err (*const checks[])(const struct request_input *, struct error *) = { check_choices,
	check_origin, check_oral, check_class, check_name, check_id_type, check_id_number, check_credit_code,
	check_representative, check_contact, check_phone, check_email, check_address,
	check_postcode, check_fax, check_content, check_subject, check_form, check_way,
	check_files };

enum err request_check_input(const struct request_input *in, struct error *err)
{
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		enum err e = checks[i](in, err);
		if (e != OK)
			return e;
	}
	return OK;
}

size_t request_check_each(const struct request_input *in, struct error *wrong, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks) && n < max; i++) {
		wrong[n] = (struct error){ .code = OK };
		n += checks[i](in, &wrong[n]) != OK;
	}
	return n;
}
