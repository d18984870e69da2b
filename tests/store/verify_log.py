#!/usr/bin/env python3
"""Checks an exported log with nothing but docs/log-format.md: verify_log.py FILE

Prints the number of events and the last chain value, or what is wrong (exit status 1)."""
import hashlib, json, subprocess, sys

TEXTS = ("role", "address", "action", "object_kind", "reason", "detail")
FIELDS = ("seq", "at", "actor", "agency", "role", "address", "action", "object_kind", "object",
          "refused", "reason", "before", "after", "detail")


def sm3(data):
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        return subprocess.run(["openssl", "dgst", "-sm3", "-binary"], input=data,
                              capture_output=True, check=True).stdout


def field(name, value):
    if name in ("before", "after"):
        raw = bytes.fromhex(value or "")
    elif name in TEXTS:
        raw = value.encode()
    else:
        raw = b"%d" % value
    return len(raw).to_bytes(8, "big") + raw


chain, n = bytes(32), 0
for line in open(sys.argv[1], encoding="utf-8"):
    event = json.loads(line)
    n += 1
    chain = sm3(chain + b"".join(field(name, event[name]) for name in FIELDS))
    if event["seq"] != n or event["chain"] != chain.hex():
        print("event", n, "does not fit")
        sys.exit(1)
print(n, chain.hex())
