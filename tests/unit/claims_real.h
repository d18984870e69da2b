/*
 * What must be found equal to the tables in the five real reports: every such
 * number in text order, and no other.  Read and written down by hand.
 */
#ifndef TESTS_CLAIMS_REAL_H
#define TESTS_CLAIMS_REAL_H

struct expected {
	const char *text, *topic, *code; /* code "" for a sum */
};

static const struct real {
	const char *name;
	struct expected want[24];
} real[] = {
	{ "binhai-2024",
		{ { "6749条", "各项之和", "" }, { "151件", "本年新收", "t3.received.total" },
			{ "19件", "结转下年度", "t3.carried_out.total" },
			{ "11件", "行政复议", "t4.review.total" }, { "11件", "各项之和", "" },
			{ "8件", "行政复议", "t4.review.upheld" },
			{ "3件", "行政复议", "t4.review.corrected" },
			{ "0件", "行政诉讼", "t4.direct.total" },
			{ "23", "其他处理：其他", "t3.other.misc.total" }, { "23", "各项之和", "" } } },
	{ "dazu-2024",
		{ { "1份", "本年新收", "t3.received.total" },
			{ "1份", "无法提供：本机关不掌握", "t3.unable.not_held.total" },
			{ "暂未引起行政复议和行政诉讼", "行政复议", "t4.review.total" } } },
	{ "donghu-2024",
		{ { "17宗", "本年新收", "t3.received.total" }, { "17宗", "各项之和", "" },
			{ "15宗", "办理结果总计", "t3.total.total" },
			{ "2宗", "结转下年度", "t3.carried_out.total" },
			{ "未因信息公开申请提起行政复议", "行政复议", "t4.review.total" },
			{ "未发布规章、行政规范性文件", "规章和行政规范性文件制发",
				"t2.regulation.made" },
			{ "17宗", "本年新收", "t3.received.total" } } },
	{ "pingdingshan-2024",
		{ { "4215条", "各项之和", "" }, { "23件", "本年新收", "t3.received.total" },
			{ "23件", "办理结果总计", "t3.total.total" }, { "23件", "各项之和", "" },
			{ "2件", "予以公开", "t3.open.total" },
			{ "2件", "不予公开", "t3.refused.state_secret.total" },
			{ "15件", "无法提供", "t3.unable.not_held.total" },
			{ "4件", "不予处理", "t3.declined.petition.total" },
			{ "未出现依申请公开类行政诉讼案件", "行政诉讼", "t4.direct.total" } } },
	{ "zibo-gaoxin-2024",
		{ { "6100余篇次", "各项之和", "" }, { "0宗", "本年新收", "t3.received.total" },
			{ "0宗", "行政诉讼", "t4.direct.total" },
			{ "0宗", "行政复议", "t4.review.total" } } },
};

#endif
