#!/usr/bin/env python3
"""Backup and restore on bad days: under load, on a full disk, killed, damaged, on another machine."""
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import tempfile
import time

import place


def run(*words, **more):
    return subprocess.run([place.GONGKAI, *map(str, words)], capture_output=True, text=True,
                          timeout=place.PATIENCE, check=False, **more)


def one_sentence(got):
    return len(got.stderr.strip().splitlines()) == 1


def where(here):
    return ["--database", here.database] if here.database else ["--data", here.data]


def save(here, file):
    return run("backup", *where(here), "-o", file)


def under_load(tap, here, work, file):
    """A backup while people write: what was answered before it began is in it."""
    work.begin()
    place.wait_for(lambda: work.total() > 50)
    acked, names = list(work.acked), list(work.added)
    got = save(here, file)
    during = work.total()
    work.end()
    tap.check(got.returncode == 0, "备份: made while people write", got.stderr)
    tap.check(during > 50 and set(work.answers) == {303}, "备份: nobody was refused meanwhile", work.answers)
    return acked, names


def elsewhere(tap, here, other, work, person, file, before):
    """The restored data on another machine, with the right and with a wrong key."""
    acked, names = before
    there = place.Place()
    try:
        got = run("restore", file, "--data", there.data)
        tap.check(got.returncode == 0, "恢复: into an empty folder", got.stderr)
        status, said, _ = there.refused()
        tap.check(status == 2 and len(said.splitlines()) == 1 and str(there.key) in said and not there.key.exists(),
                  "恢复: without its key it does not start", said)
        shutil.copy(other.key, there.key)
        status, said, _ = there.refused()
        tap.check(status == 2 and len(said.splitlines()) == 1, "恢复: nor with a wrong one", said)
        there.key.unlink()
        shutil.copy(here.key, there.key)
        (there.top / "set-up").touch()
        there.start()
        guest = place.Person(there)
        guest.cookies = dict(person.cookies)
        if guest.get(work.agency).status != 200:
            # Log-ins may not be restored; the account and its second factor are.
            guest = place.Person(there, "sys")
            guest.secret = person.secret
            time.sleep(31)  # a code is good once
            guest.enter()
        page = guest.get(work.agency).text
        lost = [n for n in names if n not in page]
        for i, path in enumerate(work.paths):
            phone = int(guest.get(path).field("phone") or 0)
            if phone < acked[i]:
                lost.append((path, phone, acked[i]))
        tap.check(not lost, "恢复: all that was answered before the backup is there", lost)
        held, events = there.verify()
        tap.check(held, "恢复: the log's chain holds", events)
        got = guest.post(work.agency + "/department", {"name": "恢复以后"})
        tap.check(got.status == 303, "恢复: and work goes on", got)
        got = run("restore", file, "--data", there.data)
        tap.check(got.returncode == 2 and one_sentence(got), "恢复: never over data that is there", got.stderr)
        tap.check("恢复以后" in guest.get(work.agency).text, "恢复: which stays")
    finally:
        there.remove()


def full_disk(tap, here, file):
    top = pathlib.Path(tempfile.mkdtemp(prefix="gongkai-disk-"))
    size = max(64, file.stat().st_size // 1024 // 2)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "gongkai-fault", str(top)],
                      capture_output=True, check=False).returncode:
        top.rmdir()
        tap.skip("a full disk", "a small file system needs the right to mount")
        return
    try:
        got = save(here, top / "b.zip")
        tap.check(got.returncode == 2 and one_sentence(got) and "磁盘已满" in got.stderr,
                  "备份: on a full disk it says so", (got.returncode, got.stderr))
        tap.check(not list(top.iterdir()), "备份: and leaves nothing behind", list(top.iterdir()))
        got = run("restore", file, "--data", top / "data")
        tap.check(got.returncode == 2 and one_sentence(got) and "磁盘" in got.stderr,
                  "恢复: on a full disk it says so", (got.returncode, got.stderr))
        left = [p for p in top.rglob("*") if p.is_file() and p.name != "gongkai.lock"]
        tap.check(not left, "恢复: and leaves no half of the data", left)
        print(f"# {got.stderr.strip()}")
    finally:
        subprocess.run(["umount", "-l", str(top)], check=False)
        top.rmdir()


def killed(tap, here, work, file):
    bad, made = [], 0
    for n in range(int(os.environ.get("FAULT_ROUNDS", "25")) // 2):
        out = here.top / f"k{n}.zip"
        child = subprocess.Popen([place.GONGKAI, "backup", *map(str, where(here)), "-o", str(out)],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0, 0.6))
        child.kill()
        child.wait()
        if out.exists():
            made += 1
            got = run("restore", out, "--check")
            if got.returncode:
                bad.append(got.stderr)
            out.unlink()
        target = here.top / f"r{n}"
        child = subprocess.Popen([place.GONGKAI, "restore", str(file), "--data", str(target)],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0, 0.6))
        child.kill()
        child.wait()
        if (target / "gongkai.db").exists():
            got = run("verify", "--data", target)
            whole = got.returncode == 0 and got.stdout
            if not whole:
                bad.append(f"a half of the data: {got.returncode} {got.stdout} {got.stderr}")
        shutil.rmtree(target, ignore_errors=True)
    tap.check(not bad, f"killed: no half backup or half restore looks whole ({made} were whole)", "\n".join(bad[:5]))


def rows(folder):
    file = sqlite3.connect(folder / "gongkai.db")
    out = list(file.iterdump())
    file.close()
    return out


def damaged(tap, here, file):
    """One changed bit: refused, or in a place that means nothing (a time in the archive's own lists)."""
    good, wrong, refused = file.read_bytes(), [], 0
    broken, whole, target = here.top / "broken.zip", here.top / "whole", here.top / "never"
    run("restore", file, "--data", whole)
    want = rows(whole)
    for n in range(12):
        at = len(good) * (n + 1) // 13
        broken.write_bytes(good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1:])
        check, got = run("restore", broken, "--check"), run("restore", broken, "--data", target)
        if check.returncode != got.returncode:
            wrong.append((at, "check and restore differ", check.stderr, got.stderr))
        if got.returncode:
            refused += 1
            if not one_sentence(got) or (target / "gongkai.db").exists():
                wrong.append((at, got.returncode, got.stderr))
        elif rows(target) != want:
            wrong.append((at, "taken, and other data came out"))
        shutil.rmtree(target, ignore_errors=True)
    tap.check(not wrong, "损坏: one changed bit is found, or changes nothing", wrong)
    tap.check(refused >= 4, f"损坏: {refused} of 12 were refused", refused)
    broken.write_bytes(good[:len(good) // 2])
    got = run("restore", broken, "--data", target)
    tap.check(got.returncode in (1, 2) and one_sentence(got) and not (target / "gongkai.db").exists(),
              "损坏: a half file is refused", (got.returncode, got.stderr))
    print(f"# {got.stderr.strip()}")


def main():
    tap = place.Tap()
    here, other = place.Place(database=place.postgres_url()), place.Place()
    try:
        here.start()
        other.start()
        other.stop()
        person = here.set_up()
        work = place.Writers(person, 3)
        file = here.top / "b.zip"
        before = under_load(tap, here, work, file)
        if file.exists():
            elsewhere(tap, here, other, work, person, file, before)
            full_disk(tap, here, file)
            damaged(tap, here, file)
            killed(tap, here, work, file)
        lost = work.missing(person)
        tap.check(not lost and here.verify()[0], "the server itself has lost nothing", lost)
        tap.check(here.stop() == 0, "it stops as it should")
    finally:
        here.remove()
        other.remove()
    tap.end()


main()
