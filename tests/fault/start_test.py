#!/usr/bin/env python3
"""What must keep a server from starting: exit status 2, one clear sentence, nothing changed."""
import os
import re
import shutil
import socket
import sqlite3
import subprocess

import place

NEWER = 9000


def fingerprints(text):
    return set(re.findall(r"\b[0-9a-f]{16}\b", text))


def snapshot(folder):
    """The rows of the database and the names of the other files (SQLite's own come and go)."""
    file = sqlite3.connect(folder / "gongkai.db")
    rows = list(file.iterdump())
    file.close()
    return rows, sorted(p.name for p in folder.iterdir() if not p.name.startswith("gongkai.db-"))


def refuse(tap, name, got, *words):
    """One sentence with these words, status 2, and no word of a server that runs."""
    status, said, out = got
    one = len(said.splitlines()) == 1 and said.startswith("gongkai")
    lacking = [w for w in words if w not in said]
    tap.check(status == 2 and one and not lacking and "已启动" not in out, name,
              f"status {status}, lacking {lacking}: {said} {out}")
    print(f"# {said}")
    return said


def key_files(tap, here, other):
    before = snapshot(here.data)
    own, wrong = here.key, other.key
    said = refuse(tap, "the key file of another installation", here.refused("--key-file", str(wrong)), str(wrong))
    tap.check(len(fingerprints(said)) == 2, "both fingerprints are named", said)
    away = here.top / "away.key"
    own.rename(away)
    refuse(tap, "a database without its key file", here.refused(), str(own))
    tap.check(not own.exists(), "no new key is made for it")
    away.rename(own)
    own.write_bytes(own.read_bytes()[:-10])
    refuse(tap, "a damaged key file", here.refused(), str(own))
    tap.check(snapshot(here.data) == before, "the data folder is as before")


def other_machine(tap, here, other):
    """A copy of data folder and key, as restored elsewhere."""
    there = place.Place()
    try:
        shutil.copytree(here.data, there.data)
        refuse(tap, "a copied folder without a key", there.refused())
        shutil.copy(other.key, there.key)
        refuse(tap, "a copied folder with another key", there.refused())
        there.key.unlink()
        shutil.copy(here.key, there.key)
        (there.top / "set-up").touch()
        there.start()
        got = place.Person(there).get("/login")
        tap.check(got.status == 200, "a copied folder with its key serves", got)
        held, events = there.verify()
        tap.check(held, "and its log holds", events)
    finally:
        there.remove()


def in_use(tap, here):
    here.start()
    refuse(tap, "a data folder in use", here.refused("--set", "listen=127.0.0.1:" + str(place.free_port())),
           str(here.data))
    got = subprocess.run([place.GONGKAI, "user", "list", "--data", str(here.data)], capture_output=True,
                         text=True, check=False)
    refuse(tap, "another command on a folder in use", (got.returncode, got.stderr.strip(), got.stdout))
    tap.check(place.Person(here).get("/login").status == 200, "the first one goes on")
    here.stop()


def port_in_use(tap, here):
    with socket.socket() as s:
        s.bind(("127.0.0.1", here.port))
        s.listen()
        refuse(tap, "a port in use", here.refused(), str(here.port))
    here.start()
    tap.check(here.stop() == 0, "it starts when the port is free")


def newer_program(tap, here):
    file = sqlite3.connect(here.data / "gongkai.db")
    file.execute("INSERT INTO schema_version SELECT ?, 'later', checksum, applied_at "
                 "FROM schema_version WHERE number = 1", (NEWER,))
    file.commit()
    file.close()
    before = snapshot(here.data)
    refuse(tap, "a database of a newer program", here.refused(), str(NEWER))
    tap.check(snapshot(here.data) == before, "it is left as it is")


def configuration(tap, here):
    folder = here.top / "c"
    folder.mkdir()
    file = folder / "gongkai.conf"
    refuse(tap, "no such configuration", here.refused("--config", str(file)), str(file))
    refuse(tap, "a folder as configuration", here.refused("--config", str(folder)), str(folder))
    for name, text, word in (("an unknown setting", b"colour = red\n", "colour"),
                             ("a wrong value", b"connections = many\n", "connections"),
                             ("bytes that are no text", b"\x00\xff\xfe\x01" * 100, "")):
        file.write_bytes(text)
        refuse(tap, f"a configuration with {name}", here.refused("--config", str(file)), word)
    other = ["setpriv", "--reuid=65534", "--clear-groups"]
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        tap.skip("a configuration that may not be read", "needs root")
    elif subprocess.run([*other, "cat", place.GONGKAI], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                        check=False, cwd="/").returncode:
        tap.skip("a configuration that may not be read", "only root may enter the folders above the program")
    else:
        file.write_bytes(b"connections = 100\n")
        file.chmod(0o600)
        os.chmod(here.top, 0o755)
        os.chmod(folder, 0o755)
        got = subprocess.run([*other, place.GONGKAI, "serve", "--config", str(file)],
                             capture_output=True, text=True, check=False, cwd="/")
        refuse(tap, "a configuration that may not be read", (got.returncode, got.stderr.strip(), got.stdout),
               str(file))


def folders(tap):
    """Data folders that cannot be one."""
    here = place.Place()
    try:
        here.data.write_text("")
        refuse(tap, "a file as data folder", here.refused(), str(here.data))
        here.data.unlink()
        here.data.mkdir()
        (here.data / "gongkai.db").write_bytes(b"not a database, whatever its name says\n" * 100)
        refuse(tap, "a file that is no database", here.refused())
        tap.check(not here.key.exists(), "no key is made for it")
        (here.data / "gongkai.db").unlink()
        file = sqlite3.connect(here.data / "gongkai.db")
        file.execute("CREATE TABLE song (title TEXT)")
        file.commit()
        file.close()
        before = snapshot(here.data)
        refuse(tap, "a database of another program", here.refused(), "gongkai.db")
        after = snapshot(here.data)
        tap.check(after[0] == before[0], "it is left as it is")
    finally:
        here.remove()


def main():
    tap = place.Tap()
    here, other = place.Place(), place.Place()
    try:
        for one in (here, other):
            one.start()
            one.set_up()
            one.stop()
        good_key = here.key.read_bytes()
        key_files(tap, here, other)
        here.key.write_bytes(good_key)
        other_machine(tap, here, other)
        in_use(tap, here)
        port_in_use(tap, here)
        configuration(tap, here)
        folders(tap)
        newer_program(tap, here)
    finally:
        here.remove()
        other.remove()
    tap.end()


main()
