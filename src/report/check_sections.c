/* CK13: the six parts are there, in order, once, and not empty.  CK8: the layout fits the year. */
#include "report/check.h"

#include "core/utf8.h"

enum {
	PARTS = 6,
	PART_GENERAL = 1,
	PART_PROBLEMS = 5,
	PART_TEXT_MIN = 10, /* R14: fewer characters say nothing */
	LAYOUT_2019_LAST = 2020, /* 国办公开办函〔2021〕30号 applies to reports for 2021 onward */
	LAYOUT_2019_FIRST = 2019
};

static const char *const numeral[] = { "", "一", "二", "三", "四", "五", "六" };

static size_t count_sections(const struct report *r, int no)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n_sections; i++)
		n += r->section[i].no == no;
	return n;
}

static struct str section_where(struct check *ck, const struct report_section *s)
{
	struct buf b;
	buf_init(&b, CHECK_TEXT_MAX);
	doc_where_print(&b, &s->where);
	return check_take(ck, &b);
}

/* Do the words of a part's heading, without its numeral, stand inside another part's text? */
static bool is_run_in(struct check *ck, int no)
{
	struct str heading = fold_text_arena(ck->a, str_cstr(report_section_heading(no)));
	struct str words = str_sub(heading, strlen("一、"), heading.n);
	for (int other = 1; other <= PARTS; other++) {
		struct str text = check_part_text(ck, other);
		if (str_find(text, words, 0) < text.n)
			return true;
	}
	return false;
}

/*
 * A heading that stands inside a paragraph is only a warning: the part is
 * there, and in a PDF the line end may have been lost in reading.
 */
static void add_missing(struct check *ck, int no)
{
	bool run_in = is_run_in(ck, no);
	struct finding it = check_finding("section.missing");
	it.severity = run_in ? SEVERITY_WARNING : it.severity;
	it.expected = str_cstr(report_section_heading(no));
	it.message = run_in ? arena_fmt(ck->a, "第%s部分的标题“%s”没有单独成行，混在了别的段落里",
				      numeral[no], report_section_heading(no))
			    : arena_fmt(ck->a, "缺少第%s部分“%s”", numeral[no],
				      report_section_heading(no));
	it.hint = run_in ? STR("请让标题单独占一行")
			 : STR("请补上这一部分的标题和内容；没有内容的也要写明“无”的具体情况");
	findings_add(ck->f, &it);
}

/* One finding per missing part; when not one heading was found, one for all. */
static void check_missing(struct check *ck)
{
	size_t missing = 0;
	for (int no = 1; no <= PARTS; no++)
		missing += count_sections(ck->r, no) == 0;
	if (missing == PARTS) {
		struct finding it = check_finding("section.missing");
		it.message = STR("六个部分的标题一个也没有读到");
		it.hint = STR(
			"请按国办公开办函〔2021〕30号写明“一、总体情况”至“六、其他需要报告的事项”六个标题");
		findings_add(ck->f, &it);
		return;
	}
	for (int no = 1; no <= PARTS; no++)
		if (count_sections(ck->r, no) == 0)
			add_missing(ck, no);
}

static void check_repeated(struct check *ck)
{
	for (int no = 1; no <= PARTS; no++) {
		size_t n = count_sections(ck->r, no);
		if (n < 2)
			continue;
		struct finding it = check_finding("section.repeated");
		it.expected = STR("1");
		it.actual = arena_fmt(ck->a, "%zu", n);
		it.message =
			arena_fmt(ck->a, "“%s”的标题出现了 %zu 次", report_section_heading(no), n);
		it.hint = STR("请删去多余的标题");
		it.where = section_where(ck, report_find_section(ck->r, no));
		findings_add(ck->f, &it);
	}
}

/* By the first heading of each part, so that a repeated one is not told twice. */
static void check_order(struct check *ck)
{
	int last = 0;
	bool seen[PARTS + 1] = { false }, wrong = false;
	struct buf b;
	buf_init(&b, CHECK_TEXT_MAX);
	for (size_t i = 0; i < ck->r->n_sections; i++) {
		int no = ck->r->section[i].no;
		if (no < 1 || no > PARTS || seen[no])
			continue;
		seen[no] = true;
		wrong = wrong || no < last;
		buf_cstr(&b, numeral[no]);
		last = no;
	}
	struct str order = check_take(ck, &b);
	if (!wrong)
		return;
	struct finding it = check_finding("section.order");
	it.expected = STR("一二三四五六");
	it.actual = order;
	it.message = arena_fmt(ck->a, "各部分的顺序不对，报告里的顺序是%.*s", STR_ARG(order));
	it.hint = STR("请按国办公开办函〔2021〕30号规定的六个部分排列");
	findings_add(ck->f, &it);
}

static void check_numbering(struct check *ck)
{
	for (size_t i = 0; i < ck->r->n_sections; i++) {
		const struct report_section *s = &ck->r->section[i];
		if (!s->numeral_wrong || s->no < 1 || s->no > PARTS)
			continue;
		struct finding it = check_finding("section.numbering");
		it.expected = str_cstr(report_section_heading(s->no));
		it.actual = s->heading;
		it.message = arena_fmt(ck->a, "标题序号写成了“%.*s”，应为“%s”", STR_ARG(s->heading),
			report_section_heading(s->no));
		it.hint = STR("多半是 Word 自动编号造成的，请改为中文数字");
		it.where = section_where(ck, s);
		findings_add(ck->f, &it);
	}
}

bool report_part_is_bare(const struct report *r, int no)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n_sections; i++)
		for (size_t k = 0; r->section[i].no == no && k < r->section[i].n_paragraphs; k++)
			n += utf8_length(str_trim(r->section[i].paragraph[k].text));
	return n < PART_TEXT_MIN;
}

/* R14: parts one and five must say something (条例第五十条). */
static void check_empty(struct check *ck, int no)
{
	if (count_sections(ck->r, no) == 0)
		return;
	struct str text = str_trim(check_part_text(ck, no));
	size_t n = utf8_length(text);
	if (!report_part_is_bare(ck->r, no))
		return;
	struct finding it = check_finding("section.empty");
	it.actual = text;
	it.message = n == 0 ? arena_fmt(ck->a, "“%s”没有内容", report_section_heading(no))
			    : arena_fmt(ck->a, "“%s”只有 %zu 个字（“%.*s”），没有实质内容",
				      report_section_heading(no), n, STR_ARG(text));
	it.hint = no == PART_PROBLEMS ? STR("请写明本年度存在的主要问题和改进情况")
				      : STR("请写明主动公开、依申请公开等五个方面的情况");
	it.where = section_where(ck, report_find_section(ck->r, no));
	findings_add(ck->f, &it);
}

void check_sections(struct check *ck)
{
	check_missing(ck);
	check_repeated(ck);
	check_order(ck);
	check_numbering(ck);
	check_empty(ck, PART_GENERAL);
	check_empty(ck, PART_PROBLEMS);
}

/*
 * CK8.  The labels say which layout it is; the year says which it should be.
 * The new layout in an old year is only a warning: more often the year was misread.
 */
void check_layout(struct check *ck)
{
	const struct report *r = ck->r;
	if (r->hybrid) {
		struct finding it = check_finding("layout.hybrid");
		it.message = STR("表格混用了 2019 年和 2021 年两种格式，已按各自的表头读取");
		it.hint = STR("请改用国办公开办函〔2021〕30号的表格");
		it.where = check_note_where(r, "layout.hybrid", -1);
		findings_add(ck->f, &it);
		return;
	}
	bool old_year = r->year >= LAYOUT_2019_FIRST && r->year <= LAYOUT_2019_LAST;
	if (r->layout == REPORT_LAYOUT_2019) {
		struct finding it = check_finding("layout.2019");
		it.message = STR("这是 2019 年试行格式（国办公开办函〔2019〕60号）的报告");
		it.hint = STR("表二与 2021 年格式的项目不同，两者不能逐项比较");
		findings_add(ck->f, &it);
	}
	if (r->year == 0 || (r->layout == REPORT_LAYOUT_2019) == old_year)
		return;
	struct finding it = check_finding("CK8");
	it.severity = old_year ? SEVERITY_WARNING : it.severity;
	it.expected = old_year ? STR("2019") : STR("2021");
	it.actual = old_year ? STR("2021") : STR("2019");
	it.message = arena_fmt(ck->a, "%d 年度报告应当用 %.*s 年格式，实际用的是 %.*s 年格式",
		r->year, STR_ARG(it.expected), STR_ARG(it.actual));
	it.hint = old_year ? STR("请核对报告年度") : STR("请改用国办公开办函〔2021〕30号的格式");
	findings_add(ck->f, &it);
}
