#include "page/moment.h"

#include "core/date.h"

enum { SHANGHAI_S = 8 * 60 * 60, DAY_S = 24 * 60 * 60 };

struct str moment_text(struct arena *a, int64_t ms)
{
	if (ms == 0)
		return (struct str){ 0 };
	int64_t s = ms / 1000;
	int64_t minute = (s + SHANGHAI_S) % DAY_S / 60;
	return arena_fmt(a, "%s %02d:%02d", date_text(date_of_moment(s)).z, (int)(minute / 60),
		(int)(minute % 60));
}
