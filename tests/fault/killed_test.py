#!/usr/bin/env python3
"""kill -9 under a load of writes, again and again: nothing that was acknowledged is lost.

FAULT_ROUNDS rounds (25).  With GONGKAI_TEST_PG on PostgreSQL, whose own server is also
stopped without warning a few times.
"""
import os
import random
import time

import place

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "25"))
CLIENTS = 4
SERVER_ROUNDS = max(2, min(5, ROUNDS // 10))


def check_all(tap, name, here, person, work, new_from):
    """Nothing missing, the chain holds and has an event for every write that was answered."""
    lost = work.missing(person, new_from)
    held, events = here.verify()
    good = not lost and held and events >= work.total()
    if not good:
        tap.check(False, name, f"lost {lost}, chain {held} {events}, answered {work.total()}")
    return good


def kill_program(tap, here, person, work):
    bad, kept = 0, 0
    for n in range(ROUNDS):
        before = work.total()
        work.begin()
        time.sleep(random.uniform(0.02, 0.3))
        here.kill()
        work.end()
        kept += work.total() > before
        here.start()
        new_from = max(0, len(work.added) - 100)
        bad += not check_all(tap, f"round {n}", here, person, work, new_from)
    tap.check(bad == 0, f"killed {ROUNDS} times: {work.total()} answered writes are all there, "
              "the log's chain holds", f"{bad} bad rounds")
    tap.check(kept > ROUNDS / 2, f"the kills met work: writes were answered in {kept} rounds")
    unlike = {k: v for k, v in work.answers.items() if k not in (303, "broken")}
    tap.check(not unlike, "no client saw anything but saved or a broken connection", unlike)


def kill_database(tap, here, person, work):
    bad, recovered = 0, 0
    for n in range(SERVER_ROUNDS):
        work.begin()
        time.sleep(random.uniform(0.2, 0.5))
        place.postgres("stop", "-m", "immediate")
        time.sleep(0.2)
        place.postgres("start")
        at = work.total()
        recovered += place.wait_for(lambda at=at: work.total() > at + 5, 30)
        work.end()
        bad += not check_all(tap, f"database round {n}", here, person, work, 0)
    tap.check(bad == 0, f"the database server stopped {SERVER_ROUNDS} times without warning: "
              f"{work.total()} answered writes are all there, the chain holds", f"{bad} bad rounds")
    tap.check(recovered == SERVER_ROUNDS, "the program went on by itself each time", recovered)
    unlike = {k: v for k, v in work.answers.items() if k not in (303, 503, 422, 409, "broken")}
    tap.check(not unlike, "clients saw saved, 503 or that somebody was quicker", unlike)


def main():
    tap = place.Tap()
    here = place.Place(database=place.postgres_url())
    try:
        here.start()
        person = here.set_up()
        work = place.Writers(person, CLIENTS)
        t = time.monotonic()
        kill_program(tap, here, person, work)
        print(f"# {time.monotonic() - t:.0f} s, answers: {work.answers}")
        if here.database:
            work.answers.clear()
            kill_database(tap, here, person, work)
            print(f"# answers: {work.answers}")
        tap.check(work.missing(person) == [], "all departments that were ever answered are listed")
        tap.check(here.stop() == 0, "it stops as it should")
    finally:
        here.remove()
    tap.end()


main()
