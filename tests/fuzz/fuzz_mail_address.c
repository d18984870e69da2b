#include "tests/fuzz/fuzz.h"

#include "core/smtp.h"

#include <assert.h>

/*
 * An accepted address is one, in ASCII, without anything that ends an SMTP line; and any
 * bytes as subject give a message without bare line ends or 8-bit bytes, or none.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str s = { (const char *)data, size };
	struct error err = { 0 };
	size_t at = 0;
	if (smtp_check_address(s, "to", &err) == OK) {
		for (size_t i = 0; i < size; i++) {
			assert(data[i] > 0x20 && data[i] < 0x7F &&
				!strchr("<>,;\"\\()[]:", (int)data[i]));
			at += data[i] == '@';
		}
		assert(at == 1 && size <= SMTP_ADDRESS_MAX);
	}
	struct smtp_config config = { .from = "a@example.cn" };
	struct smtp_attachment file = { s, STR("text/plain"), s };
	struct smtp_message m = { .to = STR("b@example.cn"),
		.to_name = s,
		.subject = s,
		.text = s,
		.attachment = &file,
		.attachments = size % 2,
		.message_id = STR("1@example.cn") };
	struct buf b;
	buf_init(&b, SMTP_MESSAGE_MAX);
	if (smtp_compose(&b, &config, &m, &err) == OK) {
		size_t line = 0;
		for (size_t i = 0; i < b.n; i++, line++) {
			assert((unsigned char)b.p[i] < 0x80);
			assert((b.p[i] == '\n') == (i > 0 && b.p[i - 1] == '\r'));
			if (b.p[i] == '\n') {
				assert(line <= 77); /* 76, CR */
				line = (size_t)-1;
			}
		}
	}
	buf_done(&b);
	return 0;
}
