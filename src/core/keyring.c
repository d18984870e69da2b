#include "core/keyring.h"

#include "core/keyring_key.h"
#include "core/mem.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	MASTER_TEXT = 88,    /* signs of base64 with padding */
	CHECK_BYTES = 4,     /* one mistyped key in four thousand million goes unseen */
	LINE_MAX_SIGNS = 128 /* more than a line of ours can have */
};

static const struct str header = STR_INIT("gongkai-keys 1");

/* One line of the file, read or about to be written. */
struct entry {
	unsigned generation;
	struct date made;
	unsigned char master[KEYRING_MASTER_SIZE];
};

/* The text of a key file while it is in memory; wiped by its owner. */
struct file_text {
	char p[KEYRING_FILE_MAX];
	size_t n;
};

static struct str master_of(const struct entry *e)
{
	return (struct str){ (const char *)e->master, sizeof e->master };
}

static enum err cannot(struct error *err, const char *what, const char *path)
{
	int saved = errno;
	enum err code = saved == ENOENT || saved == ENOTDIR ? ERR_NOT_FOUND
			: saved == EACCES || saved == EPERM ? ERR_DENIED
							    : ERR_IO;
	const char *why = code == ERR_NOT_FOUND ? "没有这个文件或文件夹，请检查路径"
			  : code == ERR_DENIED ? "没有权限，请用运行本程序的用户操作"
			  : saved == ENOSPC    ? "磁盘已满，请清理后重试"
			  : saved == EROFS     ? "磁盘只读，请换一个位置"
					       : "系统拒绝，请查看日志";
	error_set(err, code, NULL, "%s：%s（%s）", what, why, path);
	error_detail(err, "errno %d", saved);
	return code;
}

/* --- one line ------------------------------------------------------------------------------- */

/* "1 2026-11-21": what the check of a line covers besides the key. */
struct entry_head {
	char z[32];
};

static struct entry_head head_text(const struct entry *e)
{
	struct entry_head h;
	snprintf(h.z, sizeof h.z, "%u %s", e->generation, date_text(e->made).z);
	return h;
}

static enum err check_text(const struct entry *e, char out[2 * CHECK_BYTES + 1], struct error *err)
{
	struct entry_head h = head_text(e);
	struct str part[] = { STR("gongkai/1 check "), str_cstr(h.z) };
	struct digest d;
	enum err failed = hmac_sm3_parts(master_of(e), part, 2, &d, err);
	if (!failed)
		sodium_bin2hex(out, 2 * CHECK_BYTES + 1, d.b, CHECK_BYTES);
	return failed;
}

/* Appends the line of an entry. */
static enum err text_add_entry(struct file_text *t, const struct entry *e, struct error *err)
{
	char key[MASTER_TEXT + 1], check[2 * CHECK_BYTES + 1];
	enum err failed = check_text(e, check, err);
	if (failed)
		return failed;
	sodium_bin2base64(
		key, sizeof key, e->master, sizeof e->master, sodium_base64_VARIANT_ORIGINAL);
	int n = snprintf(t->p + t->n, sizeof t->p - t->n, "%s %s %s\n", head_text(e).z, key, check);
	mem_wipe(key, sizeof key);
	if (n < 0 || (size_t)n >= sizeof t->p - t->n)
		return error_set(err, ERR_LIMIT, NULL,
			"密钥文件已满；请先用最新的密钥重新加密数据，再删去不用的旧行");
	t->n += (size_t)n;
	return OK;
}

/* Takes the next word off *rest; words are separated by single blanks. */
static struct str next_word(struct str *rest)
{
	size_t end = str_find(*rest, STR(" "), 0);
	struct str word = str_sub(*rest, 0, end);
	*rest = str_sub(*rest, end + 1, rest->n);
	return word;
}

static bool parse_generation(struct str s, unsigned *out)
{
	unsigned v = 0;
	if (s.n == 0 || s.n > 5 || s.p[0] == '0')
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (unsigned)(s.p[i] - '0');
	}
	*out = v;
	return v <= KEYRING_GENERATION_MAX;
}

/* What is wrong with a line (Chinese), or NULL and *e filled.  The check is not looked at. */
static const char *parse_line(struct str line, struct entry *e, struct str *check)
{
	struct str rest = line;
	struct str generation = next_word(&rest), made = next_word(&rest);
	struct str key = next_word(&rest);
	*check = rest;
	if (!key.n || !rest.n)
		return "内容不全，应有代号、日期、密钥、校验值四项，用一个空格隔开";
	if (!parse_generation(generation, &e->generation))
		return "代号应是 1 到 65535 的数字";
	if (!date_parse(made, &e->made))
		return "日期应是“年-月-日”，如 2026-11-21";
	if (key.n != MASTER_TEXT || !base64_read(key, true, e->master, sizeof e->master))
		return "密钥应是 88 个字符，有缺失或抄写错误";
	return NULL;
}

static enum err bad_line(struct error *err, unsigned line, const char *why)
{
	return error_set(err, ERR_FORMAT, NULL,
		"密钥文件第 %u 行有误：%s；请用备份的密钥文件替换，不要手工修改", line, why);
}

/* Reads and checks one line; `before` is the generation above it, 0 at the top. */
static enum err read_line(
	struct str line, unsigned number, unsigned before, struct entry *e, struct error *err)
{
	char want[2 * CHECK_BYTES + 1];
	struct str check;
	const char *why = line.n > LINE_MAX_SIGNS ? "内容过长" : parse_line(line, e, &check);
	if (!why && before == 0 && e->generation != 1)
		why = "第一个密钥的代号应是 1，缺少代号 1 的一行";
	if (!why && e->generation <= before)
		why = "代号应逐行增大";
	if (why)
		return bad_line(err, number, why);
	enum err failed = check_text(e, want, err);
	if (!failed && (check.n != strlen(want) || !mem_equal_ct(check.p, want, check.n)))
		return bad_line(err, number, "校验值不符，这一行有抄写错误");
	return failed;
}

/* --- the ring ------------------------------------------------------------------------------- */

static enum err derive(const struct entry *e, struct keyring_key *k, struct error *err)
{
	struct digest cipher;
	struct str master = master_of(e);
	enum err failed = hmac_sm3(master, STR("gongkai/1 cipher"), &cipher, err);
	if (!failed)
		failed = hmac_sm3(master, STR("gongkai/1 mac"), &k->mac, err);
	if (!failed)
		failed = hmac_sm3(master, STR("gongkai/1 index"), &k->index, err);
	if (!failed)
		failed = hmac_sm3(master, STR("gongkai/1 log"), &k->log, err);
	if (failed)
		return failed;
	k->generation = e->generation;
	memcpy(k->cipher, cipher.b, sizeof k->cipher);
	mem_wipe(&cipher, sizeof cipher);
	return OK;
}

static enum err add_key(struct keyring *ring, const struct entry *e, struct error *err)
{
	if (ring->n == KEYRING_GENERATIONS)
		return error_set(
			err, ERR_LIMIT, NULL, "密钥文件超过 %d 行密钥", KEYRING_GENERATIONS);
	enum err failed = derive(e, &ring->key[ring->n], err);
	struct digest id;
	if (!failed && ring->n == 0) {
		failed = hmac_sm3(master_of(e), STR("gongkai/1 id"), &id, err);
		if (!failed)
			sodium_bin2hex(ring->id.z, sizeof ring->id.z, id.b, 8);
	}
	if (!failed)
		ring->n++;
	return failed;
}

/* Fills an empty ring from the text. */
static enum err parse_lines(struct str text, struct keyring *ring, struct error *err)
{
	struct str rest = text, line = { NULL, 0 };
	unsigned number = 1, before = 0;
	if (!str_next_line(&rest, &line) || !str_eq(line, header))
		return error_set(err, ERR_FORMAT, NULL, "%s",
			str_starts(line, STR("gongkai-keys "))
				? "密钥文件的版本本程序不认识；请改用新版本的程序"
				: "密钥文件第 1 行应是“gongkai-keys 1”；请检查是否指错了文件");
	while (str_next_line(&rest, &line)) {
		struct entry e;
		number++;
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		enum err failed = read_line(line, number, before, &e, err);
		if (!failed)
			failed = add_key(ring, &e, err);
		before = e.generation;
		mem_wipe(&e, sizeof e);
		if (failed)
			return failed;
	}
	if (ring->n == 0)
		return error_set(
			err, ERR_FORMAT, NULL, "密钥文件里没有密钥；请用备份的密钥文件替换");
	return OK;
}

enum err keyring_parse(struct str text, struct keyring **out, struct error *err)
{
	if (text.n > KEYRING_FILE_MAX)
		return error_set(
			err, ERR_LIMIT, NULL, "文件过大，不是密钥文件；请检查是否指错了文件");
	if (sodium_init() < 0)
		return error_set(err, ERR_IO, NULL, "系统没有随机数发生器；请检查操作系统");
	struct keyring *ring = mem_alloc(sizeof *ring);
	if (!ring)
		return error_nomem(err);
	*ring = (struct keyring){ .key = sodium_allocarray(
					  KEYRING_GENERATIONS, sizeof *ring->key) };
	enum err failed = ring->key ? parse_lines(text, ring, err) : error_nomem(err);
	if (!failed && sodium_mprotect_readonly(ring->key) != 0)
		failed = error_nomem(err);
	if (failed) {
		keyring_close(ring);
		return failed;
	}
	*out = ring;
	return OK;
}

void keyring_close(struct keyring *ring)
{
	if (!ring)
		return;
	sodium_free(ring->key); /* wipes */
	mem_free(ring);
}

unsigned keyring_newest(const struct keyring *ring)
{
	return ring->key[ring->n - 1].generation;
}

struct keyring_id keyring_id(const struct keyring *ring)
{
	return ring->id;
}

enum err keyring_find(const struct keyring *ring, unsigned generation,
	const struct keyring_key **out, struct error *err)
{
	for (size_t i = ring->n; i-- > 0;)
		if (ring->key[i].generation == generation) {
			*out = &ring->key[i];
			return OK;
		}
	return error_set(err, ERR_NOT_FOUND, NULL,
		"密钥文件缺少代号 %u 的一行，用它加密的内容打不开；请从备份的密钥文件取回这一行"
		"（或整个文件），再重新启动",
		generation);
}

bool keyring_has(const struct keyring *ring, unsigned generation)
{
	const struct keyring_key *k;
	return keyring_find(ring, generation, &k, NULL) == OK;
}

/* --- the file ------------------------------------------------------------------------------- */

/* Refuses what is no plain file of the owner's alone. */
static enum err check_mode(int fd, const char *path, struct stat *st, struct error *err)
{
	if (fstat(fd, st) != 0)
		return cannot(err, "不能读取密钥文件", path);
	if (!S_ISREG(st->st_mode))
		return error_set(err, ERR_INVALID, NULL, "密钥文件不是普通文件：%s", path);
	if (st->st_mode & (S_IRWXG | S_IRWXO))
		return error_set(err, ERR_DENIED, NULL,
			"密钥文件能被其他用户读取或改动，已拒绝使用；请先运行 chmod 600 %s", path);
	return OK;
}

static enum err read_text(int fd, const char *path, struct file_text *t, struct error *err)
{
	for (t->n = 0;;) {
		char more;
		bool full = t->n == sizeof t->p;
		ssize_t k = full ? read(fd, &more, 1) : read(fd, t->p + t->n, sizeof t->p - t->n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return cannot(err, "不能读取密钥文件", path);
		if (k == 0)
			return OK;
		if (full)
			return error_set(err, ERR_LIMIT, NULL,
				"文件过大，不是密钥文件；请检查是否指错了文件：%s", path);
		t->n += (size_t)k;
	}
}

/* Opens the file for reading with all checks; *fd is the caller's. */
static enum err open_file(const char *path, int *fd, struct stat *st, struct error *err)
{
	/* O_NONBLOCK so that a named pipe cannot hang us before fstat has seen it. */
	int f = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (f < 0)
		return cannot(err, "不能打开密钥文件", path);
	enum err failed = check_mode(f, path, st, err);
	if (failed) {
		close(f);
		return failed;
	}
	*fd = f;
	return OK;
}

enum err keyring_open(const char *path, struct keyring **out, struct error *err)
{
	struct stat st;
	struct file_text t;
	int fd;
	enum err failed = open_file(path, &fd, &st, err);
	if (failed)
		return failed;
	failed = read_text(fd, path, &t, err);
	if (!failed)
		failed = keyring_parse((struct str){ t.p, t.n }, out, err);
	mem_wipe(&t, sizeof t);
	close(fd);
	return failed;
}

/* A new file of mode 0600 with this text, flushed.  Gone again on failure. */
static enum err write_new(
	const char *path, const struct file_text *t, const struct stat *like, struct error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 && errno == EEXIST)
		return error_set(err, ERR_CONFLICT, NULL,
			"已有这个文件，没有改动；密钥文件不能覆盖，请换一个路径：%s", path);
	if (fd < 0)
		return cannot(err, "不能建立密钥文件", path);
	bool good = true;
	for (size_t at = 0; good && at < t->n;) {
		ssize_t k = write(fd, t->p + at, t->n - at);
		good = k >= 0 || errno == EINTR;
		at += k > 0 ? (size_t)k : 0;
	}
	/* Root may add a key for the account that runs the program. */
	good = good && (!like || fchown(fd, like->st_uid, like->st_gid) == 0);
	good = good && fchmod(fd, 0600) == 0 && fsync(fd) == 0;
	enum err failed = good ? OK : cannot(err, "不能写入密钥文件", path);
	if (close(fd) != 0 && !failed)
		failed = cannot(err, "不能写入密钥文件", path);
	if (failed)
		unlink(path);
	return failed;
}

/* Makes the folder's entry of the file last. */
static enum err sync_folder(const char *path, struct error *err)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) : 0;
	if (n >= sizeof folder)
		return error_set(err, ERR_INVALID, NULL, "密钥文件的路径过长");
	memcpy(folder, path, n);
	folder[n] = '\0';
	int fd = open(n ? folder : slash ? "/" : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return cannot(err, "不能打开密钥文件所在的文件夹", path);
	/* Some network file systems cannot flush a folder; they say EINVAL. */
	enum err failed = fsync(fd) == 0 || errno == EINVAL
				  ? OK
				  : cannot(err, "不能写入密钥文件所在的文件夹", path);
	close(fd);
	return failed;
}

static enum err text_add_new(
	struct file_text *t, unsigned generation, struct date today, struct error *err)
{
	struct entry e = { .generation = generation, .made = today };
	random_bytes(e.master, sizeof e.master);
	enum err failed = text_add_entry(t, &e, err);
	mem_wipe(&e, sizeof e);
	return failed;
}

enum err keyring_create(const char *path, struct date today, struct error *err)
{
	static const char remark[] =
		"# 加密个人信息的密钥，一行一代。丢失后已加密的内容无法恢复。\n"
		"# 请另存一份，与数据的备份分开保管；不要手工修改密钥所在的行。\n";
	struct file_text t;
	t.n = (size_t)snprintf(t.p, sizeof t.p, "%s\n%s", header.p, remark);
	enum err failed = text_add_new(&t, 1, today, err);
	if (!failed)
		failed = write_new(path, &t, NULL, err);
	mem_wipe(&t, sizeof t);
	if (failed)
		return failed;
	failed = sync_folder(path, err);
	if (failed)
		unlink(path);
	return failed;
}

/*
 * Takes the file for this process.  A lock on the file, not a lock file: nothing stays behind after
 * a crash.  Whoever waited for a file that was replaced meanwhile holds the wrong one.
 */
static enum err lock_file(int fd, const char *path, const struct stat *st, struct error *err)
{
	struct stat now;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && stat(path, &now) == 0 &&
		now.st_dev == st->st_dev && now.st_ino == st->st_ino)
		return OK;
	return error_set(err, ERR_CONFLICT, NULL, "另一个程序正在更换密钥；请稍后再试：%s", path);
}

/* The new text beside the old file, then over it. */
static enum err replace_file(
	const char *path, const struct file_text *t, const struct stat *st, struct error *err)
{
	char beside[PATH_MAX + 8];
	snprintf(beside, sizeof beside, "%s.new", path);
	unlink(beside); /* left by a crash; we hold the lock */
	enum err failed = write_new(beside, t, st, err);
	if (failed)
		return failed;
	if (rename(beside, path) != 0) {
		failed = cannot(err, "不能替换密钥文件", path);
		unlink(beside);
		return failed;
	}
	return sync_folder(path, err);
}

/* The text of the file with one generation more. */
static enum err extend_text(
	struct file_text *t, struct date today, unsigned *generation, struct error *err)
{
	struct keyring *ring;
	enum err failed = keyring_parse((struct str){ t->p, t->n }, &ring, err);
	if (failed)
		return failed;
	unsigned next = keyring_newest(ring) + 1;
	bool full = ring->n == KEYRING_GENERATIONS || next > KEYRING_GENERATION_MAX;
	keyring_close(ring);
	if (full)
		return error_set(err, ERR_LIMIT, NULL,
			"密钥文件已满；请先用最新的密钥重新加密数据，再删去不用的旧行");
	if (t->p[t->n - 1] != '\n' && t->n < sizeof t->p)
		t->p[t->n++] = '\n';
	*generation = next;
	return text_add_new(t, next, today, err);
}

enum err keyring_add_generation(
	const char *path, struct date today, unsigned *generation, struct error *err)
{
	char real[PATH_MAX]; /* a symbolic link stays one */
	struct stat st;
	struct file_text t;
	int fd;
	unsigned made = 0;
	if (!realpath(path, real))
		return cannot(err, "不能打开密钥文件", path);
	enum err failed = open_file(real, &fd, &st, err);
	if (failed)
		return failed;
	failed = lock_file(fd, real, &st, err);
	if (!failed)
		failed = read_text(fd, real, &t, err);
	if (!failed)
		failed = extend_text(&t, today, &made, err);
	if (!failed)
		failed = replace_file(real, &t, &st, err);
	mem_wipe(&t, sizeof t);
	close(fd);
	if (!failed && generation)
		*generation = made;
	return failed;
}
