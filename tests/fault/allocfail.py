#!/usr/bin/env python3
"""Every test program with its n-th request for memory failing (ALLOC_FAIL, tests/alloc_fail.c).

    allocfail.py BUILD-FOLDER [NAME…]

Checks may fail then; what may not be: a crash in the program's own code, a report of a
sanitizer, a leak, a hang.  Programs with few requests are run for every n, the others for
1, 2, 3, 5, 8, … and evenly spread ones, ALLOC_RUNS (24) in all; ALLOC_SECONDS (60) bounds
the whole.  A crash whose innermost frame is in the tests themselves, or in OpenSSL at its
start when a test denies it memory (a leak there too), says nothing about the program and is only counted.  TAP.
"""
import concurrent.futures
import itertools
import os
import pathlib
import re
import subprocess
import sys
import time

import place

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUNS = int(os.environ.get("ALLOC_RUNS", "24"))
SECONDS = int(os.environ.get("ALLOC_SECONDS", "60"))
DONE = 77  # tests/test.h: a check failed after the fault
LONG = 120
LEAST = 4
PARALLEL = os.cpu_count() or 2
OURS = re.compile(r"/(src|tests|tools)/\S+\.[ch]:\d")
# What says nothing here: the jail's tests limit or kill themselves, by design.
WITHOUT = {"jail", "jail_exec"}


def environment(build, **more):
    return {**os.environ, "GONGKAI_ROOT": str(ROOT), "GONGKAI": str(build / "src/cmd/gongkai"),
            "STANDIN": str(build / "tests/standin"),
            "LSAN_OPTIONS": f"suppressions={ROOT}/tests/lsan.supp:print_suppressions=0",
            "ASAN_OPTIONS": "detect_leaks=1:handle_abort=1",
            "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1", **more}


def programs(build):
    """Name and path of the test programs that are built and count their requests."""
    out = []
    for path in sorted([*build.glob("tests/test_*"), *build.glob("tests/store/test_store_*"),
                        *build.glob("tests/desk/test_desk_*")]):
        name = path.name.removeprefix("test_")
        if path.is_file() and os.access(path, os.X_OK) and name not in WITHOUT:
            out.append((name, path))
    return out


def count(build, path):
    """Requests of a run without a fault: as the ordinary run of the tests noted it, or counted now."""
    note = path.with_name(path.name + ".requests")
    if not note.exists() or note.stat().st_mtime < path.stat().st_mtime:
        try:
            subprocess.run([path], env=environment(build, ALLOC_COUNT=str(note)), stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, timeout=LONG, cwd=ROOT, check=False)
        except subprocess.TimeoutExpired:
            return 0
    return int(note.read_text() or 0) if note.exists() else 0


def chosen(n, runs):
    """Which requests fail, the telling ones first: all of few; else Fibonacci's and evenly spread ones."""
    if n <= runs:
        return list(range(1, n + 1))
    first, a, b = [], 1, 2
    while a <= n and len(first) < runs // 2:
        first.append(a)
        a, b = b, a + b
    left = runs - len(first)
    spread = [n * (i + 1) // (left + 1) for i in range(left)]
    mixed = [k for pair in itertools.zip_longest(first, spread[::2] + spread[1::2]) for k in pair if k]
    return list(dict.fromkeys(mixed))


def frames(report):
    """Function and file of the frames of the first trace, innermost first, ours and the tests' only."""
    out = []
    for line in report.splitlines():
        m = re.match(r"\s+#(\d+) 0x[0-9a-f]+ in (\S+) (\S+)", line)
        if m and out and m.group(1) == "0":
            break
        if m and OURS.search(m.group(3)):
            out.append((m.group(2), m.group(3)))
    return out


def in_library(report):
    """Is the crash inside a library whose own memory a test hands out too (tests/fixture_keys.h)?"""
    trace = report.partition("#0 ")[2].splitlines()
    for line in trace[:8]:
        if OURS.search(line):
            return False
        if re.search(r"/lib(crypto|ssl|sqlite3|curl|gnutls)\b", line):
            return True
    return False


def run(build, path, n, **more):
    """None when all is well, else (kind, what)."""
    try:
        got = subprocess.run([path], env=environment(build, ALLOC_FAIL=str(n), **more), capture_output=True,
                             text=True, errors="replace", timeout=LONG, cwd=ROOT, check=False)
    except subprocess.TimeoutExpired:
        return "hang", f"no end within {LONG} s"
    report = got.stderr
    bad = re.search(r"ERROR: (Address|Leak)Sanitizer.*|runtime error:.*|WARNING: ThreadSanitizer.*", report)
    if not bad and got.returncode in (0, 1, DONE):
        return None
    trace = frames(report)
    where = " < ".join(f"{f} {os.path.basename(p)}" for f, p in trace[:4])
    words = (bad.group(0) if bad else f"status {got.returncode}")[:120]
    leak = bad and "Leak" in bad.group(0)
    if leak and not more:
        # Once more, slowly, with the whole way to each request in the report.
        return run(build, path, n, ASAN_OPTIONS="detect_leaks=1:handle_abort=1:fast_unwind_on_malloc=0")
    # The wrapper of the allocator is a frame of the tests, but never the fault.
    trace = [(f, p) for f, p in trace if "alloc_fail" not in p]
    if in_library(report) or (not leak and (not trace or "/tests/" in trace[0][1])):
        return "test", f"{words} {where}"
    return "leak" if leak else "crash", f"{words} {where}"


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    names = sys.argv[2:]
    tap, end = place.Tap(), time.monotonic() + SECONDS
    all_programs = [(n, p) for n, p in programs(build) if not names or n in names]
    if not all_programs:
        tap.skip("a failing allocation", "no test program is built")
        tap.end()
    with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
        for left, (name, path) in zip(range(len(all_programs), 0, -1), all_programs):
            share = time.monotonic() + max(0, end - time.monotonic()) / left * 1.5
            requests = count(build, path)
            which = chosen(requests, RUNS)
            results = []
            while which and (len(results) < LEAST or time.monotonic() < share):
                batch, which = which[:PARALLEL], which[PARALLEL:]
                results += zip(batch, pool.map(lambda n, path=path: run(build, path, n), batch))
            bad = [(n, *r) for n, r in results if r and r[0] != "test"]
            own = [(n, *r) for n, r in results if r and r[0] == "test"]
            if requests:
                tap.check(not bad, f"{name}: {len(results)} of {requests} requests failed, one at a time",
                          "\n".join(f"{path.name} ALLOC_FAIL={n}: {kind}: {what}" for n, kind, what in bad))
            for n, _, what in own[:int(os.environ.get("ALLOC_SHOW", "0"))]:
                print(f"# in the test itself, ALLOC_FAIL={n}: {what}")
    tap.end()


main()
