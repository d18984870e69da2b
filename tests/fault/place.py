"""A gongkai server with its data folder or database, and people with browsers; TAP.

What every test of this folder needs: Place starts, kills and inspects a server as an
operator would, Person is one browser (cookies, forms with their tokens).  Python's
standard library alone.
"""
import base64
import hashlib
import hmac
import html
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
GONGKAI = os.environ.get("GONGKAI", str(ROOT / "build-dev/src/cmd/gongkai"))
VERIFY = os.environ.get("LOG_VERIFY", str(ROOT / "build-dev/tests/fault/log_verify"))
PASSWORD = "Blaue-Berge-7"
PATIENCE = 60  # seconds for anything that must happen; the machine may be busy


class Tap:
    def __init__(self):
        self.n = self.bad = 0

    def check(self, ok, name, why=""):
        self.n += 1
        self.bad += not ok
        print(f"{'ok' if ok else 'not ok'} {self.n} - {name}")
        if not ok and why != "":
            print("# " + str(why).replace("\n", "\n# "))
        sys.stdout.flush()
        return ok

    def skip(self, name, why):
        self.n += 1
        print(f"ok {self.n} - {name} # SKIP {why}")

    def end(self):
        print(f"1..{self.n}")
        sys.exit(1 if self.bad else 0)


def wait_for(test, seconds=PATIENCE, pause=0.05):
    """What test() gave when it was true for the first time, or gives at the end."""
    end = time.monotonic() + seconds
    while True:
        got = test()
        if got or time.monotonic() > end:
            return got
        time.sleep(pause)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        self.location = headers.get("Location", "")

    @property
    def text(self):
        """The words of the page's main part, as a person reads them."""
        body = self.body.decode("utf-8", "replace")
        main = re.search(r"(?s)<main.*?</main>", body)
        text = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", " ", main.group(0) if main else body)
        return re.sub(r"\s+", " ", html.unescape(text)).strip()

    def field(self, name):
        """The value of an input of the page, None when there is none."""
        for tag in re.findall(rb"<input[^>]*>", self.body):
            tag = tag.decode()
            if re.search(rf'name="{re.escape(name)}"', tag):
                value = re.search(r'value="([^"]*)"', tag)
                return html.unescape(value.group(1)) if value else ""
        return None

    def __str__(self):
        return f"{self.status} {self.location} {self.text[:300]}"


class Person:
    """One browser.  A request raises OSError when the server does not answer."""

    def __init__(self, place, login=None):
        self.place, self.cookies, self.login, self.secret = place, {}, login, None
        self.connection = None

    def ask(self, method, path, fields=None, timeout=PATIENCE):
        """One request; as browsers do, a GET on a connection that was ended in between is sent again."""
        if method == "GET" and self.connection is not None:
            try:
                return self.send(method, path, fields, timeout)
            except OSError:
                pass
        return self.send(method, path, fields, timeout)

    def send(self, method, path, fields, timeout):
        headers = {"Host": f"127.0.0.1:{self.place.port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.place.port, timeout=timeout)
            self.connection.request(method, path, body, headers)
            got = self.connection.getresponse()
            answer = Answer(got.status, dict(got.getheaders()), got.read())
            cookies = got.headers.get_all("Set-Cookie") or []
            if got.will_close:
                self.leave()
        except http.client.HTTPException as e:
            self.leave()
            raise ConnectionError(str(e)) from e
        except OSError:
            self.leave()
            raise
        for c in cookies:
            name, _, rest = c.partition("=")
            value = rest.split(";")[0]
            if re.search(r"(?i)max-age=0", rest):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer

    def leave(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, fields, page=None, **more):
        """Sends the form of `page` (or of the same path) with its token."""
        token = fields.get("_csrf") or self.token(page or path)
        return self.ask("POST", path, {**fields, "_csrf": token}, **more)

    def token(self, page):
        got = self.get(page)
        token = got.field("_csrf")
        if token is None:
            raise AssertionError(f"no form on {page}: {got}")
        return token

    def enter(self, login=None, password=PASSWORD):
        """Logs in; an administrator's second factor is enrolled at the first time."""
        self.login = login or self.login
        got = self.post("/login", {"login": self.login, "password": password})
        if got.status != 303:
            raise AssertionError(f"log-in of {self.login}: {got}")
        if "/account/factor" in got.location:
            got = self.post("/account/factor", {"back": ""})
            if got.status == 303:
                got = self.get(got.location)
            key = re.search(r"[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}|[A-Z2-7]{32}", got.text)
            if not key:
                raise AssertionError(f"no key: {got}")
            self.secret = key.group(0).replace(" ", "")
            got = self.post("/account/factor/confirm",
                            {"code": totp(self.secret), "_csrf": got.field("_csrf")})
            if got.status not in (200, 303) or "恢复码" not in got.text:
                raise AssertionError(f"enrolment: {got}")
        elif "/login/code" in got.location:
            got = self.post("/login/code", {"code": totp(self.secret)})
            if got.status != 303:
                raise AssertionError(f"second step: {got}")
        return self

    def twin(self):
        """Another connection of the same browser."""
        other = Person(self.place, self.login)
        other.cookies, other.secret = dict(self.cookies), self.secret
        return other


def totp(key, at=None):
    """RFC 6238 with SHA-1."""
    counter = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    h = hmac.new(base64.b32decode(key), counter, hashlib.sha1).digest()
    o = h[19] & 15
    return f"{(struct.unpack('>I', h[o:o + 4])[0] & 0x7fffffff) % 1000000:06d}"


class Place:
    def __init__(self, *options, folder=None, database=None, wrap=()):
        self.top = pathlib.Path(folder or tempfile.mkdtemp(prefix="gongkai-fault-"))
        self.data, self.key = self.top / "data", self.top / "data.key"
        self.options, self.database, self.wrap = list(options), database, list(wrap)
        self.port, self.process, self.one_time = free_port(), None, None
        self.log_path = self.top / "log"
        self.out = ""

    def command(self, *more):
        words = [*self.wrap, GONGKAI, "serve", "--data", str(self.data), "--listen",
                 f"127.0.0.1:{self.port}", "--set", "login_per_minute=1000",
                 "--set", f"log_file={self.log_path}"]
        if self.database:
            words += ["--database", self.database]
        return words + self.options + list(more)

    def start(self, **more):
        """Starts the server and waits until it says so."""
        with open(self.top / "stderr", "a", encoding="utf-8") as errors:
            self.process = subprocess.Popen(self.command(), stdout=subprocess.PIPE, stderr=errors,
                                            text=True, **more)
        self.out = ""
        while "已启动" not in self.out:
            line = self.process.stdout.readline()
            if not line:
                self.process.wait()
                raise AssertionError("the server did not start: " + self.complaints())
            self.out += line
        # What it says behind that, without waiting for more than there is.
        if self.one_time is None and not (self.top / "set-up").exists():
            self.out += self.process.stdout.readline() + self.process.stdout.readline()
            got = re.search(r"一次性设置密码：([A-Z0-9-]+)", self.out)
            self.one_time = got.group(1) if got else None
        return self

    def refused(self, *more, **how):
        """Starts a server that must not start: its exit status and what it says."""
        got = subprocess.run(self.command(*more), capture_output=True, text=True, timeout=PATIENCE,
                             check=False, **how)
        return got.returncode, got.stderr.strip(), got.stdout

    def kill(self, number=signal.SIGKILL):
        """Ends the server by a signal; its exit status."""
        self.process.send_signal(number)
        self.process.wait(PATIENCE)
        self.process.stdout.close()
        return self.process.returncode

    def stop(self):
        return self.kill(signal.SIGTERM)

    def set_up(self):
        """First set-up and the system administrator logged in."""
        person = Person(self)
        fields = {"one_time": self.one_time, "agency_name": "示例市档案局"}
        for i, (login, name) in enumerate([("sys", "测试甲"), ("sec", "测试乙"), ("aud", "测试丙")]):
            fields |= {f"login{i}": login, f"name{i}": name, f"password{i}": PASSWORD}
        got = person.post("/setup", fields)
        if got.status != 303:
            raise AssertionError(f"set-up: {got}")
        (self.top / "set-up").touch()
        return Person(self).enter("sys")

    def verify(self):
        """(does the chain of the log hold, number of events or the reason)"""
        words = [VERIFY, self.database or str(self.data)]
        got = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if got.returncode == 0:
            return True, int(got.stdout)
        return False, f"{got.returncode} {got.stdout} {got.stderr}"

    def complaints(self):
        """What the server said on stderr; a sanitizer says it there."""
        return (self.top / "stderr").read_text(errors="replace")

    def server_log(self):
        try:
            return self.log_path.read_text(errors="replace")
        except OSError:
            return ""

    def remove(self):
        if self.process and self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.top, ignore_errors=True)


class Writers:
    """Clients that write as fast as they are answered; every acknowledged write is noted here.

    Each has a department of its own and counts its telephone number up; every fiftieth write
    is a new department.
    """

    def __init__(self, person, n, prefix="部门"):
        self.prefix, self.n = prefix, n
        self.acked, self.sent, self.paths, self.added = [0] * n, [0] * n, [], []
        self.answers, self.good = {}, 0
        self.count = 0
        self.lock = threading.Lock()
        self.people = [person.twin() for _ in range(n)]
        self.agency = find_agency(person)
        self.token = person.token(self.agency + "/department")
        for i in range(n):
            self.add(person, f"{prefix}甲{i}")
        page = person.get(self.agency).body.decode()
        for i in range(n):
            self.paths.append(department_path(page, f"{prefix}甲{i}"))
        self.going = False
        self.threads = []

    def note(self, status):
        with self.lock:
            self.answers[status] = self.answers.get(status, 0) + 1
            self.good += status == 303

    def add(self, person, name):
        got = person.ask("POST", self.agency + "/department", {"name": name, "_csrf": self.token})
        self.note(got.status)
        if got.status == 303:
            with self.lock:
                self.added.append(name)
        return got

    def change(self, i, version):
        """One change; the next version when it was answered with "saved"."""
        self.sent[i] += 1
        got = self.people[i].ask("POST", self.paths[i],
                                 {"name": f"{self.prefix}甲{i}", "phone": str(self.sent[i]), "active": "1",
                                  "version": str(version), "_csrf": self.token})
        self.note(got.status)
        if got.status == 303:
            self.acked[i] = self.sent[i]
            return version + 1
        return 0

    def run(self, i):
        version, k = 0, 0
        while self.going:
            try:
                if version == 0:
                    version = int(self.people[i].get(self.paths[i]).field("version") or 0)
                if version == 0:
                    time.sleep(0.1)
                    continue
                k += 1
                if k % 50 == 0:
                    with self.lock:
                        self.count += 1
                        name = f"{self.prefix}乙{self.count}"
                    self.add(self.people[i], name)
                else:
                    version = self.change(i, version)
            except OSError:
                version = 0
                self.note("broken")
                if not self.going:
                    return
                time.sleep(0.02)

    def begin(self):
        self.going = True
        self.threads = [threading.Thread(target=self.run, args=(i,), daemon=True) for i in range(self.n)]
        for t in self.threads:
            t.start()

    def end(self):
        self.going = False
        for t in self.threads:
            t.join(2 * PATIENCE)
        for p in self.people:
            p.leave()

    def missing(self, person, new_from=0):
        """What was acknowledged and is not there, in words; [] when nothing is lost."""
        lost = []
        for i in range(self.n):
            got = person.get(self.paths[i])
            phone = int(got.field("phone") or 0)
            if not self.acked[i] <= phone <= self.sent[i]:
                lost.append(f"{self.paths[i]}: {phone}, acknowledged {self.acked[i]}, sent {self.sent[i]}")
        page = html.unescape(person.get(self.agency).body.decode())
        lost += [name for name in self.added[new_from:] if f">{name}<" not in page]
        return lost

    def total(self):
        """Acknowledged writes so far."""
        return self.good


def find_agency(person):
    """/admin/agencies/ID of the one agency."""
    got = re.search(r'href="(/admin/agencies/\d+)/department"', person.get("/admin/agencies").body.decode())
    if not got:
        raise AssertionError(f"no agency: {person.get('/admin/agencies')}")
    return got.group(1)


def department_path(page, name):
    """The path of a department's form, from its agency's page."""
    got = [p for p, text in re.findall(r'<a[^>]*href="(/admin/departments/\d+)"[^>]*>(.*?)</a>', page, re.S)
           if name in html.unescape(text)]
    if not got:
        row = re.search(rf'(?s){re.escape(name)}<.*?href="(/admin/departments/\d+)"', html.unescape(page))
        got = [row.group(1)] if row else []
    if not got:
        raise AssertionError(f"no department {name}")
    return got[0]


def postgres(action, *more):
    """pg_ctl for the server that with-postgres started; True when it succeeded."""
    words = [os.environ["PGBIN"] + "/pg_ctl", "-D", os.environ["PGFOLDER"], "-w", "-t", "60", *more, action]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    if action == "start":
        folder = pathlib.Path(os.environ["PGFOLDER"]).parent
        words += ["-l", str(folder / "server.log"), "-o",
                  f"-c listen_addresses='' -c unix_socket_directories='{folder}' "
                  "-c max_connections=150 -c shared_buffers=64MB"]
    return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
                          check=False).returncode == 0


def postgres_url():
    """The address of the private server for --database; None without one."""
    words = dict(w.split("=", 1) for w in os.environ.get("GONGKAI_TEST_PG", "").split())
    if not words:
        return None
    return "postgres://{user}@/{dbname}?host={host}".format(**words)
