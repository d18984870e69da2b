/*
 * calendar_cache -- calendars that are kept, and how they are built from the store.
 */
#include "core/mem.h"
#include "desk/calendar_part.h"
#include "store/setup.sql.h"

#include <pthread.h>

enum { CACHE_AGENCIES = 64, CALENDAR_ARENA = 16 << 20 };

/* One calendar in use or kept; freed by whoever is the last to let go of it. */
struct kept {
	struct calendar_cache *cache;
	int users;   /* arenas that hold it */
	bool listed; /* in the cache: may be given out again */
	struct agency_id agency;
	int64_t version;
	struct arena arena;
	struct calendar *calendar;
};

struct calendar_cache {
	pthread_mutex_t lock; /* over everything here and the users of each */
	struct kept *kept[CACHE_AGENCIES];
	size_t next; /* the one to give way */
};

enum err calendar_cache_new(struct calendar_cache **out, struct error *err)
{
	struct calendar_cache *c = mem_alloc(sizeof(*c));
	if (!c)
		return error_nomem(err);
	*c = (struct calendar_cache){ .next = 0 };
	if (pthread_mutex_init(&c->lock, NULL)) {
		mem_free(c);
		return error_nomem(err);
	}
	*out = c;
	return OK;
}

static void free_kept(struct kept *k)
{
	arena_done(&k->arena);
	mem_free(k);
}

void calendar_cache_free(struct calendar_cache *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < CACHE_AGENCIES; i++)
		if (c->kept[i])
			free_kept(c->kept[i]);
	pthread_mutex_destroy(&c->lock);
	mem_free(c);
}

/* Called by the arena it was lent to. */
static void let_go(void *p)
{
	struct kept *k = p;
	struct calendar_cache *c = k->cache;
	pthread_mutex_lock(&c->lock);
	bool last = --k->users == 0 && !k->listed;
	pthread_mutex_unlock(&c->lock);
	if (last)
		free_kept(k);
}

/* A kept calendar of that version, taken for one more user. */
static struct kept *take(struct calendar_cache *c, struct agency_id agency, int64_t version)
{
	struct kept *found = NULL;
	pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < CACHE_AGENCIES && !found; i++)
		if (c->kept[i] && c->kept[i]->agency.v == agency.v &&
			c->kept[i]->version == version)
			found = c->kept[i];
	if (found)
		found->users++;
	pthread_mutex_unlock(&c->lock);
	return found;
}

/* Puts k (which has one user) into the place of the agency's older one, or of the next to go. */
static void put(struct calendar_cache *c, struct kept *k)
{
	struct kept *gone;
	size_t at = CACHE_AGENCIES;
	pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < CACHE_AGENCIES && at == CACHE_AGENCIES; i++)
		if (!c->kept[i] || c->kept[i]->agency.v == k->agency.v)
			at = i;
	if (at == CACHE_AGENCIES) {
		at = c->next;
		c->next = (c->next + 1) % CACHE_AGENCIES;
	}
	gone = c->kept[at];
	c->kept[at] = k;
	k->listed = true;
	if (gone)
		gone->listed = false;
	bool unused = gone && gone->users == 0;
	pthread_mutex_unlock(&c->lock);
	if (unused)
		free_kept(gone);
}

/* --- building --------------------------------------------------------------------------------- */

enum err calendar_version(struct tx *tx, struct arena *a, int64_t *out, struct error *err)
{
	struct meta_row row;
	struct meta_by_key_in in = { STR("calendar.version") };
	enum err e = sql_meta_by_key(tx, &in, a, &row, err);
	int64_t version = 0;
	for (size_t i = 0; !e && i < row.value.n && i < 18; i++)
		version = version * 10 + (row.value.p[i] - '0');
	*out = version ? version : 1;
	return e == ERR_NOT_FOUND ? OK : e;
}

/* A number that was never used before: a transaction undone leaves nothing to be mistaken for. */
enum err calendar_bump(struct tx *tx, struct arena *a, struct error *err)
{
	/* 18 digits: what calendar_version and form fields read. */
	int64_t id = tx_new_id(tx) % 1000000000000000000;
	struct meta_set_in in = { STR("calendar.version"), arena_fmt(a, "%lld", (long long)id) };
	enum err e = arena_check(a, err);
	return e ? e : sql_meta_set(tx, &in, NULL, err);
}

enum err calendar_locals(struct tx *tx, struct arena *a, struct agency_id agency,
	struct local_day_row **out, size_t *n, struct error *err)
{
	struct local_day_row *row;
	size_t count, kept = 0;
	enum err e = sql_local_days(tx, &(struct local_days_in){ agency }, a, &row, &count, err);
	if (e)
		return e;
	/* Ordered by day, then nearest first: the first entry that stands gives the name. */
	for (size_t i = 0; i < count; i++)
		if (row[i].off && (kept == 0 || row[kept - 1].day != row[i].day))
			row[kept++] = row[i];
	*out = row;
	*n = kept;
	return OK;
}

/* Built-in years, then imports in force, then extra: of the same year the later one counts. */
static enum err collect_years(struct tx *tx, struct arena *a, const struct arrangement *extra,
	struct arrangement **out, size_t *n, struct error *err)
{
	size_t n_builtin, n_rows, count;
	struct calendar_year_row *row;
	const struct arrangement *builtin = arrangement_builtin(&n_builtin);
	enum err e = sql_calendar_years(tx, a, &row, &n_rows, err);
	if (e)
		return e;
	struct arrangement *year = arena_array(a, struct arrangement, n_builtin + n_rows + 1);
	if (!year)
		return arena_check(a, err);
	memcpy(year, builtin, n_builtin * sizeof(*year));
	count = n_builtin;
	for (size_t i = 0; i < n_rows; i++) {
		e = arrangement_parse(a, row[i].content, &year[count++], err);
		if (e)
			return error_detail(err, "calendar_year %lld", (long long)row[i].id.v), e;
	}
	if (extra)
		year[count++] = *extra;
	*out = year;
	*n = count;
	return OK;
}

enum err calendar_build(struct tx *tx, struct arena *a, struct agency_id agency,
	const struct arrangement *extra, struct calendar **out, struct error *err)
{
	struct arrangement *year = NULL;
	struct local_day_row *row = NULL;
	size_t n_years = 0, n = 0;
	enum err e = collect_years(tx, a, extra, &year, &n_years, err);
	if (!e && agency.v)
		e = calendar_locals(tx, a, agency, &row, &n, err);
	if (e)
		return e;
	struct arranged_day *local = arena_array(a, struct arranged_day, n);
	if (n && !local)
		return arena_check(a, err);
	for (size_t i = 0; i < n; i++)
		local[i] = (struct arranged_day){ .date = { (int32_t)row[i].day }, .off = true,
			.name = row[i].name };
	return calendar_new(a, year, n_years, local, n, out, err);
}

static enum err build_kept(struct tx *tx, struct calendar_cache *c, struct agency_id agency,
	int64_t version, struct kept **out, struct error *err)
{
	struct kept *k = mem_alloc(sizeof(*k));
	if (!k)
		return error_nomem(err);
	*k = (struct kept){ .cache = c, .users = 1, .agency = agency, .version = version };
	arena_init(&k->arena, CALENDAR_ARENA);
	enum err e = calendar_build(tx, &k->arena, agency, NULL, &k->calendar, err);
	if (e)
		free_kept(k);
	else
		*out = k;
	return e;
}

enum err desk_calendar_load_tx(struct tx *tx, const struct desk *d, struct agency_id agency,
	struct arena *a, const struct calendar **out, struct error *err)
{
	struct calendar *own;
	int64_t version;
	enum err e = calendar_version(tx, a, &version, err);
	if (e)
		return e;
	if (!d->calendars) {
		e = calendar_build(tx, a, agency, NULL, &own, err);
		if (!e)
			*out = own;
		return e;
	}
	struct kept *k = take(d->calendars, agency, version);
	if (!k) {
		e = build_kept(tx, d->calendars, agency, version, &k, err);
		if (e)
			return e;
		put(d->calendars, k);
	}
	const struct calendar *cal = k->calendar;
	arena_defer(a, let_go, k);
	e = arena_check(a, err);
	if (!e)
		*out = cal;
	return e;
}

struct load_job {
	const struct desk *d;
	struct agency_id agency;
	struct arena *a;
	const struct calendar *out;
};

static enum err load(struct tx *tx, void *ctx, struct error *err)
{
	struct load_job *j = ctx;
	return desk_calendar_load_tx(tx, j->d, j->agency, j->a, &j->out, err);
}

enum err desk_calendar_load(const struct desk *d, struct agency_id agency, struct arena *a,
	const struct calendar **out, struct error *err)
{
	struct load_job j = { d, agency, a, NULL };
	enum err e = store_read(d->store, load, &j, err);
	if (!e)
		*out = j.out;
	return e;
}
