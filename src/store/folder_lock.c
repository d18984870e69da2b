#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>
#include <unistd.h>

enum err folder_lock(const char *folder, int *fd, struct error *err)
{
	char path[PATH_MAX];
	if (snprintf(path, sizeof path, "%s/gongkai.lock", folder) >= (int)sizeof path)
		return error_set(err, ERR_IO, NULL, "数据目录的路径太长：%s", folder);
	int f = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (f < 0)
		return error_set(err, ERR_IO, NULL,
			"数据目录 %s 不可用：%s；请检查目录是否存在、是否可写", folder,
			error_why(errno));
	if (flock(f, LOCK_EX | LOCK_NB) != 0) {
		int why = errno;
		close(f);
		if (why != EWOULDBLOCK)
			return error_set(err, ERR_IO, NULL, "无法锁定 %s：%s", path, error_why(why));
		return error_set(err, ERR_STORE, NULL,
			"数据目录 %s 正被另一个 gongkai 进程使用；请先停止它，或换一个目录",
			folder);
	}
	*fd = f;
	return OK;
}

/* The file stays: removing it would let two processes hold a lock on two files of one name. */
void folder_unlock(int fd)
{
	if (fd >= 0)
		close(fd);
}
