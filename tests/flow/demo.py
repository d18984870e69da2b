#!/usr/bin/env python3
"""The demonstration from an empty folder: what it refuses, what it holds, that it is the same each time.

Table three is counted here from the rows of the database by rules of its own (year of receipt, year of
closing, outcome) and compared with the published reports, data/demo/NAME-2024.expected.json and, when it is
there, ../shared/reports.  Then the reports that the program froze and published are fetched as anybody
would, and all 200 cells of each are compared.  Needs GONGKAI and GONGKAI_ROOT; with GONGKAI_TEST_PG on that PostgreSQL.  TAP.
"""
import datetime
import json
import os
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.request

GK = os.environ["GONGKAI"]
ROOT = pathlib.Path(os.environ["GONGKAI_ROOT"])
PG = os.environ.get("GONGKAI_TEST_PG")  # "host=FOLDER dbname=postgres user=postgres"
URL = PG and "postgres://postgres@/postgres?host=" + PG.split()[0].removeprefix("host=")
NAMES = ["binhai", "pingdingshan", "donghu", "dazu", "zibo-gaoxin"]
CLASSES = ["natural", "commercial", "research", "public_interest", "legal_service", "other"]
# The order of law/outcome.h, which is that of the rows.
ROWS = [
    "open", "partial", "refused.state_secret", "refused.law_forbids", "refused.safety_stability",
    "refused.third_party", "refused.internal", "refused.process", "refused.enforcement_file",
    "refused.query_matter", "unable.not_held", "unable.needs_creation", "unable.still_unclear",
    "declined.petition", "declined.repeat", "declined.publication", "declined.excessive",
    "declined.confirm", "other.no_correction", "other.no_payment", "other.misc",
]
work = pathlib.Path(tempfile.mkdtemp(prefix="gk-demo-"))
count = 0


def check(good, text, why=""):
    global count
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {text}", flush=True)
    if not good:
        print("\n".join("# " + line for line in str(why).splitlines()), flush=True)


def gongkai(*args, **more):
    return subprocess.run([GK, *args], capture_output=True, text=True, stdin=subprocess.DEVNULL, **more)


def place(folder):
    """The options that name an installation."""
    return ["--data", str(folder)] + (["--database", URL] if URL else [])


def rows(folder, sql):
    if PG:
        out = subprocess.run(["psql", PG, "-XAtq", "-F", "\t", "-c", sql], capture_output=True, text=True, check=True)
        return [[None if v == "" else int(v) if v.lstrip("-").isdigit() else v for v in line.split("\t")]
                for line in out.stdout.splitlines()]
    return [list(r) for r in sqlite3.connect(f"file:{folder}/gongkai.db?mode=ro", uri=True).execute(sql)]


def year_of(day):
    return None if day is None else (datetime.date(1970, 1, 1) + datetime.timedelta(days=day)).year


def table_three(folder, agency, year=2024):
    cells = {f"t3.{r}.{c}": 0 for r in [*ROWS, "received", "carried_in", "carried_out", "total"] for c in [*CLASSES, "total"]}

    def add(row, kind):
        cells[f"t3.{row}.{CLASSES[kind]}"] += 1
        cells[f"t3.{row}.total"] += 1

    for kind, received, closed, outcome in rows(folder, "SELECT r.class, r.received_on, r.closed_on, r.outcome FROM request r"
                                                f" JOIN agency a ON a.id = r.agency_id WHERE a.name = '{agency}'"):
        got, ended = year_of(received), year_of(closed)
        if got is None or got > year or (ended is not None and ended < year):
            continue
        add("received" if got == year else "carried_in", kind)
        if ended == year:
            add(ROWS[outcome], kind)
            add("total", kind)
        else:
            add("carried_out", kind)
    return cells


def expected(name, folder):
    found = json.loads((folder / f"{name}-2024.expected.json").read_text())
    # Cells that the agency left blank are 0 with us.
    return found["agency"], {k: 0 if v is None else v for k, v in found["cells"].items()}


def check_cells(folder):
    for name in NAMES:
        agency, want = expected(name, ROOT / "data/demo")
        shared = ROOT / "../shared/reports"
        if shared.is_dir():
            check(expected(name, shared)[1] == want, f"{name}: our copy of the published cells is the same as the shared one")
        got = table_three(folder, agency)
        wrong = {k: (v, want[k]) for k, v in got.items() if want.get(k) != v}
        check(len(got) == 175 and not wrong, f"{name}: 175 cells of table three as published", wrong)


def check_dates(folder):
    late = rows(folder, "SELECT count(*) FROM request WHERE closed_on > due_on")
    check(late == [[0]], "nothing of the past was answered late", late)
    open_now = rows(folder, "SELECT count(*), min(stage), max(stage) FROM request WHERE closed_on IS NULL")
    check(open_now == [[10, 0, 8]], "ten cases are under way, from just arrived to waiting for service", open_now)
    # 12 November 2023 was a Sunday; the office's own steps fall on working days.
    days = rows(folder, "SELECT DISTINCT signed_on FROM letter WHERE signed_on IS NOT NULL")
    weekdays = {datetime.date(1970, 1, 1) + datetime.timedelta(days=d[0]) for d in days}
    makeup = json.loads((ROOT / "data/holidays/2024.json").read_text())
    bad = [d for d in weekdays if d.year == 2024 and d.weekday() >= 5 and d.isoformat() not in json.dumps(makeup)]
    check(not bad and len(weekdays) > 100, "letters are signed on working days", bad)


class Server:
    """`gongkai serve` on a free port."""

    def __init__(self, folder):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = open(work / "serve.log", "w+")
        self.child = subprocess.Popen([GK, "serve", *place(folder), "--listen", f"127.0.0.1:{port}"],
                                      stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        for _ in range(600):
            if "已启动" in self.said() or self.child.poll() is not None:
                break
            time.sleep(0.1)

    def said(self):
        return (work / "serve.log").read_text()

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return answer.read()

    def stop(self):
        self.child.terminate()
        self.child.wait(60)


def check_published(folder):
    """The five reports as anybody finds them."""
    server = Server(folder)
    try:
        check("演示账号" in server.said() and "不能用于真实工作" in server.said(), "the server says that it is a demonstration",
              server.said())
        links = set()
        for agency in set(re.findall(r"agency=([0-9]+)", server.get("/").decode())):
            links.update(re.findall(r'href="(/reports/[0-9]+)"', server.get("/reports?agency=" + agency).decode()))
        check(len(links) == 5, "five reports are published", links)
        found = {}
        for link in sorted(links):
            report = json.loads(server.get(link + "/json"))
            found[report["agency"]] = report["cells"]
            for form in ["json", "docx"]:
                path = work / f"report.{form}"
                path.write_bytes(server.get(f"{link}/{form}"))
                judged = gongkai("report", "check", str(path), "--json")
                said = json.loads(judged.stdout) if judged.stdout else {}
                check(judged.returncode == 0 and said.get("summary", {}).get("error") == 0,
                      f"{report['agency']}: {form} passes the check", judged.stdout + judged.stderr)
                read = gongkai("report", "read", str(path), "--json")
                check(json.loads(read.stdout)["cells"] == report["cells"], f"{report['agency']}: {form} reads back the same")
        same = 0
        for name in NAMES:
            agency, want = expected(name, ROOT / "data/demo")
            got = found.get(agency, {})
            wrong = {k: (got.get(k), v) for k, v in want.items() if got.get(k) != v}
            same += len(want) - len(wrong)
            check(len(got) == 200 and not wrong, f"{name}: all 200 cells of the published report", wrong)
        check(same == 1000, f"{same} of 1000 cells are as published")
    finally:
        server.stop()


def story(folder):
    """What must be the same in every run: all of the year 2024."""
    return rows(folder, "SELECT a.name, r.number, r.subject, r.masked_name, r.received_on, r.closed_on, r.due_on, r.outcome"
                " FROM request r JOIN agency a ON a.id = r.agency_id WHERE r.year < 2025 ORDER BY a.name, r.number")


# Written anew where it is restored, or never holding a row of anybody.
NOT_COPIED = {"schema_version", "write_lock", "annual_switch", "meta", "sqlite_sequence", "sqlite_stat1"}


def check_backup(folder):
    """A backup of the whole demonstration, restored elsewhere, holds every row of every table."""
    zipped, back = work / "whole.zip", work / "back"
    made = gongkai("backup", *place(folder), "-o", str(zipped))
    check(made.returncode == 0, "the whole is backed up", made.stdout + made.stderr)
    shutil.copy(f"{folder}.key", f"{back}.key")
    restored = gongkai("restore", str(zipped), "--data", str(back))
    check(restored.returncode == 0, "and restored elsewhere", restored.stdout + restored.stderr)
    copy = sqlite3.connect(f"file:{back}/gongkai.db?mode=ro", uri=True)
    tables = [t for t, sql in copy.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name")
              if t not in NOT_COPIED and "_find" not in t and not t.startswith("blob_")]
    wrong, filled = [], 0
    for table in tables:
        was = rows(folder, f"SELECT count(*) FROM {table}")[0][0]
        now = copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        same = was == now
        if same and not PG:
            key = ", ".join(c[1] for c in copy.execute(f"PRAGMA table_info({table})"))
            sql = f"SELECT * FROM {table} ORDER BY {key}"
            same = rows(folder, sql) == [list(r) for r in copy.execute(sql)]
        filled += now > 0
        if not same:
            wrong.append(f"{table}: {was} rows, then {now}")
    check(not wrong and filled > 30, f"{filled} of {len(tables)} tables hold rows, all come back as they were", "\n".join(wrong))
    words = copy.execute("SELECT count(*) FROM request_find").fetchone()[0]
    indexed = rows(folder, "SELECT count(*) FROM request_words")[0][0]
    check(words == indexed > 100, "and what is searched is indexed again", f"{words} of {indexed}")
    copy.close()
    verify = gongkai("verify", "--data", str(back))
    check(verify.returncode == 0, "verify finds nothing there either", verify.stdout + verify.stderr)


def main():
    folder = work / "data"
    done = gongkai("demo", *place(folder))
    check(done.returncode == 0 and "binhai.dengji" in done.stdout and "Yanshi-2024" in done.stdout,
          "an empty place is filled, the accounts are printed", done.stdout + done.stderr)
    check(done.stderr == "", "no progress line where there is no terminal", done.stderr)
    mails = rows(folder, "SELECT count(*) FROM job WHERE kind LIKE 'notice.%'")
    check(mails == [[0]], "nobody is written to about the years that were replayed", mails)
    check_cells(folder)
    check_dates(folder)
    check_published(folder)
    verify = gongkai("verify", *place(folder))
    check(verify.returncode == 0, "verify finds nothing", verify.stdout + verify.stderr)
    check_backup(folder)
    again = gongkai("demo", *place(folder))
    check(again.returncode == 2 and "空" in again.stderr, "a filled place is refused", again.stderr)
    if not PG:
        other = work / "other"
        other.mkdir()
        (other / "letter.txt").write_text("x")
        refused = gongkai("demo", "--data", str(other))
        check(refused.returncode == 2 and [p.name for p in other.iterdir()] == ["letter.txt"],
              "a folder with anything in it is refused and left as it is", refused.stderr)
        second = work / "second"
        gongkai("demo", "--data", str(second))
        check(len(story(folder)) == 196 and story(folder) == story(second), "the year is the same in every run")
        half = sqlite3.connect(f"{second}/gongkai.db")
        half.execute("UPDATE meta SET value = 'loading' WHERE key = 'demo'")
        half.commit()
        half.close()
        serve = gongkai("serve", "--data", str(second), "--listen", "unix:" + str(work / "socket"), timeout=60)
        check(serve.returncode == 2 and "没有装完" in serve.stderr, "a half loaded one is not served", serve.stderr)
    print(f"1..{count}")


try:
    main()
finally:
    shutil.rmtree(work, ignore_errors=True)
