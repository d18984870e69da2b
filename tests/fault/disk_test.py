#!/usr/bin/env python3
"""The disk is full: writes are refused with a sentence, reads go on, nothing is damaged.

On a small file system of its own (needs the right to mount); without it under a limit of the
size of files, which the system reports in another way (EFBIG).
"""
import http.client
import os
import pathlib
import resource
import subprocess
import tempfile
import time

import place

LIMIT = 3 << 20


def fill(path):
    """A file that takes all there is."""
    with open(path, "wb", buffering=0) as f:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while f.write(b"x" * size) == size:
                    pass
            except OSError:
                pass


def write_until_refused(person, work, name, most):
    """Adds departments until one is not saved; (how many were saved, the last answer)."""
    for n in range(most):
        got = person.ask("POST", work.agency + "/department",
                         {"name": f"{name}{n}", "phone": "1" * 50, "_csrf": work.token})
        if got.status != 303:
            return n, got
        work.added.append(f"{name}{n}")
    return most, got


def look(tap, here, person, work, name, got):
    tap.check(got.status == 503, f"{name}: a write answers 503", got)
    tap.check("没有保存" in got.text, f"{name}: it says that nothing was saved", got)
    tap.check(got.headers.get("Retry-After"), f"{name}: with Retry-After", got.headers)
    for path in (work.agency, work.paths[0], "/admin/people"):
        seen = person.get(path)
        tap.check(seen.status == 200, f"{name}: {path.rsplit('/', 1)[0]} is read as before", seen)
    seen = place.Person(here).get("/login")
    tap.check(seen.status == 200, f"{name}: the log-in page", seen)
    seen = place.Person(here).post("/login", {"login": "sec", "password": place.PASSWORD})
    tap.check(seen.status == 503, f"{name}: a log-in, which writes, answers 503", seen)
    said = here.server_log()
    tap.check("level=error" in said and "sqlite 13" in said, f"{name}: the log says why", said[-500:])


def recover(tap, here, person, work, name):
    got = person.ask("POST", work.agency + "/department", {"name": name + "之后", "_csrf": work.token})
    tap.check(got.status == 303, f"{name}: with room it writes again, without a restart", got)
    work.added.append(name + "之后")
    lost = work.missing(person)
    tap.check(not lost, f"{name}: what was answered is there", lost)
    held, events = here.verify()
    tap.check(held, f"{name}: the log's chain holds", events)


def full_disk(tap):
    top = pathlib.Path(tempfile.mkdtemp(prefix="gongkai-disk-"))
    got = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "gongkai-fault", str(top)],
                         capture_output=True, check=False)
    if got.returncode:
        top.rmdir()
        tap.skip("a full disk", "a small file system needs the right to mount")
        return
    # The log elsewhere: it must be able to tell.
    log = tempfile.NamedTemporaryFile(prefix="gongkai-log-")
    here = place.Place("--set", f"log_file={log.name}", folder=top)
    here.log_path = pathlib.Path(log.name)
    try:
        here.start()
        person = here.set_up()
        work = place.Writers(person, 1)
        fill(top / "ballast")
        n, got = write_until_refused(person, work, "满", 3000)
        print(f"# full after {n} writes: {got.text}")
        look(tap, here, person, work, "磁盘满", got)
        (top / "ballast").unlink()
        recover(tap, here, person, work, "磁盘满")
        # Killed while it is full, and started again while it is still full.
        fill(top / "ballast")
        write_until_refused(person, work, "又满", 3000)
        here.kill()
        here.start()
        person = person.twin()
        got = person.get(work.agency)
        tap.check(got.status == 200, "磁盘满: killed and started again on the full disk, it is read", got)
        got = person.ask("POST", work.agency + "/department", {"name": "不存", "_csrf": work.token})
        tap.check(got.status == 503, "磁盘满: and a write answers 503", got)
        (top / "ballast").unlink()
        recover(tap, here, person, work, "磁盘满后重启")
        tap.check(here.stop() == 0, "磁盘满: it stops as it should")
    finally:
        if here.process and here.process.poll() is None:
            here.stop()
        subprocess.run(["umount", "-l", str(top)], check=False)
        top.rmdir()
        log.close()


def limited_file(tap):
    """RLIMIT_FSIZE: as a quota, and a signal that would end a program which does not ignore it."""
    log = tempfile.NamedTemporaryFile(prefix="gongkai-log-")
    here = place.Place("--set", f"log_file={log.name}")
    here.log_path = pathlib.Path(log.name)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, resource.RLIM_INFINITY))

    try:
        here.start(preexec_fn=limit)
        person = here.set_up()
        work = place.Writers(person, 1)
        n, got = write_until_refused(person, work, "限", 6000)
        print(f"# limited after {n} writes: {got}")
        tap.check(here.process.poll() is None, "文件上限: the server lives", here.process.poll())
        if here.process.poll() is None:
            tap.check(got.status == 503 and "没有保存" in got.text, "文件上限: a write answers 503", got)
            seen = person.get(work.paths[0])
            tap.check(seen.status == 200, "文件上限: pages are read", seen)
            resource.prlimit(here.process.pid, resource.RLIMIT_FSIZE,
                             (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            recover(tap, here, person, work, "文件上限")
            tap.check(here.stop() == 0, "文件上限: it stops as it should")
    finally:
        here.remove()
        log.close()


def upload(tap):
    """An upload for which there is no room, to the server of tests/http (no page takes files yet)."""
    program = os.environ.get("HTTP_ECHO", str(place.ROOT / "build-dev/tests/http/http_echo"))
    top = pathlib.Path(tempfile.mkdtemp(prefix="gongkai-disk-"))
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "gongkai-fault", str(top)],
                      capture_output=True, check=False).returncode:
        top.rmdir()
        tap.skip("an upload on a full disk", "a small file system needs the right to mount")
        return
    server = subprocess.Popen([program, "--listen", "127.0.0.1:0", "--uploads", str(top)], text=True,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        port = int(server.stdout.readline().split()[1])

        def send(size):
            head = (b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
                    b"Content-Type: application/pdf\r\n\r\n")
            body = head + b"%" * size + b"\r\n--x--\r\n"
            c = http.client.HTTPConnection("127.0.0.1", port, timeout=place.PATIENCE)
            c.request("POST", "/upload", body, {"Content-Type": "multipart/form-data; boundary=x"})
            got = c.getresponse()
            answer = place.Answer(got.status, dict(got.getheaders()), got.read())
            c.close()
            return answer

        got = send(8 << 20)
        tap.check(got.status == 503 and "磁盘已满" in got.body.decode(), "上传: on a full disk 503, and why", got)
        # The file goes when the request is over, which is just after its answer.
        patience = time.monotonic() + place.PATIENCE
        while list(top.iterdir()) and time.monotonic() < patience:
            time.sleep(0.02)
        tap.check(not list(top.iterdir()), "上传: nothing is left of it", list(top.iterdir()))
        got = send(1 << 20)
        tap.check(got.status == 200, "上传: a smaller one is taken", got)
    finally:
        server.stdin.close()
        server.terminate()
        server.wait()
        subprocess.run(["umount", "-l", str(top)], check=False)
        top.rmdir()


def main():
    tap = place.Tap()
    upload(tap)
    full_disk(tap)
    limited_file(tap)
    tap.end()


main()
