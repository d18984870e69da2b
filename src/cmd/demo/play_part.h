/*
 * play_part -- one step as it is played.  Private to cmd/demo/play*.c.
 */
#ifndef CMD_DEMO_PLAY_PART_H
#define CMD_DEMO_PLAY_PART_H

#include "cmd/demo/play.h"

struct step {
	const struct desk *d;
	struct arena *a;
	const struct demo_agency *g;
	struct demo_office *o;
	struct demo_case *c; /* NULL: a step of the agency */
	int slot;
	struct date today;
	struct error *err;
};

/* Who handles the case. */
const struct actor *demo_handler(const struct step *s);

/* 复议 and 诉讼 of a case. */
enum err demo_remedy_review(const struct step *s);
enum err demo_remedy_answer(const struct step *s);
enum err demo_remedy_decide(const struct step *s);
enum err demo_remedy_redo(const struct step *s);
enum err demo_remedy_sue(const struct step *s);
enum err demo_remedy_defend(const struct step *s);
enum err demo_remedy_judgment(const struct step *s);
enum err demo_remedy_appeal(const struct step *s);
enum err demo_remedy_appeal_decided(const struct step *s);
enum err demo_remedy_petition(const struct step *s);
enum err demo_remedy_hold(const struct step *s);

/* Registers, figures and report of an agency. */
enum err demo_year_registers(const struct step *s);
enum err demo_year_figures(const struct step *s);
enum err demo_year_vouch(const struct step *s);
enum err demo_year_text(const struct step *s);
enum err demo_year_report(const struct step *s);

#endif
