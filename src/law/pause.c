#include "law/pause.h"

size_t pause_unite(struct pause *p, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i].to.day < p[i].from.day)
			continue;
		if (kept > 0 && p[i].from.day <= p[kept - 1].to.day + 1) {
			if (p[i].to.day > p[kept - 1].to.day)
				p[kept - 1].to = p[i].to;
		} else {
			p[kept++] = p[i];
		}
	}
	return kept;
}

/* Working days of one span that lie in (after, through]. */
static int overlap(
	const struct calendar *cal, const struct pause *p, struct date after, struct date through)
{
	struct date from = date_add_days(p->from, -1);
	if (from.day < after.day)
		from = after;
	struct date to = p->to.day < through.day ? p->to : through;
	return to.day > from.day ? calendar_count_workdays(cal, from, to) : 0;
}

/*
 * Each span that starts on or before the day found so far pushes it on by the
 * span's own working days: the n-th day outside the spans has that many more
 * working days before it.  Spans are disjoint and ascending, so one pass does.
 */
struct date pause_add_workdays(const struct calendar *cal, struct date start, int n,
	const struct pause *p, size_t n_pauses, size_t *effective)
{
	struct date end = calendar_add_workdays(cal, start, n);
	size_t i = 0;
	for (; i < n_pauses && p[i].from.day <= end.day; i++)
		end = calendar_add_workdays(cal, end, overlap(cal, &p[i], start, p[i].to));
	if (effective)
		*effective = i;
	return end;
}

int pause_count_workdays(const struct calendar *cal, struct date after, struct date through,
	const struct pause *p, size_t n_pauses)
{
	if (through.day <= after.day)
		return 0;
	int n = calendar_count_workdays(cal, after, through);
	for (size_t i = 0; i < n_pauses; i++)
		n -= overlap(cal, &p[i], after, through);
	return n;
}

bool pause_covers(const struct pause *p, size_t n_pauses, struct date d)
{
	for (size_t i = 0; i < n_pauses; i++)
		if (d.day >= p[i].from.day && d.day <= p[i].to.day)
			return true;
	return false;
}
