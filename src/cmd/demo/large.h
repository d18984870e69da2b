/*
 * large -- `gongkai demo --large`: one invented agency with as many requests as are wanted, over the ten
 * years before today.  For measuring, not for looking at.
 *
 * Every step of every request is the use case that a person of the office or an applicant would have
 * called at that moment, in the order of time over all requests; only letters are left out, as if the
 * papers had gone another way.  What is drawn follows from the number of a request alone, so that two runs
 * on one day differ in keys, codes and ids only.
 */
#ifndef CMD_DEMO_LARGE_H
#define CMD_DEMO_LARGE_H

#include "cmd/demo/people.h"
#include "cmd/demo/play.h"
#include "core/progress.h"

enum { LARGE_DEFAULT = 1000000, LARGE_MAX = 10000000, LARGE_YEARS = 10 };

struct large {
	const struct desk *d;
	struct demo_clock *clock;
	struct progress *progress;
	int64_t now_ms; /* nothing is later */
	size_t n;	/* requests */
	/* filled: what the applicant of the last answered request was told */
	char receipt[32], code[16];
};
/* When the agency was set up: before the first request. */
int64_t large_opening_ms(int64_t now_ms);
/* Agency, accounts, requests. */
MUST_USE enum err large_load(struct large *l, struct arena *a, struct error *err);
/* The accounts and one request to try, as a table for a person at a terminal. */
void large_print(const struct large *l, struct buf *b);

/* A number of 0 .. below-1 that is always the same for the same request and purpose. */
unsigned large_pick(size_t number, unsigned purpose, unsigned below);
/* Who asks for what (demo/large_text.c); `of`: how many requests there are in all. */
struct request_input large_text_request(struct arena *a, size_t number, size_t of, struct date on);
/* How it comes: the same for the plan and the text. */
enum receipt_channel large_channel(size_t number);

#endif
