/*
 * once -- the page side of desk/once.h: the desk of a POST knows its form, and who sends the
 * same again sees what the first one saw.
 */
#include "desk/once.h"

#include "http/replay.h"
#include "page/part.h"

#include <time.h>

enum { WAIT_MS = 5000, STEP_MS = 20 };

/* The copy of app and desk that this request alone has; NULL without memory. */
static struct once *own_desk(struct http_exchange *x, const struct replay_form *form)
{
	struct app *app = arena_one(x->arena, struct app);
	struct desk *desk = arena_one(x->arena, struct desk);
	struct once *once = arena_one(x->arena, struct once);
	if (!app || !desk || !once)
		return NULL;
	*once = (struct once){ .form = form->form, .content = form->content };
	*app = *APP(x);
	*desk = *app->desk;
	desk->once = once;
	app->desk = desk;
	x->app = app;
	return once;
}

/* Shows what the first one was answered, if that is known.  *sent: the work is done. */
static enum err answer_again(struct http_exchange *x, const struct once *once, bool *sent,
	bool *answered, struct error *err)
{
	struct once_answer kept;
	*sent = *answered = false;
	enum err e = once_find(APP(x)->desk, x->arena, once, &kept, err);
	if (e)
		return e;
	*sent = kept.sent;
	if (kept.answer.n == 0)
		return OK;
	e = replay_read(x, kept.answer, err);
	*answered = e == OK;
	return e;
}

/* The first one has committed and is about to be answered: a moment later its answer is kept. */
static enum err wait_for_answer(
	struct http_exchange *x, const struct once *once, bool *answered, struct error *err)
{
	struct timespec step = { 0, STEP_MS * 1000000L };
	bool sent;
	for (int ms = 0;; ms += STEP_MS) {
		enum err e = answer_again(x, once, &sent, answered, err);
		if (e || *answered || !sent || ms >= WAIT_MS)
			return e;
		nanosleep(&step, NULL);
	}
}

/* The work is done whether or not its answer can be kept. */
static void keep_answer(struct http_exchange *x, const struct once *once)
{
	struct error err;
	struct buf b;
	buf_init(&b, ONCE_ANSWER_MAX);
	enum err e = replay_write(x, &b, &err);
	if (!e)
		e = once_keep(APP(x)->desk, x->arena, once, buf_view(&b), &err);
	if (e && e != ERR_INVALID && e != ERR_LIMIT)
		log_error(APP(x)->log, LOG_STORE_FAILED, &err, 1,
			(struct log_field[]){ log_token("req", x->request_id) });
	buf_done(&b);
}

enum err once_handle(struct http_exchange *x, struct error *err)
{
	struct replay_form form;
	if (x->method != HTTP_POST || x->route->csrf != CSRF)
		return x->route->handler(x, err);
	enum err e = replay_form_of(x, &form, err);
	if (e)
		return e;
	struct once *once = own_desk(x, &form);
	if (!once)
		return arena_check(x->arena, err);
	bool sent, answered;
	e = answer_again(x, once, &sent, &answered, err);
	if (e || answered)
		return e;
	e = x->route->handler(x, err);
	int status = replay_status(x);
	if (!e && once->done && status < 500) {
		keep_answer(x, once);
	} else if (!once->done && (once->found || e || status >= 400)) {
		/* Refused, perhaps only because the same form was quicker. */
		struct error ignored;
		enum err look = wait_for_answer(x, once, &answered, &ignored);
		if (!look && answered)
			return OK;
	}
	return e;
}

enum err once_answer_step(struct http_exchange *x, bool *answered, struct error *err)
{
	struct replay_form form;
	struct error ignored;
	*answered = false;
	if (x->route->permission != PERM_HALF || x->route->csrf != CSRF ||
		replay_form_of(x, &form, &ignored))
		return OK;
	struct once once = { .form = form.form, .content = form.content };
	return wait_for_answer(x, &once, answered, err);
}
