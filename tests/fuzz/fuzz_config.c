#include "tests/fuzz/fuzz.h"

#include "core/config.h"

#include <assert.h>

struct sample {
	struct str text;
	int64_t count, wait_s, size;
	bool on;
	int colour;
	struct config_list list;
};

#define AT(f) offsetof(struct sample, f)
static const char *const colour[] = { "red", "green", NULL };
static const struct config_setting setting[] = {
	{ "text", CONFIG_TEXT, AT(text), "x", 0, 20, NULL, "s", "h", false, NULL },
	{ "count", CONFIG_INT, AT(count), "5", -3, 20, NULL, "s", "h", false, NULL },
	{ "wait", CONFIG_DURATION, AT(wait_s), "15min", 0, 86400, NULL, "s", "h", false, NULL },
	{ "size", CONFIG_SIZE, AT(size), "10MiB", 0, 0, NULL, "s", "h", false, NULL },
	{ "on", CONFIG_FLAG, AT(on), "no", 0, 0, NULL, "s", "h", false, NULL },
	{ "colour", CONFIG_CHOICE, AT(colour), "green", 0, 0, colour, "s", "h", false, NULL },
	{ "list", CONFIG_LIST, AT(list), "a, b", 1, 3, NULL, "s", "h", false, NULL },
};
static const struct config_table table = { setting, sizeof setting / sizeof setting[0],
	sizeof(struct sample) };

/* What is accepted prints as a file that reads back and prints the same; ranges hold. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct arena a;
	struct sample s, again;
	struct error err = { 0 };
	struct buf all, first, second;
	arena_init(&a, 16 << 20);
	buf_init(&all, 1 << 20);
	buf_init(&first, 1 << 20);
	buf_init(&second, 1 << 20);
	enum err e = config_defaults(&a, &table, &s, &err);
	assert(!e);
	e = config_read_text(&a, "F", text, &table, &s, size % 2 ? &all : NULL, &err);
	assert(s.count >= -3 && s.count <= 20 && s.wait_s >= 0 && s.wait_s <= 86400);
	assert(s.list.n >= 1 && s.list.n <= 3 && s.colour >= 0 && s.colour <= 1 && s.text.n <= 20);
	if (!e) {
		config_print_effective(&first, &table, &s);
		e = config_defaults(&a, &table, &again, &err);
		assert(!e);
		e = config_read_text(&a, "F", buf_view(&first), &table, &again, NULL, &err);
		assert(!e);
		config_print_effective(&second, &table, &again);
		assert(str_eq(buf_view(&first), buf_view(&second)));
	} else {
		assert(*err.msg);
	}
	buf_done(&all);
	buf_done(&first);
	buf_done(&second);
	arena_done(&a);
	return 0;
}
