"""Every action code and object kind that the sources write is in desk/action.c.

Looks at all string constants of the form word.word in src/desk; those that are no codes of the
log are listed below with what they are."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
desk = root / "src/desk"
OTHER = re.compile(
    # places of sealed columns and keys of counters
    r"applicant\..*|attempt\..*|consultation\.(party|contact)|draft\.content|form_sent\.answer|letter\.addressee|mail\.(content|recipient)"
    r"|decision\.sealed"
    r"|person\.(mobile|email|totp.*)|recovery.*"
    r"|request\.code|remedy\.claimant"
    # files in an exported case
    r"|(request|clock)\.txt|consultations\.txt|clock\.pdf|log\.jsonl|manifest\.json"
    # kinds of jobs
    r"|request\.recount"
    # names of facts of the year (desk/ledger.h)
    r"|(media|press|interpretation|response|postage|fee)\.[a-z]+"
    # rules of a report's check (report/finding.h)
    r"|section\.empty"
    # numbers that a report's text may name
    r"|rate\.(done|open)|year\.next|misc\.[a-z_]+|fee\.received"
    # keys of meta (setup.password is an action as well)
    r"|calendar\.version|keyring\.id|log\.published")
table = (desk / "action.c").read_text()
known = set(re.findall(r'^\t\{ "([a-z_.]+)", "[^"]+", ACTION_', table, re.M))
kinds = set(re.findall(r'^\t\{ "([a-z_]+)", "[^"]+" \},', table, re.M))
bad = []
for path in sorted(root.glob("src/**/*.c")):
    text = path.read_text()
    if path.parent == desk and path.name != "action.c":
        for code in re.findall(r'"([a-z_]+\.[a-z_]+)"', text):
            if code not in known and not OTHER.fullmatch(code) and not code.endswith(".h"):
                bad.append(f"{path}: {code} is not in src/desk/action.c")
    for code in re.findall(r'\.action = (?:STR\()?"([^"]+)"', text):
        if code not in known and not code.startswith("/"):
            bad.append(f"{path}: action {code} is not in src/desk/action.c")
    for kind in re.findall(r'object_kind = (?:STR\()?"([^"]+)"', text):
        if kind not in kinds:
            bad.append(f"{path}: object kind {kind} is not in src/desk/action.c")
print("\n".join("# " + b for b in bad))
print(("not ok" if bad else "ok") + " 1 - every action and object kind has its name")
print("ok 2 - the table was read" if len(known) > 30 and len(kinds) > 5 else "not ok 2")
print("1..2")
sys.exit(bool(bad))
