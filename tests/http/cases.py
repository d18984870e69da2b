"""Case files of tests/http/cases: reading them, sending them, judging the answers.

A case is a text file of `key: value` lines, then `send:` and the bytes of the request, a line each.
Lines are joined by CRLF; a backslash at the end of a line leaves the CRLF out, and \\r \\n \\t \\0
\\xNN \\\\ are bytes; {A*16384} is a run, {length} the number of bytes behind the head.  Keys:

  title    what the case is about
  expect   statuses of all answers in order, directly and through nginx
  direct   the same for the server alone, where it differs (both: a list of alternatives with |)
  nginx    the same through nginx
  close    yes: the connection must be closed afterwards; no: it must stay open
  header   "Name: value" that the first answer must have (may come several times)
  without  a header name the first answer must not have
  body     text that must stand in what came back
  absent   text that must not
"""
import pathlib
import re
import socket
import ssl
import time

STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")


def decode(line):
    line = re.sub(r"\{(.)\*(\d+)\}", lambda m: m.group(1) * int(m.group(2)), line)
    table = {"r": b"\r", "n": b"\n", "t": b"\t", "0": b"\0", "\\": b"\\"}
    out = b""
    i = 0
    while i < len(line):
        if line[i] == "\\" and line[i + 1] == "x":
            out += bytes([int(line[i + 2:i + 4], 16)])
            i += 4
        elif line[i] == "\\":
            out += table[line[i + 1]]
            i += 2
        else:
            out += line[i].encode()
            i += 1
    return out


class Case:
    def __init__(self, path):
        self.name = path.stem
        self.keys = {}
        self.send = b""
        lines = path.read_text(encoding="utf-8").split("\n")
        if lines[-1] == "":
            lines.pop()
        at = lines.index("send:")
        for line in lines[:at]:
            if line and not line.startswith("#"):
                key, value = line.split(": ", 1)
                self.keys.setdefault(key, []).append(value)
        for line in lines[at + 1:]:
            if line.endswith("\\") and not line.endswith("\\\\"):
                self.send += decode(line[:-1])
            else:
                self.send += decode(line) + b"\r\n"
        body = self.send.partition(b"\r\n\r\n")[2]
        self.send = self.send.replace(b"{length}", str(len(body)).encode())

    def one(self, key, default=None):
        return self.keys.get(key, [default])[0]

    def wanted(self, way):
        """Lists of statuses, any of which will do."""
        text = self.one(way) or self.one("expect")
        return [[int(s) for s in alt.split()] for alt in text.split("|")]


def load_cases(folder):
    return [Case(p) for p in sorted(pathlib.Path(folder).glob("*.txt"))]


def connect(address, tls=False, timeout=10):
    if isinstance(address, str):
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(timeout)
        s.connect(address)
    else:
        s = socket.create_connection(address, timeout=timeout)
    if tls:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_alpn_protocols(["http/1.1"])
        s = context.wrap_socket(s, server_hostname="gongkai.example.gov.cn")
    return s


def exchange(address, data, tls=False, quiet=0.6, patience=8):
    """Sends and reads until the other end closes or says nothing more.  (bytes, closed)"""
    s = connect(address, tls)
    try:
        s.sendall(data)
    except OSError:
        pass
    got, closed, end = b"", False, time.monotonic() + patience
    while time.monotonic() < end:
        s.settimeout(quiet if got else patience)
        try:
            piece = s.recv(65536)
        except TimeoutError:
            break
        except OSError:
            closed = True
            break
        if not piece:
            closed = True
            break
        got += piece
    s.close()
    return got, closed


def statuses(raw):
    return [int(m) for m in STATUS.findall(raw)]


def first_headers(raw):
    """Headers of the first final answer, names in lower case."""
    for block in raw.split(b"\r\n\r\n"):
        lines = block.split(b"\r\n")
        if lines[0].startswith(b"HTTP/1.") and not lines[0].split(b" ")[1].startswith(b"1"):
            out = {}
            for line in lines[1:]:
                name, _, value = line.partition(b":")
                out.setdefault(name.decode("latin-1").lower(), []).append(
                    value.strip().decode("latin-1"))
            return out
    return {}


def judge(case, way, raw, closed):
    """Empty when all is as wanted, else what is not."""
    wrong = []
    got = statuses(raw)
    if got not in case.wanted(way):
        wrong.append(f"statuses {got}, wanted {case.wanted(way)}")
    close = case.one("close-" + way) or case.one("close")
    if close == "yes" and not closed:
        wrong.append("connection left open")
    if close == "no" and closed:
        wrong.append("connection closed")
    headers = first_headers(raw)
    for line in case.keys.get("header", []):
        name, value = line.split(": ", 1)
        if value not in headers.get(name.lower(), []):
            wrong.append(f"header {line!r} not in {headers.get(name.lower())}")
    for name in case.keys.get("without", []):
        if name.lower() in headers:
            wrong.append(f"header {name} is there")
    for text in case.keys.get("body", []):
        if text.encode() not in raw:
            wrong.append(f"{text!r} not in the answer")
    for text in case.keys.get("absent", []):
        if text.encode() in raw:
            wrong.append(f"{text!r} in the answer")
    return "; ".join(wrong)
