#!/usr/bin/env python3
"""The database goes away under requests and comes back; the program goes on by itself.

SQLite: the file and the whole folder vanish.  PostgreSQL (GONGKAI_TEST_PG): the server is
stopped for ten seconds; a standby takes over; a dead host stands first in the list.
"""
import os
import pathlib
import shutil
import subprocess
import threading
import time

import place

GONE_SECONDS = 10
SENTENCE = "系统正忙"


class Asker:
    """Asks one path again and again; what it got and how long the longest took."""

    def __init__(self, person, path):
        self.person, self.path = person, path
        self.seen, self.longest, self.going = {}, 0.0, True
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while self.going:
            t = time.monotonic()
            try:
                got = self.person.get(self.path)
                key = got.status, got.headers.get("Retry-After")
            except OSError as e:
                key = type(e).__name__, None
            self.seen[key] = self.seen.get(key, 0) + 1
            self.longest = max(self.longest, time.monotonic() - t)
            time.sleep(0.05)

    def end(self):
        self.going = False
        self.thread.join(2 * place.PATIENCE)
        return self.seen


def watch(tap, here, person, work, name, away, back):
    """Requests of all kinds while the database is away() and after it is back()."""
    page = person.twin()
    tap.check(page.get(work.agency).status == 200, f"{name}: a page before")
    # A crowd, so that every connection to the database is open and every worker has something to wait for.
    crowd = [Asker(person.twin(), work.agency) for _ in range(24 if here.database else 2)]
    work.begin()
    time.sleep(0.5)
    away()
    time.sleep(0.5)
    pages, health = Asker(person.twin(), work.agency), Asker(place.Person(here), "/healthz")
    login = place.Person(here).get("/login")
    t = time.monotonic()
    got = page.get(work.agency)
    took = time.monotonic() - t
    tap.check(got.status == 503 and SENTENCE in got.text, f"{name}: a page answers 503 and says so", got)
    tap.check(got.headers.get("Retry-After"), f"{name}: with Retry-After", got.headers)
    tap.check(took < 15, f"{name}: within a decent time", f"{took:.1f} s")
    got = page.ask("POST", work.agency + "/department", {"name": name + "丙", "_csrf": work.token})
    tap.check(got.status == 503 and "没有保存" in got.text, f"{name}: a write answers 503: not saved", got)
    unwritten = name + "丙"
    got = place.wait_for(lambda: 503 in [k[0] for k in health.seen], 20)
    tap.check(got, f"{name}: /healthz says 503", health.seen)
    tap.check(login.status in (200, 503), f"{name}: the log-in page answers", login)
    time.sleep(max(0, GONE_SECONDS - (time.monotonic() - t)) if here.database else 1)
    t = time.monotonic()
    page.get(work.agency)
    took = time.monotonic() - t
    tap.check(took < 3, f"{name}: nobody waits for what is known to be away", f"{took:.1f} s")
    back()
    well = place.Person(here)
    t = time.monotonic()
    ok = place.wait_for(lambda: well.get("/healthz").status == 200, 30)
    tap.check(ok, f"{name}: /healthz is well again without a restart")
    print(f"# {name}: well {time.monotonic() - t:.1f} s after it was back")
    ok = place.wait_for(lambda: page.get(work.agency).status == 200, 30)
    tap.check(ok, f"{name}: pages are there again")
    before = work.total()
    tap.check(place.wait_for(lambda: work.total() > before + 20, 30), f"{name}: writes go on", work.answers)
    seen, ill = pages.end(), health.end()
    work.end()
    for one in crowd:
        for key, n in one.end().items():
            seen[key] = seen.get(key, 0) + n
    print(f"# {name}: pages {seen} longest {pages.longest:.1f} s; health {ill} longest {health.longest:.1f} s; "
          f"writers {work.answers}")
    tap.check({k[0] for k in seen} <= {200, 503} and {k[0] for k in ill} <= {200, 503},
              f"{name}: nobody saw anything but 200 and 503", (seen, ill))
    tap.check(all(k[1] for k in seen if k[0] == 503), f"{name}: every 503 has Retry-After", seen)
    tap.check(health.longest < 12, f"{name}: /healthz answers in time", f"{health.longest:.1f} s")
    tap.check({k for k in work.answers if k not in (303, 503, 422)} == set(),
              f"{name}: writers saw saved or 503",
              "\n".join([str(work.answers), *[line for line in here.server_log().splitlines() if "status=500" in line or "err=io" in line][-9:]]))
    lost = work.missing(person)
    tap.check(not lost, f"{name}: nothing that was answered is lost", lost)
    tap.check(unwritten not in page.get(work.agency).text, f"{name}: what was refused is not there")
    held, events = here.verify()
    tap.check(held and events >= work.total(), f"{name}: the log's chain holds", events)


# --- SQLite -------------------------------------------------------------------------------------

def file_gone(tap, here, person, work):
    away = here.top / "away"
    away.mkdir()

    def go():
        for name in ("gongkai.db", "gongkai.db-wal", "gongkai.db-shm"):
            if (here.data / name).exists():
                (here.data / name).rename(away / name)

    def come():
        for name in ("gongkai.db-shm", "gongkai.db-wal", "gongkai.db"):
            if (away / name).exists():
                (away / name).rename(here.data / name)

    watch(tap, here, person, work, "文件不见", go, come)


def folder_gone(tap, here, person, work):
    """As a disk that is unmounted: the folder stands there empty."""
    hidden = here.top / "hidden"

    def go():
        here.data.rename(hidden)
        here.data.mkdir()

    def come():
        for p in here.data.iterdir():
            print(f"# left behind: {p}")
        shutil.rmtree(here.data)
        hidden.rename(here.data)

    watch(tap, here, person, work, "目录卸下", go, come)


# --- PostgreSQL ---------------------------------------------------------------------------------

def server_gone(tap, here, person, work):
    watch(tap, here, person, work, "数据库停止", lambda: place.postgres("stop", "-m", "fast"),
          lambda: place.postgres("start"))


def as_postgres(*words):
    """One of PostgreSQL's own programs, as its user."""
    run = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    got = subprocess.run([*run, os.environ["PGBIN"] + "/" + words[0], *words[1:]], capture_output=True,
                         text=True, cwd="/", check=False)
    if got.returncode:
        raise AssertionError(f"{words}: {got.stderr}")
    return got.stdout


def make_standby(folder):
    """A second server with everything the first has, following it synchronously; its socket's folder."""
    main = pathlib.Path(os.environ["PGFOLDER"]).parent
    as_postgres("pg_basebackup", "-h", str(main), "-U", "postgres", "-D", f"{folder}/data", "-R", "-X", "stream",
                "-c", "fast", "-d", f"host={main} user=postgres application_name=second")
    as_postgres("pg_ctl", "-D", f"{folder}/data", "-w", "-t", "60", "-l", f"{folder}/server.log", "-o",
                f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=150 "
                "-c synchronous_standby_names=''", "start")
    for sql in ("ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (second)'", "SELECT pg_reload_conf()"):
        as_postgres("psql", "-h", str(main), "-U", "postgres", "-qc", sql)


def fail_over(tap):
    """Primary killed, standby promoted: the program finds it by itself, nothing answered is lost."""
    main = pathlib.Path(os.environ["PGFOLDER"]).parent
    second = pathlib.Path(f"{main}b")
    second.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(second, "postgres")
    here = None
    try:
        make_standby(second)
        # The first host answers nothing: libpq goes on to the next.
        url = f"postgres://postgres@/postgres?host=/nowhere,{main},{second}&port=5432,5432,5432"
        here = place.Place(database=url)
        shutil.copy(DONE["key"], here.key)
        (here.top / "set-up").touch()
        here.start()
        person = place.Person(here)
        person.cookies = dict(DONE["cookies"])
        work = place.Writers(person, 3, prefix="接管")
        work.begin()
        place.wait_for(lambda: work.total() > 50)
        t = time.monotonic()
        place.postgres("stop", "-m", "immediate")
        time.sleep(1)
        as_postgres("pg_ctl", "-D", f"{second}/data", "-w", "promote")
        before = work.total()
        went_on = place.wait_for(lambda: work.total() > before + 50)
        took = time.monotonic() - t
        work.end()
        tap.check(went_on, "fail-over: writes go on at the new primary", work.answers)
        print(f"# fail-over: 50 more writes {took:.1f} s after the primary was killed; {work.answers}")
        lost = work.missing(person)
        tap.check(not lost, f"fail-over: none of {work.total()} answered writes is lost", lost)
        held, events = here.verify()
        tap.check(held, "fail-over: the log's chain holds", events)
        tap.check({k for k in work.answers if k not in (303, 503, 422)} == set(),
                  "fail-over: writers saw saved or 503", work.answers)
    finally:
        if here:
            here.remove()
        try:
            as_postgres("pg_ctl", "-D", f"{second}/data", "-m", "immediate", "stop")
        except AssertionError:
            pass
        shutil.rmtree(second, ignore_errors=True)


DONE = {}


def main():
    tap = place.Tap()
    here = place.Place(database=place.postgres_url())
    try:
        here.start()
        person = here.set_up()
        work = place.Writers(person, 3)
        if here.database:
            server_gone(tap, here, person, work)
            here.stop()
            DONE.update(key=here.key, cookies=person.cookies)
            fail_over(tap)
        else:
            file_gone(tap, here, person, work)
            folder_gone(tap, here, person, work)
            tap.check(here.stop() == 0, "it stops as it should")
    finally:
        here.remove()
    tap.end()


main()
