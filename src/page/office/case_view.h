/* case_view -- one case: facts, track, clock with its days, papers, notes, actions, log. */
#ifndef PAGE_OFFICE_CASE_VIEW_H
#define PAGE_OFFICE_CASE_VIEW_H

#include "page/frame.h"
#include "page/office/consult_view.h"

enum { CASE_TRACK_MAX = 12, CASE_FACTS_MAX = 24, CASE_ACTIONS_MAX = 24, CASE_CHECKS_MAX = 8 };

struct case_track {
	struct str label, when;
	enum { TRACK_LATER, TRACK_DONE, TRACK_NOW } state;
};

struct case_fact {
	struct str label, value;
	struct str href; /* to see it in full; empty: none */
};

/* One day in the calendar of the clock. */
struct case_day {
	const char *classes; /* "is-cnt is-ev" */
	struct str day;	     /* "16", "2月1" */
	struct str event;    /* 收到补正 */
	struct str mark;     /* number of the counted day, 休, 春节, 暂停 */
	struct str why;	     /* for screen readers */
};
struct case_week {
	struct str label; /* 12-16 */
	struct case_day day[7];
};
struct case_count { /* the same day by day */
	struct str date, weekday, mark, why;
};

struct case_clock_line {
	struct str date, event, effect, rule, href;
};

struct case_clock {
	bool has, has_due, provisional;
	struct str due, weekday, words, state;
	enum kit_due_kind kind;
	struct case_week *week;
	size_t n_weeks;
	struct case_count *count;
	size_t n_counts;
	struct case_clock_line *line;
	size_t n_lines;
};

struct case_file {
	struct str name, kind, when, size, by, href;
};
struct case_note {
	struct str kind, department, text, by, when, answer, answered;
	struct str href; /* to answer or decide; empty: not this person, or done */
	struct str link;
};
struct case_action {
	struct str text, href, note;
};
/* A request like this one. */
struct similar_line {
	struct str number, href, subject, who, stage, arrived, likeness;
	bool same_applicant, repeated;
};

/* A 复议 or 诉讼 against the reply. */
struct case_remedy {
	struct str number, href, what, state;
	enum kit_tone tone;
};

struct case_log_line {
	struct str when, text, detail;
	struct str letter, href; /* which letter it was, and where it is; empty: the case itself */
};

struct case_page {
	struct frame frame;
	struct kit_title title;
	struct str subject, note, due_text;
	enum kit_due_kind due;
	struct case_track track[CASE_TRACK_MAX];
	size_t n_track;
	struct str content;
	struct str *correction;
	size_t n_corrections;
	struct case_fact fact[CASE_FACTS_MAX];
	size_t n_facts;
	bool may_reveal;
	struct case_clock clock;
	struct case_file *file;
	size_t n_files;
	struct str add_file;
	struct case_note *notes;
	size_t n_notes;
	struct similar_line *similar;
	size_t n_similar;
	struct str lead; /* title and place of its 公开线索; empty: none */
	struct consult_line *consult;
	size_t n_consults;
	struct str excluded; /* "合计扣除 10 个工作日" */
	struct case_letter {
		struct str name, href, number, date, sent, state;
		enum kit_tone tone;
	} *letter;
	size_t n_letters;
	struct str add_letter;
	struct case_check { /* 送审前检查 */
		const char *classes; /* is-ok, is-bad, is-todo */
		struct str text, note, link, href;
	} check[CASE_CHECKS_MAX];
	size_t n_checks, n_checked;
	struct str proof;   /* the clock as pdf */
	struct str letters; /* where the letters of the case are; empty: not built in */
	struct case_remedy *remedy; /* also the one whose order opened this round */
	size_t n_remedies;
	struct case_action *part; /* made of the same paper (一事一申请) */
	size_t n_parts;
	struct case_action *round; /* other rounds of the same request */
	size_t n_rounds;
	struct str add_remedy;	 /* where one is registered; empty: not this person */
	struct str remedy_limit; /* until when the reply can be challenged */
	bool has_remedies;
	struct case_action next;
	struct str next_title;
	struct case_action more_next[3];
	size_t n_more_next;
	struct case_action action[CASE_ACTIONS_MAX], paper[CASE_ACTIONS_MAX];
	size_t n_actions, n_papers; /* paper: what was done outside the system */
	struct case_log_line *log;
	size_t n_log;
	struct str older;
};

/* One personal field in full. */
struct case_reveal {
	struct frame frame;
	struct kit_title title;
	struct str label, value, back;
};

#endif
