"""Every write that a form may ask for marks the form as sent: desk_write, not store_write.

Who writes past it is listed below with the reason."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
ALLOWED = {
    "once.c write_fn fn keep_fn": "desk_write itself",
    "draft.c save_fn drop_fn take_over_fn": "kept beside the work; the same twice is the same",
    "session.c touch_fn end_fn": "no form: every request of a log-in",
    "login.c begin_fn": "counts an attempt before the work",
    "setup.c keys_fn begin_fn check_fn": "at the start of the program; counts an attempt before the work",
    "people.c reveal_fn": "a look is logged each time, and what it shows is not kept",
    "request_view.c reveal_fn": "the same",
    "request_office.c file_read_fn": "the same",
    "inbox_batch.c export_log_fn": "the same, and the same form may fetch the file again",
    "remedy.c reveal_fn": "the same",
    "remedy_file.c read_fn": "the same",
    "remedy_list.c export_log_fn recount_fn": "the same; a job after a change of the calendar",
    "ledger_grid.c export_log_fn": "the same",
    "annual_below.c export_fn": "the same",
    "log_export.c write_note": "the same",
    "letter_archive.c archived_fn": "the same",
    "mail.c settle": "no form: a job",
    "notice_applicant.c send_fn": "no form: a job",
    "notice_mail.c once_fn digest_fn": "no form: jobs",
    "notice_warn.c warn_fn": "no form: a job",
    "runner.c add_daily finish": "no form",
    "upkeep.c log_done clean_rows": "no form: jobs",
    "reseal.c batch_fn log_fn": "no form: a job",
    "request_words.c catch_up_fn": "no form: a job",
}
allowed = {(line.split()[0], fn) for line in ALLOWED for fn in line.split()[1:]}
bad, used = [], set()
for path in sorted((root / "src/desk").glob("*.c")) + sorted((root / "src/page").glob("**/*.c")):
    for fn in re.findall(r"\bstore_write\(\s*[^,()]*(?:\([^()]*\))?[^,()]*,\s*(\w+)", path.read_text()):
        used.add((path.name, fn))
        if (path.name, fn) not in allowed:
            bad.append(f"{path.relative_to(root)}: {fn} is written past the form; desk_write, or a reason in once.py")
bad += [f"{f}: {fn} is in the list and not there" for f, fn in sorted(allowed - used)]
print("\n".join("# " + b for b in bad))
print(("not ok" if bad else "ok") + " 1 - every write of a form is done once")
print(("ok" if len(used) > 15 else "not ok") + " 2 - the sources were read")
print("1..2")
sys.exit(bool(bad) or len(used) <= 15)
