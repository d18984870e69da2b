/*
 * rule -- the article behind a rule id, as a person cites it.
 *
 * Ids: R- 政府信息公开条例, F109- 国办函〔2020〕109号, CC- 民法典, CP- 民事诉讼法, RA- 行政复议法,
 * AL- 行政诉讼法 (article-paragraph; for 条例 31 and 36, which are lists, the
 * second number is the item), C- a convention of the rule book
 * (section-item), used where the law is silent.  docs/rules.md lists them.
 */
#ifndef LAW_RULE_H
#define LAW_RULE_H

/* "《政府信息公开条例》第三十三条第二款"; the id itself when it is not in the table. */
const char *rule_article(const char *id);

#endif
