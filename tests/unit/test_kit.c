/*
 * The parts of pages against the fixtures of govuk-frontend: options in, HTML out, for every
 * fixture that uses nothing but options we have.  The fixtures are in assets/node_modules (made by
 * script/bootstrap, not committed); without them this is skipped.
 */
#include "core/file.h"
#include "page/kit.h"
#include "tests/page/html_same.h"
#include "tests/test.h"

#include <jansson.h>
#include <stdlib.h>

enum { CHOICES_MAX = 16, ACTIONS_MAX = 40 };

static struct str text_of(const json_t *v)
{
	static char number[8][16];
	static int next;
	if (json_is_string(v))
		return str_cstr(json_string_value(v));
	if (json_is_integer(v)) {
		next = (next + 1) % 8;
		snprintf(number[next], sizeof *number, "%d", (int)json_integer_value(v));
		return str_cstr(number[next]);
	}
	return (struct str){ 0 };
}

static struct str at(const json_t *o, const char *key)
{
	return text_of(json_object_get(o, key));
}

static struct str under(const json_t *o, const char *key, const char *sub)
{
	return text_of(json_object_get(json_object_get(o, key), sub));
}

static bool is_on(const json_t *o, const char *key)
{
	return json_is_true(json_object_get(o, key));
}

/* Name, id, label or legend, hint, error, classes: the same for every field. */
static struct kit_field field_of(const json_t *o)
{
	const json_t *legend = json_object_get(json_object_get(o, "fieldset"), "legend");
	const json_t *label = legend ? legend : json_object_get(o, "label");
	struct kit_field f = {
		.name = at(o, "name"),
		.id = at(o, "id"),
		.label = at(label, "text"),
		.label_classes = at(label, "classes"),
		.heading = is_on(label, "isPageHeading"),
		.hint = under(o, "hint", "text"),
		.error = under(o, "errorMessage", "text"),
		.described_by = at(o, "describedBy"),
		.classes = at(o, "classes"),
		.group_classes = under(o, "formGroup", "classes"),
	};
	if (json_object_get(o, "idPrefix"))
		f.id = at(o, "idPrefix");
	if (f.described_by.n == 0)
		f.described_by = under(o, "fieldset", "describedBy");
	return f;
}

static enum kit_check check_of(const json_t *o)
{
	const json_t *v = json_object_get(o, "spellcheck");
	return json_is_true(v) ? KIT_CHECK_ON : json_is_false(v) ? KIT_CHECK_OFF : KIT_CHECK_UNSAID;
}

static void put_input(struct buf *b, const json_t *o)
{
	kit_input(b, &(struct kit_input){
			     .field = field_of(o),
			     .value = at(o, "value"),
			     .type = at(o, "type"),
			     .autocomplete = at(o, "autocomplete"),
			     .inputmode = at(o, "inputmode"),
			     .pattern = at(o, "pattern"),
			     .autocapitalize = at(o, "autocapitalize"),
			     .prefix = under(o, "prefix", "text"),
			     .suffix = under(o, "suffix", "text"),
			     .spellcheck = check_of(o),
		     });
}

static void put_textarea(struct buf *b, const json_t *o)
{
	kit_textarea(
		b, &(struct kit_textarea){
			   .field = field_of(o),
			   .value = at(o, "value"),
			   .autocomplete = at(o, "autocomplete"),
			   .rows = (int)json_integer_value(json_object_get(o, "rows")),
			   .max_chars = (int)json_integer_value(json_object_get(o, "maxlength")),
			   .spellcheck = check_of(o),
		   });
}

static void put_password(struct buf *b, const json_t *o)
{
	kit_password(b, &(struct kit_password){ field_of(o), at(o, "autocomplete") });
}

static void put_file(struct buf *b, const json_t *o)
{
	kit_file(b, &(struct kit_file){ .field = field_of(o), .multiple = is_on(o, "multiple") });
}

static bool is_listed(const json_t *values, const json_t *value)
{
	size_t i;
	json_t *v;
	json_array_foreach(values, i, v) if (json_equal(v, value)) return true;
	return false;
}

static size_t choices_of(const json_t *o, struct kit_choice *out)
{
	const json_t *items = json_object_get(o, "items");
	size_t i, n = 0;
	json_t *c;
	json_array_foreach(items, i, c)
	{
		if (!json_is_object(c) || n == CHOICES_MAX)
			continue;
		out[n++] = (struct kit_choice){
			.value = json_object_get(c, "value") ? at(c, "value") : at(c, "text"),
			.text = at(c, "text"),
			.hint = under(c, "hint", "text"),
			.id = at(c, "id"),
			.name = at(c, "name"),
			.chosen = is_on(c, "checked") || is_on(c, "selected") ||
				  is_listed(json_object_get(o, "values"),
					  json_object_get(c, "value")),
			.exclusive = str_is(at(c, "behaviour"), "exclusive"),
			.divider = at(c, "divider"),
			.conditional = { under(c, "conditional", "html") },
		};
	}
	return n;
}

static void put_select(struct buf *b, const json_t *o)
{
	struct kit_choice c[CHOICES_MAX];
	size_t n = choices_of(o, c);
	kit_select(b, &(struct kit_select){ field_of(o), c, n, at(o, "value") });
}

static struct kit_choices group_of(const json_t *o, struct kit_choice *c)
{
	return (struct kit_choices){
		.field = field_of(o), .choice = c, .n = choices_of(o, c), .value = at(o, "value")
	};
}

static void put_radios(struct buf *b, const json_t *o)
{
	struct kit_choice c[CHOICES_MAX];
	struct kit_choices v = group_of(o, c);
	kit_radios(b, &v);
}

static void put_checkboxes(struct buf *b, const json_t *o)
{
	struct kit_choice c[CHOICES_MAX];
	struct kit_choices v = group_of(o, c);
	kit_checkboxes(b, &v);
}

static void put_date(struct buf *b, const json_t *o)
{
	struct kit_date v = { .field = field_of(o) };
	const json_t *values = json_object_get(o, "values");
	v.field.name = json_object_get(o, "namePrefix") ? at(o, "namePrefix") : v.field.id;
	const json_t *year = json_object_get(o, "year"), *month = json_object_get(o, "month");
	const json_t *day = json_object_get(o, "day");
	if (json_is_false(year) || json_is_false(month) || json_is_false(day))
		return; /* a part missing */
	v.year = json_object_get(year, "value") ? at(year, "value") : at(values, "year");
	v.month = json_object_get(month, "value") ? at(month, "value") : at(values, "month");
	v.day = json_object_get(day, "value") ? at(day, "value") : at(values, "day");
	kit_date(b, &v);
}

static void put_fieldset(struct buf *b, const json_t *o)
{
	const json_t *legend = json_object_get(o, "legend");
	struct kit_field f = {
		.label = at(legend, "text"),
		.label_classes = at(legend, "classes"),
		.heading = is_on(legend, "isPageHeading"),
		.described_by = at(o, "describedBy"),
	};
	kit_fieldset_begin(b, &f);
	buf_str(b, at(o, "html"));
	kit_fieldset_end(b);
}

static void put_error_summary(struct buf *b, const json_t *o)
{
	struct kit_error e[8];
	struct kit_errors v = { at(o, "titleText"), at(o, "descriptionText"), e, 0 };
	size_t i;
	json_t *item;
	json_array_foreach(json_object_get(o, "errorList"), i, item) if (v.n < 8) e[v.n++] =
		(struct kit_error){ at(item, "text"), at(item, "href") };
	kit_error_summary(b, &v);
}

static void put_button(struct buf *b, const json_t *o)
{
	struct str classes = at(o, "classes");
	struct str type = at(o, "type");
	bool ours = classes.n == 0 || str_is(classes, "govuk-button--secondary") ||
		    str_is(classes, "govuk-button--warning");
	if (!ours || (type.n && !str_is(type, "submit")))
		return;
	kit_button(b, &(struct kit_button){
			      .text = at(o, "text"),
			      .kind = str_has(classes, "--secondary") ? KIT_SECONDARY
				      : str_has(classes, "--warning") ? KIT_DANGER
								      : KIT_PRIMARY,
			      .href = at(o, "href"),
			      .name = at(o, "name"),
			      .value = at(o, "value"),
			      .id = at(o, "id"),
			      .once = is_on(o, "preventDoubleClick"),
		      });
}

static void put_notice(struct buf *b, const json_t *o)
{
	kit_notice(b, str_is(at(o, "type"), "success") ? KIT_SUCCESS : KIT_INFO, at(o, "text"));
}

static void put_inset(struct buf *b, const json_t *o)
{
	kit_inset(b, at(o, "text"));
}

static void put_warning(struct buf *b, const json_t *o)
{
	kit_warning(b, at(o, "text"));
}

static void put_panel(struct buf *b, const json_t *o)
{
	kit_panel(b, at(o, "titleText"), at(o, "text"));
}

static void put_details(struct buf *b, const json_t *o)
{
	if (!json_object_get(o, "open")) {
		kit_details(b, at(o, "summaryText"), at(o, "text"));
		return;
	}
	kit_details_begin(b, at(o, "summaryText"), true);
	buf_str(b, at(o, "text"));
	kit_details_end(b);
}

static void put_tag(struct buf *b, const json_t *o)
{
	static const struct {
		const char *class;
		enum kit_tone tone;
	} tone[] = { { "", KIT_BLUE }, { "govuk-tag--grey", KIT_PLAIN },
		{ "govuk-tag--green", KIT_GREEN }, { "govuk-tag--yellow", KIT_AMBER },
		{ "govuk-tag--red", KIT_RED }, { "govuk-tag--purple", KIT_VIOLET } };
	for (size_t i = 0; i < sizeof tone / sizeof *tone; i++)
		if (str_is(at(o, "classes"), tone[i].class))
			kit_tag(b, tone[i].tone, at(o, "text"));
}

static void put_summary(struct buf *b, const json_t *o)
{
	struct kit_row row[16];
	struct kit_action action[16][ACTIONS_MAX];
	size_t n = 0, i, j;
	json_t *r, *a;
	json_array_foreach(json_object_get(o, "rows"), i, r)
	{
		if (!json_is_object(r) || n == 16)
			continue;
		row[n] = (struct kit_row){ .key = under(r, "key", "text"),
			.value = under(r, "value", "text"),
			.markup = { under(r, "value", "html") },
			.action = action[n] };
		json_array_foreach(json_object_get(json_object_get(r, "actions"), "items"), j, a)
			action[n][row[n].n_actions++] = (struct kit_action){ at(a, "text"),
				at(a, "href"), at(a, "visuallyHiddenText") };
		n++;
	}
	kit_summary_list(b, row, n);
}

static void put_pagination(struct buf *b, const json_t *o)
{
	struct buf all;
	buf_init(&all, 1 << 16);
	kit_pagination(&all, &(struct kit_paging){ .previous = under(o, "previous", "href"),
				     .next = under(o, "next", "href") });
	/* Our total stands above; the kit has none. */
	struct str s = buf_view(&all);
	buf_str(b, str_sub(s, str_find(s, STR("<nav"), 0), s.n));
	buf_done(&all);
}

static void put_breadcrumbs(struct buf *b, const json_t *o)
{
	struct kit_link link[CHOICES_MAX];
	size_t n = 0, i;
	json_t *c;
	json_array_foreach(json_object_get(o, "items"), i, c) if (n < CHOICES_MAX) link[n++] =
		(struct kit_link){ .text = at(c, "text"), .href = at(c, "href") };
	kit_breadcrumbs(b, link, n);
}

#define FIELD                                                                                      \
	" name id label.text label.classes label.isPageHeading hint.text errorMessage.text"        \
	" classes describedBy formGroup.classes "
#define GROUP                                                                                      \
	" name id idPrefix fieldset.legend.text fieldset.legend.classes"                           \
	" fieldset.legend.isPageHeading fieldset.describedBy hint.text errorMessage.text classes"  \
	" formGroup.classes value "
#define ITEMS                                                                                      \
	" items.value items.text items.hint.text items.id items.checked items.divider"             \
	" items.conditional.html "

/* Options we have (a fixture with any other is left out), and how many fixtures that leaves. */
static const struct component {
	const char *name;
	void (*put)(struct buf *b, const json_t *options);
	const char *options;
	int compared;
} component[] = {
	{ "breadcrumbs", put_breadcrumbs, " items.text items.href ", 5 },
	{ "button", put_button, " text type href name value id preventDoubleClick classes ", 11 },
	{ "character-count", put_textarea, FIELD "value rows maxlength spellcheck ", 15 },
	{ "checkboxes", put_checkboxes,
		GROUP ITEMS "values items.name items.behaviour describedBy ", 33 },
	{ "date-input", put_date,
		GROUP
		"namePrefix values.day values.month values.year day.value month.value year.value ",
		10 },
	{ "details", put_details, " summaryText text open ", 3 },
	{ "error-summary", put_error_summary,
		" titleText descriptionText errorList.text errorList.href ", 10 },
	{ "fieldset", put_fieldset,
		" legend.text legend.classes legend.isPageHeading describedBy html ", 14 },
	{ "file-upload", put_file, FIELD "multiple ", 13 },
	{ "input", put_input,
		FIELD
		"value type autocomplete inputmode pattern autocapitalize prefix.text suffix.text "
		"spellcheck ",
		36 },
	{ "inset-text", put_inset, " text ", 2 },
	{ "notification-banner", put_notice, " text type ", 6 },
	{ "pagination", put_pagination, " previous.href next.href ", 3 },
	{ "panel", put_panel, " titleText text ", 3 },
	{ "password-input", put_password, FIELD "autocomplete ", 9 },
	{ "radios", put_radios, GROUP ITEMS, 33 },
	{ "select", put_select, FIELD "value items.value items.text items.selected ", 7 },
	{ "summary-list", put_summary,
		" rows.key.text rows.value.text rows.value.html rows.actions.items.text"
		" rows.actions.items.href rows.actions.items.visuallyHiddenText ",
		8 },
	{ "tag", put_tag, " text classes ", 7 },
	{ "textarea", put_textarea, FIELD "value rows autocomplete spellcheck ", 17 },
	{ "warning-text", put_warning, " text iconFallbackText ", 4 },
};

static bool is_known(const char *path, const char *known)
{
	char want[170];
	snprintf(want, sizeof want, " %s ", path);
	return strstr(known, want) != NULL;
}

/* Every option set in a fixture is one we have; null, false and "" set nothing. */
static bool options_known(const json_t *v, const char *path, const char *known)
{
	char below[160];
	const char *key;
	size_t i;
	json_t *item;
	if (json_is_array(v)) {
		json_array_foreach(v, i, item) if (!options_known(item, path, known)) return false;
		return true;
	}
	if (json_is_object(v)) {
		json_object_foreach((json_t *)(uintptr_t)v, key, item)
		{
			snprintf(below, sizeof below, "%s%s%s", path, *path ? "." : "", key);
			if (!options_known(item, below, known))
				return false;
		}
		return true;
	}
	bool nothing = json_is_null(v) || json_is_false(v) ||
		       (json_is_string(v) && json_string_length(v) == 0);
	return nothing || is_known(path, known);
}

/* The kit's English words and names, and ours. */
static const struct html_word words[] = {
	{ "Error:", "错误：" },
	{ "Warning", "注意" },
	{ "Success", "成功" },
	{ "Important", "提示" },
	{ "Show password", "显示密码" },
	{ "Show", "显示" },
	{ "Pagination", "分页" },
	{ "Breadcrumb", "当前位置" },
	{ "Previous", "上一页" },
	{ "Next", "下一页" },
	{ "Day", "日" },
	{ "Month", "月" },
	{ "Year", "年" },
	{ "govuk-visually-hidden", "gk-hide" },
};

/* Ours, behind the kit's: what we add to a control in error, and the kit's drawn arrows. */
static const char *const dropped[] = { "aria-invalid", NULL };

/* "You can enter up to 10 characters" has its number inside. */
static struct str in_our_words(struct arena *a, struct str s)
{
	static const struct str head = STR_INIT("You can enter up to "),
				tail = STR_INIT(" characters");
	static const struct str page =
		STR_INIT("<span class=\"govuk-visually-hidden\"> page</span>");
	struct buf b;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < s.n;) {
		struct str rest = str_sub(s, i, s.n);
		size_t end = str_find(rest, tail, 0);
		if (str_starts(rest, page)) {
			i += page.n;
		} else if (str_starts(rest, head) && end < rest.n) {
			buf_lit(&b, "最多 ");
			buf_str(&b, str_sub(rest, head.n, end));
			buf_lit(&b, " 个字");
			i += end + tail.n;
		} else {
			buf_char(&b, s.p[i++]);
		}
	}
	struct str out = arena_str(a, buf_view(&b));
	buf_done(&b);
	return out;
}

/* Fixtures that hang on one option we have being said in a way we cannot say it. */
static const char *const left_out[] = {
	"don't prevent double click", /* false is not the same as not said */
	"autofocus explicitly enabled", "auto-focus explicitly enabled, with type as success",
	"item checked overrides value", "item checked overrides values",
	"item selected overrides value", "with falsy items", /* holes in the list count */
	"with falsy values", "without values",		     /* options without a value */
	"without values with selected value",
	"to configure in JavaScript", /* a count without a limit */
	"with neither maxlength, maxwords nor textarea description set",
	"with error on single field by omission", /* our dates are in error as a whole */
	"icon fallback text only",		  /* ours is always 注意 */
};

static bool is_left_out(const char *name)
{
	for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++)
		if (strcmp(left_out[i], name) == 0)
			return true;
	return false;
}

static bool same(struct arena *a, const char *name, struct str ours, struct str theirs, bool show)
{
	struct html_rules rules = {
		.word = words,
		.n_words = sizeof words / sizeof *words,
		.drop_attribute = dropped,
		.drop_element = "svg",
		.date = strcmp(name, "date-input") == 0,
	};
	struct html_rules turned = rules; /* the kit's dates are day, month, year */
	turned.date_turned = rules.date;
	struct buf x, y;
	buf_init(&x, 1 << 20);
	buf_init(&y, 1 << 20);
	bool ok = html_canonical(ours, &rules, &x) &&
		  html_canonical(in_our_words(a, theirs), &turned, &y) &&
		  str_eq(buf_view(&x), buf_view(&y));
	if (!ok && show)
		fprintf(stderr, "ours\n%.*s\nthe kit's\n%.*s\n", STR_ARG(buf_view(&x)),
			STR_ARG(buf_view(&y)));
	buf_done(&x);
	buf_done(&y);
	return ok;
}

static void check_component(struct arena *a, const struct component *c, const char *folder)
{
	char path[600];
	struct error err;
	struct str text;
	json_error_t bad;
	snprintf(path, sizeof path, "%s/%s/fixtures.json", folder, c->name);
	if (file_read(a, path, 4 << 20, &text, &err) != OK) {
		SKIP_CASE(c->name, "the fixtures are not here (script/bootstrap)");
		return;
	}
	json_t *all = json_loadb(text.p, text.n, 0, &bad);
	json_t *f;
	size_t i;
	int compared = 0;
	json_array_foreach(json_object_get(all, "fixtures"), i, f)
	{
		const json_t *options = json_object_get(f, "options");
		struct buf b;
		buf_init(&b, 1 << 20);
		const char *name = json_string_value(json_object_get(f, "name"));
		if (options_known(options, "", c->options) && !is_left_out(name))
			c->put(&b, options);
		if (b.n > 0) {
			compared++;
			CHECK(same(a, c->name, buf_view(&b), at(f, "html"), true), "%s: %s",
				c->name, name);
			/* Ours: a control in error says so itself. */
			bool error = under(options, "errorMessage", "text").n > 0;
			CHECK(str_has(buf_view(&b), "aria-invalid=\"true\"") == error,
				"%s: %s: aria-invalid", c->name, name);
		}
		buf_done(&b);
	}
	CHECK(compared == c->compared, "%s: %d of %d fixtures compared", c->name, compared, (int)i);
	json_decref(all);
}

/* The comparison itself: blind to order and blanks, not to anything else. */
static void check_comparison(struct arena *a)
{
	static const struct {
		const char *x, *y;
		bool same;
	} row[] = {
		{ "<p class=\"a b\" id=x> t  u</p>", "<p id=\"x\" class=\"b a\">t\nu </p>", true },
		{ "<p class=a>t</p>", "<p class=b>t</p>", false },
		{ "<p class=a>t</p>", "<p>t</p>", false },
		{ "<p>t</p>", "<p>u</p>", false },
		{ "<p>t</p>", "<div>t</div>", false },
		{ "<p>t<b>u</b></p>", "<p>t</p><b>u</b>", false },
		{ "<p>Error:</p>", "<p>错误：</p>", true },
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		CHECK(same(a, "", str_cstr(row[i].x), str_cstr(row[i].y), false) == row[i].same,
			"comparison %zu", i);
}

int main(void)
{
	const char *root = getenv("GONGKAI_ROOT");
	char folder[500];
	snprintf(folder, sizeof folder,
		"%s/assets/node_modules/govuk-frontend/dist/govuk/components", root ? root : ".");
	struct arena a;
	arena_init(&a, 1 << 20);
	check_comparison(&a);
	arena_done(&a);
	for (size_t i = 0; i < sizeof component / sizeof *component; i++) {
		arena_init(&a, 16 << 20);
		check_component(&a, &component[i], folder);
		arena_done(&a);
	}
	return TEST_END();
}
