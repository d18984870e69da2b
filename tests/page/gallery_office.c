/* Office pages of the gallery. */
#include "page/kit.h"
#include "tests/page/gallery.h"

static const struct kit_column columns[] = {
	{ .label = STR_INIT("选择"), .pick = true, .card = KIT_CARD_HIDDEN },
	{ .label = STR_INIT("到期"),
		.sort_href = STR_INIT("?sort=due"),
		.sort = KIT_ASCENDING,
		.card = KIT_CARD_MAIN },
	{ .label = STR_INIT("编号"),
		.sort_href = STR_INIT("?sort=no"),
		.card = KIT_CARD_CORNER,
		.nowrap = true },
	{ .label = STR_INIT("申请内容") },
	{ .label = STR_INIT("申请人") },
	{ .label = STR_INIT("环节"), .card = KIT_CARD_INLINE },
	{ .label = STR_INIT("承办"), .card = KIT_CARD_NAMED, .nowrap = true },
	{ .label = STR_INIT("起算日"),
		.sort_href = STR_INIT("?sort=rec"),
		.card = KIT_CARD_NAMED,
		.nowrap = true },
};
static const struct kit_table table = {
	.caption = STR_INIT("在办申请，按到期先后排列"), .cards = true, .column = columns, .n = 8
};

static const struct {
	enum kit_due_kind due;
	struct str tag, day, no, text, who, kind;
	enum kit_tone tone;
	struct str stage, department, from;
} cases[] = {
#define S STR_INIT
	{ KIT_DUE_OVER, S("逾期 2 日"), S("01-08 周三"), S("2024-0139"),
		S("2023年某路段交通事故现场执法记录"), S("李*"), S("自然人，邮寄"), KIT_BLUE,
		S("待签发"), S("交警支队"), S("12-10") },
	{ KIT_DUE_SOON, S("今日到期"), S("01-10 周五"), S("2024-0141"),
		S("滨水花园小区停车场备案情况"), S("陈*华"), S("自然人，网上"), KIT_GREEN,
		S("待送达"), S("交警支队"), S("12-12") },
	{ KIT_DUE_NEAR, S("剩 4 日"), S("01-16 周四"), S("2024-0144"),
		S("和畅路占道施工交通组织方案审批材料"), S("孙*英"), S("自然人，区政府转办"),
		KIT_PLAIN, S("办理中"), S("交警支队"), S("12-18") },
	{ KIT_DUE_FAR, S("剩 13 日"), S("02-05 周三"), S("2024-0147"),
		S("和畅花园小区物业保安员备案回执及消防检查记录"), S("示例市和畅物业服务有限公司"),
		S("商业企业，网上"), KIT_AMBER, S("登记核对"), S("治安支队"), S("12-26") },
	{ KIT_DUE_STOPPED, S("计时暂停"), S("等第三方意见，02-05 截止"), S("2025-0003"),
		S("旅馆业特种行业许可现场核查表"), S("沈*"), S("自然人，当面"), KIT_VIOLET,
		S("征求意见"), S("治安支队"), S("01-06") },
	{ KIT_DUE_DONE, S("已答复"), S("01-06 周一"), S("2025-0004"), S("公章刻制备案流程图"),
		S("韩*"), S("自然人，网上"), KIT_RED, S("被退回"), S("政务公开办"), S("01-10") },
#undef S
};

static void row(struct buf *o, size_t i)
{
	kit_row_begin(o, &table, cases[i].due == KIT_DUE_DONE ? KIT_DUE_FAR : cases[i].due);
	kit_cell_pick(o, &table, 0, STR("id"), cases[i].no, cases[i].no);
	kit_cell_begin(o, &table, 1);
	kit_due(o, cases[i].due, cases[i].tag);
	buf_lit(o, "<span class=\"gk-sub\">");
	buf_str(o, cases[i].day);
	buf_lit(o, "</span>");
	kit_cell_end(o, &table, 1);
	kit_cell_link(o, &table, 2, cases[i].no, STR("/office/requests/1"));
	kit_cell(o, &table, 3, cases[i].text);
	kit_cell_begin(o, &table, 4);
	buf_str(o, cases[i].who);
	buf_lit(o, "<span class=\"gk-sub\">");
	buf_str(o, cases[i].kind);
	buf_lit(o, "</span>");
	kit_cell_end(o, &table, 4);
	kit_cell_begin(o, &table, 5);
	kit_status(o, cases[i].tone, cases[i].stage);
	kit_cell_end(o, &table, 5);
	kit_cell(o, &table, 6, cases[i].department);
	kit_cell(o, &table, 7, cases[i].from);
	kit_row_end(o, &table);
}

void gallery_office_list(struct buf *o)
{
	static const struct kit_button b[] = {
		{ .text = STR_INIT("登记来信、当面申请"),
			.href = STR_INIT("/office/requests/new") },
		{ .text = STR_INIT("导出台账"),
			.kind = KIT_SECONDARY,
			.href = STR_INIT("/office/export") },
	};
	kit_title(o,
		&(struct kit_title){ STR("依申请公开"),
			STR("2025年1月10日（星期五）　期限按工作日历计算，日历已确认到 2025年12月31日"),
			b, 2 });
	kit_section_begin(o, STR("q"), STR("在办申请"), STR("按到期先后排列"), true);
	kit_form_begin(
		o, &(struct kit_form){ STR("/office/batch"), STR("token"), false, KIT_FORGET });
	kit_table_begin(o, &table);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		row(o, i);
	kit_table_end(o, &table);
	buf_lit(o, "<div class=\"gk-sum\"><span class=\"gk-acts\">");
	kit_button(o, &(struct kit_button){ .text = STR("催办"), .kind = KIT_SECONDARY });
	buf_lit(o, "</span>");
	kit_paging(o,
		&(struct kit_paging){ STR("?before=1"), STR("?after=2"), 121, 51, 100, STR("件") });
	buf_lit(o, "</div>");
	kit_form_end(o);
	kit_section_end(o);
}

/* A checked form as http/form makes one: errors and what was typed. */
static const struct form_field fields[] = {
	{ .name = "who", .label = "申请人", .type = FORM_TYPE_TEXT },
	{ .name = "received", .label = "收到日期", .type = FORM_TYPE_DATE },
	{ .name = "fee", .label = "已收费用", .type = FORM_TYPE_DECIMAL },
	{ .name = "source", .label = "来源", .type = FORM_TYPE_CHOICE },
	{ .name = "text", .label = "内容", .type = FORM_TYPE_LINES },
};

void gallery_office_form(struct buf *o)
{
	struct form_state state[] = {
		{ true, STR("测试甲"), { { 0 } }, STR("申请人姓名与登记的不同，请核对") },
		{ true, { 0 }, { STR("2025"), STR("1"), STR("42") },
			STR("1 月没有 42 日，请核对") },
		{ true, STR("十元"), { { 0 } }, STR("费用要填数字，例如 10.50") },
		{ false, { 0 }, { { 0 } }, STR("请选择来源") },
		{ true, STR("很长的内容"), { { 0 } }, STR("请写清所需信息的名称或者特征") },
	};
	static const struct kit_choice source[] = {
		{ .value = STR_INIT("post"),
			.text = STR_INIT("邮寄"),
			.hint = STR_INIT("按信封邮戳和签收日登记") },
		{ .value = STR_INIT("desk"), .text = STR_INIT("当面") },
		{ .value = STR_INIT("transfer"), .text = STR_INIT("转办") },
	};
	struct form_report report = { state, 5, 5 };
	kit_form_errors(o, fields, &report);
	kit_title(o, &(struct kit_title){ STR("登记来信、当面申请"), { 0 }, NULL, 0 });
	kit_section_begin(o, STR("s1"), STR("申请"), (struct str){ 0 }, false);
	kit_form_begin(
		o, &(struct kit_form){ STR("/office/requests"), STR("token"), true, KIT_WARN });
	struct kit_input who = { .field = { .name = STR("who"), .label = STR("申请人") } };
	struct kit_input fee = { .field = { .name = STR("fee"),
					 .label = STR("已收费用"),
					 .optional = true,
					 .classes = STR("govuk-input--width-5") },
		.prefix = STR("¥"),
		.suffix = STR("元"),
		.inputmode = STR("decimal") };
	struct kit_date received = { .field = {
					     .name = STR("received"), .label = STR("收到日期") } };
	struct kit_choices from = { .field = { .name = STR("source"), .label = STR("来源") },
		.choice = source,
		.n = 3,
		.small = true,
		.in_line = true };
	struct kit_textarea text = { .field = { .name = STR("text"), .label = STR("内容") },
		.rows = 3 };
	kit_take_state(&state[0], &who.field, &who.value);
	kit_take_date(&state[1], &received);
	kit_take_state(&state[2], &fee.field, &fee.value);
	kit_take_state(&state[3], &from.field, &from.value);
	kit_take_state(&state[4], &text.field, &text.value);
	kit_input(o, &who);
	kit_date(o, &received);
	kit_input(o, &fee);
	kit_radios(o, &from);
	kit_textarea(o, &text);
	kit_file(
		o, &(struct kit_file){
			   .field = { .name = STR("scan"), .label = STR("扫描件"), .error = { 0 } },
			   .multiple = true });
	kit_buttons(o,
		(struct kit_button[]){
			{ .text = STR("登记"), .once = true }, { .text = STR("存草稿"),
								       .kind = KIT_SECONDARY,
								       .name = STR("save"),
								       .value = STR("1"),
								       .draft = true } },
		2);
	kit_form_end(o);
	kit_section_end(o);
}

void gallery_office_parts(struct buf *o)
{
	static const struct kit_link tabs[] = {
		{ STR_INIT("概况"), STR_INIT("?tab=1"), true },
		{ STR_INIT("过程记录"), STR_INIT("?tab=2"), false },
		{ STR_INIT("文书"), STR_INIT("?tab=3"), false },
	};
	static const struct kit_row rows[] = {
		{ .key = STR_INIT("申请人"), .value = STR_INIT("王*明　自然人") },
		{ .key = STR_INIT("证件"), .value = STR_INIT("居民身份证 0000****000X　已核验") },
	};
	static const struct kit_column c[] = {
		{ .label = STR_INIT("日期"), .nowrap = true },
		{ .label = STR_INIT("事件") },
		{ .label = STR_INIT("数"), .number = true },
	};
	static const struct kit_table t = { .caption = STR_INIT("期限计算依据"),
		.column = c,
		.n = 3,
		.tight = true,
		.lined = true };
	kit_title(o, &(struct kit_title){ STR("各种部件"), STR("测试用"), NULL, 0 });
	kit_tabs(o, STR("本件"), tabs, 3);
	kit_section_begin(o, STR("p1"), STR("申请事实"), STR("查看完整身份信息会记入日志"), false);
	kit_summary_list(o, rows, 2);
	kit_table_begin(o, &t);
	kit_row_begin(o, &t, KIT_DUE_FAR);
	kit_cell(o, &t, 0, STR("12-17"));
	kit_cell(o, &t, 1, STR("电话确认收到网上申请"));
	kit_cell(o, &t, 2, STR("1,284"));
	kit_row_end(o, &t);
	kit_table_end(o, &t);
	kit_inset(o, STR("表三“一、本年新收”为 151 件，正文写 152 件。"));
	kit_details(o, STR("规则出处"), STR("条例第三十三条第二款。"));
	kit_empty(o, &(struct kit_empty){ STR("还没有文书"), STR("拟定答复后，这里会有草稿。"),
			     STR("新建文书"), STR("/office/letters/new") });
	kit_section_end(o);
	buf_lit(o, "<p>");
	for (int i = KIT_PLAIN; i <= KIT_VIOLET; i++)
		kit_tag(o, (enum kit_tone)i, STR("标签"));
	for (int i = KIT_ICON_SEARCH; i <= KIT_ICON_LOCK; i++)
		kit_icon(o, (enum kit_icon)i);
	buf_lit(o, "</p>\n");
}

void gallery_office_confirm(struct buf *o)
{
	static const struct kit_row rows[] = {
		{ .key = STR_INIT("申请编号"), .value = STR_INIT("2024-0147") },
		{ .key = STR_INIT("申请人"), .value = STR_INIT("王*明") },
		{ .key = STR_INIT("到期"), .value = STR_INIT("2025年2月5日（星期三），剩 13 日") },
	};
	static const struct kit_hidden_pair hidden[] = { { STR_INIT("version"), STR_INIT("7") } };
	static const struct kit_textarea reason = { .field = { .name = STR_INIT("reason"),
							    .label = STR_INIT("理由"),
							    .hint = STR_INIT(
								    "记入过程记录，不能修改") },
		.rows = 3,
		.max_chars = 500 };
	kit_confirm(o,
		&(struct kit_confirm){
			.title = STR("终止办理这件申请"),
			.text = STR(
				"终止后不再计时，也不再答复；申请人可以重新提出。这一步不能撤销。"),
			.row = rows,
			.n_rows = 3,
			.action = STR("/office/requests/1/stop"),
			.csrf = STR("token"),
			.hidden = hidden,
			.n_hidden = 1,
			.reason = &reason,
			.button = STR("确认终止"),
			.danger = true,
			.cancel = STR("/office/requests/1"),
		});
}

/* A figure as charts.js reads it: the table is the data. */
void gallery_office_chart(struct buf *o)
{
	kit_title(o, &(struct kit_title){ .title = STR("运行概览") });
	buf_lit(o,
		"<section class=\"gk-panel\"><figure class=\"gk-fig\" aria-labelledby=\"c1-h\">"
		"<figcaption><h2 id=\"c1-h\">逾期答复</h2><p>件数</p></figcaption>"
		"<div class=\"gk-plot\" id=\"c1\" hidden aria-hidden=\"true\"></div>"
		"<details open><summary>查看数据表</summary>"
		"<div class=\"gk-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"逾期答复数据表\">"
		"<table class=\"gk-grid gk-grid--tight gk-grid--lined\" data-chart=\"stack\" "
		"data-horizontal data-plot=\"c1\" data-unit=\" 件\"><caption class=\"gk-hide\">逾期答复"
		"</caption><thead><tr><th scope=\"col\">部门</th><th scope=\"col\" class=\"gk-n\">维持"
		"</th><th scope=\"col\" class=\"gk-n\">纠正</th></tr></thead><tbody>");
	static const char *const name[] = { "自然资源局", "城市管理局", "教育局" };
	for (int i = 0; i < 3; i++)
		buf_fmt(o,
			"<tr><th scope=\"row\">%s</th><td class=\"gk-n\">%d</td>"
			"<td class=\"gk-n\">%d</td></tr>",
			name[i], 17 - 6 * i, 4 - i);
	buf_lit(o, "</tbody></table></div></details></figure></section>\n");
}
