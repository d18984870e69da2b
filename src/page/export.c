#include "page/export.h"

#include "page/part.h"

void export_format_control(struct form_page *p)
{
	static const struct kit_choice choice[] = {
		{ .value = STR_INIT("0"), .text = STR_INIT("CSV"), .hint = STR_INIT("行数不限，各种软件都能打开") },
		{ .value = STR_INIT("1"), .text = STR_INIT("Excel（xlsx）"),
			.hint = STR_INIT("日期和数字带格式，可以直接筛选；最多 100000 行") },
	};
	_Static_assert(TABLE_CSV == 0 && TABLE_XLSX == 1 && TABLE_XLSX_ROWS == 100000, "as said above");
	form_page_radios(p, "format", choice, 2, STR("0"), NULL);
}

enum err export_answer(struct http_exchange *x, struct table_file *t, enum table_format f,
	struct str name, struct error *err)
{
	struct buf b;
	buf_init(&b, TABLE_CSV_BYTES);
	enum err e = table_file_close(t, &b, err);
	if (e != OK) {
		buf_done(&b);
		return e;
	}
	http_download_name(x, page_fmt(x, "%.*s.%s", STR_ARG(name), table_format_word(f)));
	http_answer_bytes(x, 200, table_format_type(f), &b);
	return OK;
}

void export_day(struct table_file *t, struct opt_i64 day)
{
	table_day(t, (struct date){ (int32_t)day.v }, day.has);
}
