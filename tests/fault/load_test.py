#!/usr/bin/env python3
"""32 connections read, log in, write and go wrong at once: no wrong answer, no sanitizer's report.

FAULT_SECONDS (6).  In a build with -Db_sanitize=thread or address,undefined the reports on
the server's stderr and its exit status are what counts.
"""
import os
import random
import signal
import socket
import threading
import time

import place

SECONDS = float(os.environ.get("FAULT_SECONDS", "6"))
CONNECTIONS = 32
HONEST = {200, 303, 304, 403, 404, 405, 409, 422, 429, 503}


class Load:
    def __init__(self, here, person, work):
        self.here, self.person, self.work = here, person, work
        self.until = time.monotonic() + SECONDS
        self.lock, self.seen, self.wrong, self.n = threading.Lock(), {}, [], 0

    def note(self, kind, got, *fitting):
        with self.lock:
            key = kind, got.status
            self.seen[key] = self.seen.get(key, 0) + 1
            if got.status not in fitting and got.status not in (429, 503):
                self.wrong.append(f"{kind}: {got}")

    def read(self, p):
        path = random.choice(["/", "/admin/agencies", self.work.agency, "/admin/people", "/admin/rights",
                              "/account", "/healthz", "/metrics", "/login", random.choice(self.work.paths)])
        self.note("read " + path.rstrip("0123456789"), p.get(path), 200, 303)

    def miss(self, p):
        self.note("miss", p.get("/nothing/" + str(random.random())), 404)
        self.note("not mine", p.get("/admin/log"), 403, 404)

    def write(self, p):
        with self.lock:
            self.n += 1
            name = f"负载{self.n % 60}"
        self.note("add", p.ask("POST", self.work.agency + "/department", {"name": name, "_csrf": self.work.token}),
                  303, 422)

    def change(self, p):
        path = random.choice(self.work.paths)
        form = p.get(path)
        fields = {n: form.field(n) or "" for n in ("name", "version", "_csrf")}
        self.note("change", p.ask("POST", path, {**fields, "phone": str(random.random()), "active": "1"}),
                  303, 422, 409)

    def log_in(self, _):
        p = place.Person(self.here)
        login = random.choice(["sys", "sec", "aud", "nobody"])
        word = random.choice([place.PASSWORD, "Falsch-Falsch-1"])
        if login == "sys":
            word = place.PASSWORD  # a wrong one locks the account that the others work with
        got = p.post("/login", {"login": login, "password": word})
        self.note("log in", got, 303, 422, 429)
        p.leave()

    def break_off(self, _):
        """A form whose end never comes, a client that has no time."""
        with socket.create_connection(("127.0.0.1", self.here.port), timeout=10) as s:
            s.sendall(b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nlogin=")
            if random.random() < 0.5:
                s.sendall(b"a" * 94)

    def run(self, i):
        p = self.person.twin()
        kinds = [self.read] * 14 + [self.write, self.change] * 2 + [self.miss, self.write, self.change, self.log_in, self.break_off]
        while time.monotonic() < self.until:
            try:
                random.choice(kinds)(p)
            except OSError as e:
                with self.lock:
                    self.wrong.append(f"{type(e).__name__} {e}")
        p.leave()


def main():
    tap = place.Tap()
    here = place.Place("--set", "session_idle=1h", database=place.postgres_url())
    try:
        here.start()
        person = here.set_up()
        work = place.Writers(person, 3)
        load = Load(here, person, work)
        threads = [threading.Thread(target=load.run, args=(i,)) for i in range(CONNECTIONS)]
        for t in threads:
            t.start()
        time.sleep(SECONDS / 2)
        here.process.send_signal(signal.SIGHUP)  # the log is opened anew under load
        for t in threads:
            t.join()
        print(f"# {sum(load.seen.values())} answers: {load.seen}")
        tap.check(len(load.seen) > 10 and sum(load.seen.values()) > 100, "the load was a load", load.seen)
        tap.check({k[1] for k in load.seen} <= HONEST, "no status that nobody expects", load.seen)
        tap.check(not load.wrong, "every answer fits its question", "\n".join(load.wrong[:10]))
        held, events = here.verify()
        tap.check(held, "the log's chain holds", events)
        # Stopped while it is at work.
        work.begin()
        time.sleep(0.3)
        status = here.stop()
        work.end()
        tap.check(status == 0, "stopped under load, with status 0", status)
        said = here.complaints()
        tap.check("Sanitizer" not in said and "runtime error" not in said, "no report of a sanitizer", said[:4000])
    finally:
        here.remove()
    tap.end()


main()
