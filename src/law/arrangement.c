#include "law/arrangement.h"

#include "core/json.h"

/* Which entry a message speaks of: "第3项“国庆节”"; the name may be missing. */
struct entry_name {
	char z[160];
};

static struct entry_name entry_name(size_t i, struct str name)
{
	struct entry_name e;
	int n = name.n > ARRANGEMENT_NAME_MAX ? 0 : (int)name.n;
	if (n > 0)
		snprintf(e.z, sizeof e.z, "第%zu项“%.*s”", i + 1, n, name.p);
	else
		snprintf(e.z, sizeof e.z, "第%zu项", i + 1);
	return e;
}

/*
 * Name and date of one entry.  The name must be there and short, the date
 * there, well formed and within the years the tables cover.
 */
static enum err parse_entry(const json_t *v, size_t i, struct arranged_day *out, struct error *err)
{
	if (!json_is_object(v))
		return error_set(err, ERR_FORMAT, NULL, "放假安排第%zu项不是对象", i + 1);
	struct str name = json_member_str(v, "name");
	struct str text = json_member_str(v, "date");
	struct entry_name who = entry_name(i, name);
	struct date d;
	if (name.n == 0 || name.n > ARRANGEMENT_NAME_MAX)
		return error_set(err, ERR_FORMAT, NULL,
			"放假安排第%zu项没有节日名称（name），或者名称超过30个字", i + 1);
	if (text.n == 0)
		return error_set(err, ERR_FORMAT, NULL, "放假安排%s没有日期（date）", who.z);
	if (!date_parse(text, &d))
		return error_set(err, ERR_FORMAT, NULL,
			"放假安排%s的日期“%.*s”不对，应写成 2026-10-01 这样的日期", who.z,
			text.n > 40 ? 40 : (int)text.n, text.p);
	int year = date_year(d);
	if (year < ARRANGEMENT_YEAR_MIN || year > ARRANGEMENT_YEAR_MAX)
		return error_set(err, ERR_FORMAT, NULL,
			"放假安排%s的日期 %s 不在 %d 年至 %d 年之间", who.z, date_text(d).z,
			ARRANGEMENT_YEAR_MIN, ARRANGEMENT_YEAR_MAX);
	*out = (struct arranged_day){ .date = d, .off = true, .name = name };
	return OK;
}

/* Is the date of entry i the date of an earlier entry too?  At most 400 entries, so pairwise. */
static enum err check_repeated(const struct arranged_day *day, size_t i, struct error *err)
{
	for (size_t k = 0; k < i; k++)
		if (day[k].date.day == day[i].date.day)
			return error_set(err, ERR_FORMAT, NULL,
				"放假安排%s的日期 %s 与第%zu项重复，请删去一项",
				entry_name(i, day[i].name).z, date_text(day[i].date).z, k + 1);
	return OK;
}

/* The type (off or worked) and the year of an entry of a yearly arrangement. */
static enum err parse_yearly(
	const json_t *v, size_t i, int year, struct arranged_day *day, struct error *err)
{
	const json_t *off = json_object_get(v, "isOffDay");
	if (!json_is_boolean(off))
		return error_set(err, ERR_FORMAT, NULL,
			"放假安排%s（%s）的类型（isOffDay）不对，"
			"只能是 true（放假）或者 false（调休上班）",
			entry_name(i, day->name).z, date_text(day->date).z);
	day->off = json_is_true(off);
	/* A New Year block may begin in the December before (2018-12-29, 2022-12-31). */
	int y, m, d;
	date_split(day->date, &y, &m, &d);
	if (y != year && !(y == year - 1 && m == 12))
		return error_set(err, ERR_FORMAT, NULL, "放假安排%s的日期 %s 不属于 %d 年",
			entry_name(i, day->name).z, date_text(day->date).z, year);
	return OK;
}

/* The array of entries, size checked, with room for its days in the arena. */
static enum err begin_days(struct arena *a, const json_t *days, struct arranged_day **out,
	size_t *n, struct error *err)
{
	size_t count = json_array_size(days);
	if (!json_is_array(days))
		return error_set(err, ERR_FORMAT, NULL, "放假安排里没有日期列表（days）");
	if (count > ARRANGEMENT_DAYS_MAX)
		return error_set(err, ERR_LIMIT, NULL, "放假安排有%zu项，超过上限%d项", count,
			ARRANGEMENT_DAYS_MAX);
	*out = arena_array(a, struct arranged_day, count);
	*n = count;
	return arena_check(a, err);
}

enum err arrangement_parse(
	struct arena *a, struct str json, struct arrangement *out, struct error *err)
{
	json_t *v;
	struct arranged_day *day = NULL;
	size_t n = 0;
	enum err e = json_read(a, json, ARRANGEMENT_BYTES_MAX, &v, err);
	if (e)
		return e;
	json_int_t year = json_integer_value(json_object_get(v, "year"));
	if (year < ARRANGEMENT_YEAR_MIN || year > ARRANGEMENT_YEAR_MAX)
		return error_set(err, ERR_FORMAT, NULL,
			"放假安排里没有年份（year），或者年份不在 %d 年至 %d 年之间",
			ARRANGEMENT_YEAR_MIN, ARRANGEMENT_YEAR_MAX);
	const json_t *days = json_object_get(v, "days");
	e = begin_days(a, days, &day, &n, err);
	if (e)
		return e;
	if (n == 0)
		return error_set(err, ERR_NOT_FOUND, "C-1.5-19",
			"%d 年的放假安排尚未公布（文件里没有日期），继续使用原有日历", (int)year);
	for (size_t i = 0; i < n; i++) {
		const json_t *entry = json_array_get(days, i);
		e = parse_entry(entry, i, &day[i], err);
		if (!e)
			e = parse_yearly(entry, i, (int)year, &day[i], err);
		if (!e)
			e = check_repeated(day, i, err);
		if (e)
			return e;
	}
	*out = (struct arrangement){ (int)year, day, n };
	return OK;
}

enum err arrangement_parse_local(
	struct arena *a, struct str json, struct arranged_day **out, size_t *n, struct error *err)
{
	json_t *v;
	struct arranged_day *day = NULL;
	size_t count = 0;
	enum err e = json_read(a, json, ARRANGEMENT_BYTES_MAX, &v, err);
	if (!e)
		e = begin_days(a, v, &day, &count, err);
	if (e)
		return e;
	for (size_t i = 0; i < count; i++) {
		e = parse_entry(json_array_get(v, i), i, &day[i], err);
		if (!e)
			e = check_repeated(day, i, err);
		if (e)
			return e;
	}
	*out = day;
	*n = count;
	return OK;
}
