#include "cmd/serve_open.h"

#include "core/keyring.h"
#include "desk/calendar_book.h"
#include "desk/demo.h"
#include "desk/setup.h"

#include <errno.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SET_MAX = 64, ARENA_MAX = 8 << 20, DAY_S = 24 * 60 * 60 };

/* "--name VALUE" as the setting "key=VALUE". */
static int take(struct installation *in, struct cmd_args *args, const char *option, const char *key,
	const char **set, size_t *n)
{
	bool missing = false;
	const char *value;
	while ((value = cmd_option_next(args, option, &missing))) {
		if (*n == SET_MAX)
			return cmd_fail("%s 给得太多了，最多 %d 个", option, SET_MAX);
		struct str s = key ? arena_fmt(&in->arena, "%s=%s", key, value)
				   : arena_str(&in->arena, str_cstr(value));
		if (!s.p)
			return cmd_fail("内存不足");
		set[(*n)++] = s.p;
	}
	return missing ? cmd_fail("%s 后面没有值；输入 gongkai help 查看用法", option) : 0;
}

int installation_settings(struct installation *in, struct cmd_args *args)
{
	static const struct {
		const char *option, *key;
	} option[] = { { "--data", "data" }, { "--database", "database" },
		{ "--key-file", "key_file" }, { "--listen", "listen" }, { "--set", NULL } };
	const char *set[SET_MAX];
	size_t n = 0;
	bool missing = false;
	*in = (struct installation){ 0 };
	arena_init(&in->arena, ARENA_MAX);
	const char *file = cmd_option(args, "--config", &missing);
	if (missing)
		return cmd_fail("--config 后面没有文件名");
	for (size_t i = 0; i < sizeof option / sizeof *option; i++) {
		int status = take(in, args, option[i].option, option[i].key, set, &n);
		if (status)
			return status;
	}
	struct error err = { .code = OK };
	if (serve_config_load(&in->arena, file, set, n, &in->config, NULL, &err))
		/* The sentence names the file and the line where it is one of theirs. */
		return cmd_fail_error(NULL, &err);
	return 0;
}

/*
 * A new key file, unless the database has fields sealed with another one: those would be lost
 * for good if the person went on with the new one.
 */
static int make_key(struct installation *in)
{
	struct error err = { .code = OK };
	struct keyring_id known;
	if (setup_known_keys(&in->desk, &known, &err))
		return cmd_fail_error(NULL, &err);
	if (known.z[0])
		return cmd_fail("没有密钥文件 %s，而数据库里的个人信息是用指纹为 %s 的密钥加密的；"
				"请放回原来的密钥文件，或用 --key-file 指明它在哪里",
			in->key_path, known.z);
	if (keyring_create(in->key_path, date_of_moment((int64_t)time(NULL)), &err))
		return cmd_fail_error(in->key_path, &err);
	in->new_key = true;
	return 0;
}

/* The key file: as set, or beside the data folder under its name. */
static int open_keys(struct installation *in, bool create)
{
	struct error err = { .code = OK };
	struct str folder = in->config.data;
	while (folder.n > 1 && folder.p[folder.n - 1] == '/')
		folder.n--;
	struct str path = in->config.key_file.n
				  ? in->config.key_file
				  : arena_fmt(&in->arena, "%.*s.key", STR_ARG(folder));
	if (!path.p)
		return cmd_fail("内存不足");
	in->key_path = path.p;
	if (create && access(in->key_path, F_OK) != 0 && errno == ENOENT) {
		int status = make_key(in);
		if (status)
			return status;
	}
	return keyring_open(in->key_path, &in->keys, &err) ? cmd_fail_error(in->key_path, &err) : 0;
}

static int make_folder(const char *path)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return 0;
	return cmd_fail("不能建立文件夹 %s：%s", path, error_why(errno));
}

/* libpq takes the password from here; it stands neither in the settings nor in a command line. */
static int hand_over_password(const struct installation *in)
{
	struct str p = in->config.database_password.bytes;
	if (p.n == 0)
		return 0;
	char z[CONFIG_VALUE_MAX];
	if (p.n >= sizeof z)
		return cmd_fail("数据库密码太长");
	memcpy(z, p.p, p.n);
	z[p.n] = '\0';
	int bad = setenv("PGPASSWORD", z, 1);
	mem_wipe(z, sizeof z);
	return bad ? cmd_fail("内存不足") : 0;
}

static void fill_rules(const struct serve_config *c, struct desk_rules *r)
{
	desk_rules_default(r);
	r->lock_failures = (int)c->lockout_count;
	r->lock_minutes = (int)(c->lockout_s / 60);
	r->idle_minutes = (int)(c->session_idle_s / 60);
	r->attempts_per_minute = (int)c->login_per_minute;
	r->password.length_min = (unsigned)c->password_length;
	r->password.classes_min = (unsigned)c->password_classes;
	r->password.age_days = (unsigned)(c->password_max_age_s / DAY_S);
	r->password.history = (unsigned)c->password_history;
}

/* Everybody knows the passwords of a demonstration; one that was not loaded to its end is of no use. */
static int open_demo(struct installation *in)
{
	struct error err = { .code = OK };
	enum demo_state state = DEMO_NONE;
	if (demo_find(&in->desk, &state, &err))
		return cmd_fail_error(NULL, &err);
	if (state == DEMO_LOADING)
		return cmd_fail("%s 里的演示数据没有装完；请删除这个文件夹和密钥文件 %s，"
				"再运行 gongkai demo",
			in->folder, in->key_path);
	in->demo = state != DEMO_NONE;
	in->many = state == DEMO_READY_LARGE;
	if (in->demo)
		demo_rules(&in->desk.rules);
	return 0;
}

int installation_open(struct installation *in, bool create)
{
	struct error err = { .code = OK };
	in->folder = in->config.data.p;
	if (!create && access(in->folder, F_OK) != 0)
		return cmd_fail("数据文件夹 %s 不可用：%s；请用 --data 指明，或先启动一次服务",
			in->folder, error_why(errno));
	int status = create ? make_folder(in->folder) : 0;
	if (!status)
		status = hand_over_password(in);
	if (status)
		return status;
	/* Without a folder the store keeps attachments in the database (store/blob.h). */
	bool in_database = in->config.attachments == SERVE_ATTACHMENTS_DATABASE;
	struct store_config sc = { .folder = in_database ? NULL : in->folder,
		.database = in->config.database.n ? in->config.database.p : NULL,
		.clock_ms = in->clock_ms,
		.clock_ctx = in->clock_ctx,
		.filling = in->filling };
	if (store_open(&sc, &in->store, &err) || store_migrate(in->store, NULL, &err))
		return cmd_fail_error(NULL, &err);
	in->desk.store = in->store;
	status = open_keys(in, create);
	if (status)
		return status;
	in->desk.keys = in->keys;
	fill_rules(&in->config, &in->desk.rules);
	if (calendar_cache_new(&in->desk.calendars, &err))
		return cmd_fail_error(NULL, &err);
	if (setup_check_keys(&in->desk, &err))
		return cmd_fail_error(in->key_path, &err);
	return open_demo(in);
}

void installation_close(struct installation *in)
{
	calendar_cache_free(in->desk.calendars);
	store_close(in->store);
	keyring_close(in->keys);
	arena_done(&in->arena);
	*in = (struct installation){ 0 };
}
