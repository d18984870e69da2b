/*
 * Invented annual reports with consistent tables, in the styles of many kinds
 * of agencies.  {n} marks a number a careful reader would compare with a table;
 * the braces are not part of the text.  "#1" starts section one.  Cells not
 * named are 0; "open=3" is t3.open.total, names with two dots are whole codes.
 */
#ifndef TESTS_CLAIMS_REPORTS_H
#define TESTS_CLAIMS_REPORTS_H

struct invented {
	const char *agency;
	int year, layout;
	const char *cells;
	const char *text;
};

static const struct invented invented[] = {
	{ "示例市文化和旅游局", 2024, 2021,
		"received=36 carried_in=2 open=12 partial=5 refused.third_party=2 refused.process=4 "
		"unable.not_held=7 unable.needs_creation=1 declined.petition=2 declined.repeat=1 other.misc=1 "
		"total=35 carried_out=3 t3.received.natural=30 t3.received.commercial=4 "
		"t3.received.legal_service=2 t4.review.upheld=1 t4.review.pending=1 t4.review.total=2 "
		"t4.after_review.upheld=1 t4.after_review.total=1 t2.normative.made=2 "
		"t2.normative.repealed=1 t2.normative.in_force=9 t2.licence.decisions=812 "
		"t2.penalty.decisions=47 t2.fee.amount=0",
		"#1\n（一）主动公开情况。2024年，市文化和旅游局通过门户网站主动公开政府信息1286条，同比增长12.4%，"
		"其中政策文件38条、财政信息24条、文旅资讯1224条。发布政策解读材料15篇，召开新闻发布会2场，"
		"回应群众关切36次。制发行政规范性文件{2}件，废止{1}件，现行有效{9}件。\n"
		"（二）依申请公开情况。2024年，市文化和旅游局共收到政府信息公开申请{36}件，其中：自然人申请{30}件，"
		"商业企业申请{4}件，法律服务机构申请{2}件。上年结转申请{2}件。共办结{35}件，"
		"结转下年度继续办理{3}件。在办结的申请中，予以公开{12}件，部分公开{5}件，不予公开{6}件，"
		"无法提供{8}件，不予处理{3}件，其他处理{1}件。因政府信息公开被申请行政复议{2}件，结果维持{1}件，"
		"尚未审结{1}件；被提起行政诉讼{1}件。\n"
		"（三）政府信息管理情况。全面清理2023年底以前制发的规范性文件30件，其中拟修订4件。\n"
		"（五）监督保障情况。开展业务培训3次，培训人员120人次，检查下属单位12家，办理人大建议8件、"
		"政协提案11件，办复率100%。\n"
		"#5\n存在问题：一是2023年申请量为28件，2024年明显上升；二是答复时限平均15个工作日，仍有压缩空间。\n"
		"#6\n2024年度，我局未收取信息处理费。办理12345热线工单426件，按期办结率100%。\n" },
	{ "示例区朝阳路街道办事处", 2024, 2021,
		"received=3 open=1 unable.not_held=2 total=3 t3.received.natural=3 t2.penalty.decisions=64",
		"#1\n（一）主动公开\n街道通过区政府网站公开信息203条，其中，工作动态150条，公示公告53条。"
		"通过“和美朝阳路”微信公众号推送信息560余条。\n"
		"（二）依申请公开\n本年度，街道收到公民、法人和其他组织依申请公开{3}件，均已按期答复，其中，"
		"予以公开{1}件，无法提供{2}件（均为本机关不掌握相关政府信息）。{未发生}因政府信息公开引发的行政复议"
		"和行政诉讼。\n"
		"（五）监督保障\n街道召开专题会议2次，组织15个社区开展培训1次，参训32人。办理信访件45件，"
		"受理群众来电咨询120件，均已答复。\n"
		"#6\n本年度收取信息处理费0元。街道综合行政执法队作出行政处罚决定{64}件。\n" },
	{ "国家税务总局示例市税务局", 2024, 2021,
		"received=58 carried_in=4 open=20 partial=6 refused.law_forbids=3 refused.third_party=9 "
		"refused.internal=1 unable.not_held=12 unable.still_unclear=2 declined.petition=4 "
		"other.no_correction=1 other.misc=2 total=60 carried_out=2 t3.received.natural=41 "
		"t3.received.commercial=12 t3.received.other=5 t2.licence.decisions=128400 "
		"t2.penalty.decisions=35612 t2.coercion.decisions=1208 t4.review.upheld=2 "
		"t4.review.corrected=1 t4.review.other=1 t4.review.total=4 t4.direct.upheld=1 "
		"t4.direct.total=1 t4.after_review.upheld=1 t4.after_review.pending=1 "
		"t4.after_review.total=2",
		"#1\n本报告由国家税务总局示例市税务局根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制，"
		"所列数据的统计期限自2024年1月1日至2024年12月31日。联系电话：010-12345678，邮编：100000。\n"
		"（一）主动公开。全年通过税务网站发布信息4,102条，微信公众号推送1,356条，召开新闻发布会4场。"
		"作出行政许可决定{128,400}件、行政处罚决定{35612}件、行政强制决定{1208}件。12366热线接听来电23.6万次。\n"
		"（二）依申请公开。全年新收政府信息公开申请{58}件，同比增加13件，增长28.9%，上年度结转{4}件。"
		"全年办结{60}件，其中，予以公开{20}件，部分公开{6}件，不予公开{13}件（法律、行政法规禁止公开{3}件，"
		"保护第三方合法权益{9}件，内部事务信息{1}件），无法提供{14}件，不予处理{4}件，其他处理{3}件。"
		"{2}件结转下年继续办理。因政府信息公开引起的行政复议{4}件，其中维持{2}件、纠正{1}件、其他结果{1}件；"
		"行政诉讼{3}件，其中未经复议直接起诉{1}件，复议后起诉{2}件。\n"
		"#6\n2024年共办理税收业务1200万笔。依据《政府信息公开信息处理费管理办法》，本年度发出收费通知2件，"
		"总金额200元，实际收取100元。\n" },
	{ "示例省自然资源厅", 2024, 2021,
		"received=1204 carried_in=65 open=388 partial=112 refused.state_secret=12 "
		"refused.third_party=19 refused.process=31 refused.query_matter=48 unable.not_held=402 "
		"unable.needs_creation=27 unable.still_unclear=8 declined.petition=44 declined.repeat=36 "
		"declined.confirm=5 other.no_correction=21 other.misc=30 total=1183 carried_out=86 "
		"t3.received.natural=1100 t3.received.commercial=60 t3.received.legal_service=44 "
		"t4.review.upheld=51 t4.review.corrected=9 t4.review.other=14 t4.review.pending=6 "
		"t4.review.total=80 t4.direct.upheld=10 t4.direct.corrected=2 t4.direct.total=12 "
		"t4.after_review.upheld=22 t4.after_review.corrected=1 t4.after_review.other=3 "
		"t4.after_review.pending=4 t4.after_review.total=30 t2.fee.amount=3415.74",
		"#1\n（二）依申请公开。2024年，省自然资源厅本年新收政府信息公开申请{1204}件，其中自然人申请{1100}件、"
		"法人或其他组织申请{104}件；上年结转{65}件。本年度办理答复{1183}件，结转下年度继续办理{86}件。"
		"从办理结果看，予以公开{388}件，占32.8%；部分公开{112}件，占9.5%；不予公开{110}件，占9.3%，"
		"其中属于国家秘密{12}件、第三方合法权益{19}件、过程性信息{31}件、行政查询事项{48}件；"
		"无法提供{437}件，占36.9%；不予处理{85}件；其他处理{51}件。\n"
		"因政府信息公开工作被申请行政复议{80}件，其中结果维持{51}件、结果纠正{9}件、其他结果{14}件、"
		"尚未审结{6}件。被提起行政诉讼{42}件，其中：未经复议直接起诉{12}件（结果维持{10}件、结果纠正{2}件），"
		"复议后起诉{30}件（结果维持{22}件、结果纠正{1}件、其他结果{3}件、尚未审结{4}件）。\n"
		"（三）政府信息管理。全年审查拟公开信息9,876条，提出修改意见321条。\n"
		"#5\n1.全省自然资源系统共受理政府信息公开申请15230件，厅机关办理量占7.9%，基层压力较大。\n"
		"2.个别答复被复议机关撤销3件，需提高答复质量。\n"
		"#6\n本年度行政事业性收费金额为{3415.74}万元。收取政府信息公开信息处理费2300元。\n" },
	{ "示例区人民政府", 2023, 2021,
		"received=21 partial=4 refused.state_secret=1 refused.process=1 refused.enforcement_file=1 "
		"unable.not_held=10 unable.needs_creation=3 declined.petition=1 total=21 t3.received.natural=21 "
		"t4.review.upheld=10 t4.review.corrected=1 t4.review.total=11 t4.after_review.pending=5 "
		"t4.after_review.total=5 t2.normative.repealed=5 t2.normative.in_force=5",
		"#1\n2023年，我区在政府网站平台主动公开政府信息1136条。2022年公开1320条。\n"
		"（二）依申请公开情况。进一步规范依申请公开流程。2023年全区受理政府信息公开申请{21}件，均在法定期限答复。"
		"较2022年的35件减少14件。\n"
		"（四）平台建设。全区共有政务新媒体46个，其中微信公众号30个、微博6个、抖音号10个。\n"
		"#6\n2023年，区政府严格落实规定，全年收取政府信息公开信息处理费0元。\n" },
	{ "示例县教育局", 2024, 2021, "t2.normative.in_force=3 t2.licence.decisions=18 t2.fee.amount=12.5",
		"#1\n（一）主动公开。县教育局无规章，本年度{未制发}规章、行政规范性文件，现行有效行政规范性文件{3}件。"
		"公开中小学招生信息56条，办理行政许可事项18项。\n"
		"（二）依申请公开。2024年，县教育局{未收到}公民、法人和其他组织提出的政府信息公开申请，无上年结转申请。"
		"{没有}因政府信息公开引发的行政复议、行政诉讼案件。\n"
		"#5\n一是公开意识不强。全局36个科室（单位）中，仍有4个未建立台账。\n"
		"#6\n本年度行政事业性收费{12.5}万元，为普通话测试费125000元。本单位没有收取信息处理费。\n" },
	{ "示例市公安局高新分局", 2024, 2021,
		"received=9 carried_in=1 open=2 refused.enforcement_file=3 unable.not_held=3 declined.petition=1 "
		"total=9 carried_out=1 t3.received.natural=9 t4.review.pending=1 t4.review.total=1 "
		"t2.penalty.decisions=88412 t2.licence.decisions=40211 t2.coercion.decisions=903",
		"#1\n（一）主动公开。发布警情通报12篇，公开行政处罚决定书3211份、行政许可决定2108条。办理行政复议案件35件，"
		"办理刑事案件602起，受理居住证申请1.2万件，办理出入境证件30211件次。\n"
		"（二）依申请公开。分局全年接收政府信息公开申请{9}件，办理上年度结转申请{1}件，共答复{9}件，"
		"另有{1}件结转至2025年办理。答复中，予以公开{2}件、属于行政执法案卷不予公开{3}件、"
		"本机关不掌握{3}件、属于信访举报投诉不予处理{1}件。期间延期答复2件，补正告知4件，征求第三方意见1件。"
		"因政府信息公开被申请行政复议{1}件，{未被}提起行政诉讼。受理“12345”热线诉求233件，群众来信15封。\n"
		"（五）监督保障。7×24小时值守，每季度抽查1次，发现问题3个，已整改3个。\n"
		"#6\n其他处理0件。全年共收取保安员考试费8.6万元。\n" },
	{ "示例市市场监督管理局", 2020, 2019,
		"received=88 carried_in=3 open=31 partial=8 refused.third_party=6 unable.not_held=33 "
		"declined.petition=7 other.misc=4 total=89 carried_out=2 t3.received.natural=88 "
		"t2019.normative.made=4 t2019.licence.decisions=60211 t2019.penalty.decisions=1302 "
		"t2019.procurement.items=15",
		"#1\n（一）主动公开。2020年制定规范性文件4件，对外公开规范性文件总数26件。政府集中采购项目15个。"
		"全年共作出行政许可决定{60211}件、行政处罚决定{1302}件。\n"
		"（二）依申请公开。本年新收到政府信息公开申请{88}件，上年结转政府信息公开申请{3}件，本年办结{89}件："
		"予以公开{31}件，部分公开{8}件，不予公开{6}件，无法提供{33}件，不予处理{7}件，其他处理{4}件。"
		"结转下一年度{2}件。\n"
		"#6\n无其他需要报告的事项。\n" },
	{ "示例市民政局", 2024, 2021,
		"received=23 open=11 unable.not_held=9 declined.petition=2 other.misc=1 total=23 "
		"t3.received.natural=20 t3.received.public_interest=3",
		"#1\n一、主动公开情况。2024年累计发布信息2,345条（次），更新目录14个。\n"
		"二、依申请公开情况。2023年收到申请18件，办结18件；2024年收到政府信息公开申请{23}件，办结{23}件，"
		"较上年增加5件，增长27.8%。其中，网上申请15件、信函申请6件、当面申请2件。"
		"申请人中自然人20人次较多。申请内容主要涉及养老服务10件、社会组织登记8件、地名管理5件。"
		"上半年收到9件，下半年收到14件。申请人主动撤回1件。\n"
		"#3\n2024年收到的23件申请中，{11}件予以公开，{9}件因本机关不掌握无法提供，{2}件不予处理，{1}件作其他处理。\n"
		"#6\n2019年以来累计收到申请105件。\n" },
	{ "示例市卫生健康委员会", 2024, 2021,
		"received=40 carried_in=5 open=22 partial=3 refused.third_party=4 unable.not_held=6 "
		"unable.needs_creation=3 declined.petition=2 other.no_payment=1 total=41 carried_out=4 "
		"t3.received.natural=33 t3.received.legal_service=7 t4.review.upheld=2 t4.review.total=2",
		"#1\n（二）依申请公开。全年共受理政府信息公开申请{45}件（含上年结转{5}件），其中，网络申请25件，"
		"信函申请12件，当面申请3件。截至年底，已答复{41}件，尚在办理中{4}件。答复类型为：同意公开22件，"
		"部分公开{3}件，不予公开{4}件，无法提供{9}件，不予处理{2}件，逾期未缴费视为放弃1件。"
		"行政复议{2}件，均维持；无行政诉讼。我委作为复议机关受理行政复议申请9件。\n"
		"（四）平台建设。维护门户网站1个，专栏26个，微信公众号关注人数38.5万人，阅读量1,230万次。\n"
		"#6\n一是公开处理费：依据国办函〔2020〕109号，依法收取0件。二是办理建议提案37件。\n" },
	{ "示例区城市管理局", 2024, 2021,
		"received=2 open=1 declined.petition=1 total=2 t3.received.natural=2 t2.penalty.decisions=512 "
		"t2.coercion.decisions=30",
		"#1\n（二）依申请公开。我局共收到政府信息公开申请{两}件，已全部办结，其中予以公开{一}件，不予处理{一}件，"
		"办结率100%。本年度{无}行政复议、行政诉讼。\n"
		"（五）监督保障。高效办成一件事，一起推进政务公开，每一件申请都由一名专人负责，第三季度开展一次自查。\n"
		"#6\n我局全年作出行政处罚决定{512}起、行政强制决定{30}起，公示行政处罚决定512条。\n" },
	{ "示例市住房和城乡建设局", 2024, 2021,
		"received=3259 carried_in=77 open=1200 partial=300 unable.not_held=1500 declined.petition=200 "
		"other.misc=78 total=3278 carried_out=58 t3.received.natural=3000 t3.received.commercial=259",
		"#1\n（二）依申请公开。2024年，受理政府信息公开申请{3259}件，答复{3278}件（含上年度结转申请{77}件，"
		"另有{58}件顺延至下年度继续办理）。答复内容中，予以公开{1200}件，占36.6%，部分公开{300}件。\n"
		"#6\n接到信息公开咨询电话2000余个，接待现场查阅50人次。为减少纸质申请，引导网上申请1,500件。\n" },
	{ "示例市生态环境局", 2024, 2021,
		"received=64 carried_in=2 open=25 partial=7 refused.process=3 unable.not_held=20 "
		"declined.petition=4 other.misc=5 total=64 carried_out=2 t3.received.natural=50 "
		"t3.received.commercial=9 t3.received.public_interest=5 t2.licence.decisions=290 "
		"t2.penalty.decisions=118 t4.review.upheld=3 t4.review.total=3 t4.after_review.upheld=1 "
		"t4.after_review.total=1",
		"#1\n1.主动公开。网站公开环评审批290件、处罚118件，公开行政许可290条，行政处罚118条。\n"
		"2.依申请公开。收到申请{64}件，较去年51件增长25.5%。其中个人50件、企业9件、社会组织5件。"
		"已办结{64}件（含上年结转{2}件），按照答复类别统计：予以公开{25}件、部分公开{7}件、不予公开{3}件、"
		"无法提供{20}件、不予处理{4}件、其他处理{5}件。结转下年办理{2}件。\n"
		"3.行政复议和行政诉讼。因政府信息公开引发行政复议{3}件，全部维持；复议后起诉{1}件，维持原决定。"
		"另，因行政处罚引发行政诉讼6件。\n"
		"#6\n答复时限：20个工作日内答复60件，延期答复4件。\n" },
};

#endif
