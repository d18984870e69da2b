"""Times gongkai against other programs on the same files, in one run; see script/bench.

Every number is measured here and now by bench/launch (wall clock, processor time with all
descendants, peak memory).  Ratios are "other divided by ours": above 1 we are cheaper.
"""
import glob
import json
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(ROOT, "out", "bench")
GONGKAI = os.path.join(ROOT, "build", "src", "cmd", "gongkai")
LAUNCH = os.path.join(ROOT, "build", "bench", "launch")
ONE = os.path.join(ROOT, "build", "bench", "one")
FORMATS = ["docx", "html", "text", "xlsx", "ofd", "pdf", "json"]
SUFFIX = {"text": "txt"}
BATCH = 200  # files of one batch measurement
PROCESSOR_COUNT = len(os.sched_getaffinity(0))

PYTHON_DOCX = """
import sys, docx
for name in sys.argv[1:]:
    d = docx.Document(name)
    text = [p.text for p in d.paragraphs]
    for t in d.tables:
        for r in t.rows:
            text += [c.text for c in r.cells]
    print("\\n".join(text))
"""


def run(*command):
    """Runs a command under bench/launch and returns what it cost."""
    line = subprocess.run([LAUNCH, "/dev/null", *command], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=True, text=True).stdout
    return json.loads(line)


def say(text=""):
    print(text, flush=True)


def skipped(what, why):
    say(f"  {what:<44} skipped: {why}")


def row(what, cost, files, ours=None):
    """One line: per file costs, and the ratio of processor time to ours."""
    cpu = cost["cpu"] * 1000 / files
    text = (f"  {what:<44} cpu {cpu:9.2f} ms  wall {cost['wall'] * 1000 / files:9.2f} ms"
            f"  peak {cost['largest_kib'] / 1024:7.1f} MiB")
    if ours:
        text += f"  = {cpu / (ours['cpu'] * 1000 / ours['files']):7.1f} x ours"
    say(text)


def check(*names):
    """Our own reading and checking of some files; None when it could not be done."""
    cost = run(GONGKAI, "report", "check", "--json", *names)
    return cost if cost["status"] in (0, 1) else None


def convert(source, form, target):
    command = [GONGKAI, "report", "convert", source, "--to", form, "-o", target]
    return subprocess.run(command, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


def find_fixture():
    """The project's own report in JSON, else one of the samples beside the project."""
    found = sorted(glob.glob(os.path.join(ROOT, "tests", "doc", "reports", "*.json")))
    found += sorted(glob.glob(os.path.join(ROOT, "..", "shared", "reports", "*.expected.json")))
    for name in found:
        if convert(name, "docx", os.path.join(OUT, "one.docx")):
            return name
    return None


def copies(name, count, folder):
    """`count` names of the same bytes (hard links: reading is what is measured, not the disk)."""
    folder = os.path.join(OUT, folder)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for i in range(count):
        os.link(name, os.path.join(folder, f"{i:06d}-{os.path.basename(name)}"))
    return folder


def listed(folder):
    return sorted(os.path.join(folder, n) for n in os.listdir(folder))


def bench_docx(name):
    say(f"docx, reading and checking ({os.path.getsize(name) / 1024:.0f} KiB)")
    folder = copies(name, BATCH, "docx")
    ours = check("--recursive", folder)
    if not ours:
        return skipped("gongkai", "it could not check its own file")
    ours["files"] = BATCH
    row(f"gongkai, {BATCH} files in one run", ours, BATCH)
    single = check(name)
    single["files"] = 1
    row("gongkai, one process for one file", single, 1)
    if shutil.which("soffice"):
        soffice = ["soffice", f"-env:UserInstallation=file://{OUT}/office", "--headless",
                   "--convert-to", "txt:Text", "--outdir", os.path.join(OUT, "office-out"), name]
        run(*soffice)  # the first start makes a profile
        row("LibreOffice to text, one process for one", run(*soffice), 1, ours)
    else:
        skipped("LibreOffice", "not installed")
    if shutil.which("pandoc"):
        row("pandoc to text, one process for one", run("pandoc", "-t", "plain", name), 1, ours)
    else:
        skipped("pandoc", "not installed")
    system = "/usr/bin/python3"  # Debian's, which has Debian's packages
    python = [system, "-c", PYTHON_DOCX]
    if not os.path.exists(system) or subprocess.run(
            [system, "-c", "import docx"], stderr=subprocess.DEVNULL).returncode:
        return skipped("python3-docx", "not installed")
    row("python3-docx to text, one process for one", run(*python, name), 1, ours)
    some = listed(folder)[:20]
    row(f"python3-docx to text, {len(some)} in one process", run(*python, *some), len(some), ours)


def bench_formats(files):
    say(f"per format, {BATCH} files in one run")
    for form, name in files.items():
        cost = check("--recursive", copies(name, BATCH, "format"))
        if not cost:
            skipped(f"gongkai {form}", "it could not check its own file")
            continue
        row(f"gongkai {form}", cost, BATCH)
        if form in ("text", "html", "json"):
            rate = os.path.getsize(name) * BATCH / cost["cpu"] / 1e6
            say(f"  {'':<44} {rate:.1f} MB of {form} per processor second")


def bench_many(name, count):
    say(f"{count} files ({os.path.basename(name)}) on {PROCESSOR_COUNT} processors")
    small = None
    for n in sorted({max(1, count // 10), count}):
        cost = check("--recursive", copies(name, n, "many"))
        if not cost:
            return skipped("gongkai", "the run failed")
        use = cost["cpu"] / cost["wall"] / PROCESSOR_COUNT * 100
        say(f"  {n} files: wall {cost['wall']:.2f} s, {n / cost['wall']:.0f} files/s, processors"
            f" {use:.0f} % busy, peak parent {cost['peak_kib'] / 1024:.1f} MiB,"
            f" largest worker {cost['worker_kib'] / 1024:.1f} MiB")
        if small:
            say(f"  parent's memory at {n} files = {cost['peak_kib'] / small['peak_kib']:.2f} x"
                " that of a tenth of them")
        small = cost
    shutil.rmtree(os.path.join(OUT, "many"))


def instructions(*arguments):
    """Instructions of bench/one by callgrind; None when it failed."""
    log = os.path.join(OUT, "callgrind.out")
    done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={log}", ONE,
                           *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if done.returncode:
        return None
    with open(log, encoding="utf-8", errors="replace") as f:
        return next(int(l.split()[1]) for l in f if l.startswith(("summary:", "totals:")))


def bench_instructions(files):
    """Two counts differ by exactly one document, so start-up and loading fall out."""
    say("instructions for one document (callgrind, in one process)")
    if not shutil.which("valgrind"):
        return skipped("callgrind", "valgrind not installed")
    for form in ("docx", "pdf"):
        if form not in files:
            skipped(form, "no such file")
            continue
        more = []
        if form == "pdf":
            words = os.path.join(OUT, "words.xhtml")
            subprocess.run(["pdftotext", "-q", "-bbox", "-enc", "UTF-8", files[form], words],
                           check=True)
            more = [words]
        once = instructions("1", files[form], *more)
        twice = instructions("2", files[form], *more)
        if once and twice:
            say(f"  {form:<44} {(twice - once) / 1e6:.2f} million")
        else:
            skipped(form, "bench/one failed")
    return None


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
    os.makedirs(OUT, exist_ok=True)
    fixture = find_fixture()
    if not fixture:
        skipped("everything", "this build has no `gongkai report convert`, or no fixture")
        return 0
    files = {}
    for form in FORMATS:
        target = os.path.join(OUT, "report." + SUFFIX.get(form, form))
        if convert(fixture, form, target):
            files[form] = target
        else:
            skipped(f"format {form}", "convert failed")
    bench_docx(files["docx"])
    bench_formats(files)
    bench_many(files["docx"], count)
    bench_instructions(files)
    return 0


sys.exit(main())
