"""What the tests of whole installations share: a place, its rows, its server, table three counted by rules of their own.

Needs GONGKAI and GONGKAI_ROOT; with GONGKAI_TEST_PG on that PostgreSQL.
"""
import datetime
import os
import pathlib
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.request

GK = os.environ["GONGKAI"]
PG = os.environ.get("GONGKAI_TEST_PG")  # "host=FOLDER dbname=postgres user=postgres"
URL = PG and "postgres://postgres@/postgres?host=" + PG.split()[0].removeprefix("host=")
CLASSES = ["natural", "commercial", "research", "public_interest", "legal_service", "other"]
# The order of law/outcome.h, which is that of the rows.
ROWS = [
    "open", "partial", "refused.state_secret", "refused.law_forbids", "refused.safety_stability",
    "refused.third_party", "refused.internal", "refused.process", "refused.enforcement_file",
    "refused.query_matter", "unable.not_held", "unable.needs_creation", "unable.still_unclear",
    "declined.petition", "declined.repeat", "declined.publication", "declined.excessive",
    "declined.confirm", "other.no_correction", "other.no_payment", "other.misc",
]
work = pathlib.Path(tempfile.mkdtemp(prefix="gk-flow-"))
count = 0


def check(good, text, why=""):
    global count
    count += 1
    print(f"{'ok' if good else 'not ok'} {count} - {text}", flush=True)
    if not good:
        print("\n".join("# " + line for line in str(why).splitlines()), flush=True)


def plan():
    print(f"1..{count}")


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
                                                f" JOIN agency a ON a.id = r.agency_id WHERE a.name = '{agency}' AND r.round = 0"):
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
