"""Starting and stopping http_echo and nginx for the tests of this folder; TAP."""
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ECHO = os.environ.get("HTTP_ECHO", str(ROOT / "build-dev/tests/http/http_echo"))
NGINX = shutil.which("nginx") or ("/usr/sbin/nginx" if os.path.exists("/usr/sbin/nginx") else None)
NAME = "gongkai.example.gov.cn"


class Tap:
    def __init__(self):
        self.n = self.bad = 0

    def check(self, ok, name, why=""):
        self.n += 1
        self.bad += not ok
        print(f"{'ok' if ok else 'not ok'} {self.n} - {name}")
        if not ok and why:
            print("# " + str(why).replace("\n", "\n# "))
        sys.stdout.flush()

    def skip(self, name, why):
        self.n += 1
        print(f"ok {self.n} - {name} # SKIP {why}")

    def end(self):
        print(f"1..{self.n}")
        sys.exit(1 if self.bad else 0)


class Echo:
    """The test program; ports[i] of its listening addresses."""

    def __init__(self, *options, listen=("127.0.0.1:0",), wrap=()):
        self.folder = tempfile.TemporaryDirectory(prefix="gongkai-http-")
        self.uploads = pathlib.Path(self.folder.name) / "uploads"
        self.uploads.mkdir()
        args = [*wrap, ECHO]
        for item in listen:
            for i, word in enumerate(item.split(" ")):
                args += (["--listen"] if i == 0 else []) + [word]
        args += ["--uploads", str(self.uploads), *map(str, options)]
        self.process = subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("ready"):
            raise RuntimeError("http_echo: " + self.process.stderr.read())
        self.ports = [int(p) for p in line.split()[1:]]
        self.address = ("127.0.0.1", self.ports[0])

    def stats(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        words = self.process.stdout.readline().split()[1:]
        return {k: int(v) for k, v in (w.split("=") for w in words)}

    def wait_for(self, test, seconds=20):
        """The statistics as soon as test(statistics) holds, or the last ones."""
        end = time.monotonic() + seconds
        while True:
            s = self.stats()
            if test(s) or time.monotonic() > end:
                return s
            time.sleep(0.05)

    def pss_kib(self):
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as f:
            for line in f:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
        return 0

    def stop(self):
        """(exit status, last line, what it wrote to stderr)"""
        out, err = self.process.communicate(timeout=60)
        self.folder.cleanup()
        return self.process.returncode, out.strip().split("\n")[-1], err


def certificate(folder):
    """A key and a self-signed certificate for the tests."""
    cert, key = str(folder / "cert.pem"), str(folder / "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", cert,
                    "-days", "2", "-subj", f"/CN={NAME}"], check=True, capture_output=True)
    return cert, key


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Nginx:
    """config/nginx/gongkai.conf with the places of the administrator filled in."""

    def __init__(self, upstream):
        self.folder = tempfile.TemporaryDirectory(prefix="gongkai-nginx-")
        at = pathlib.Path(self.folder.name)
        os.chmod(at, 0o755)
        self.port, plain = free_port(), free_port()
        cert, key = certificate(at)
        text = (ROOT / "config/nginx/gongkai.conf").read_text(encoding="utf-8")
        for old, new in (("unix:/run/gongkai/http.sock", "unix:" + upstream),
                         ("listen 80;", f"listen 127.0.0.1:{plain};"),
                         ("listen [::]:80;", ""),
                         ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port} ssl http2;"),
                         ("listen [::]:443 ssl http2;", ""),
                         ("/etc/ssl/gongkai/fullchain.pem", cert),
                         ("/etc/ssl/gongkai/key.pem", key),
                         ("/var/log/nginx/gongkai", str(at / "log")),
                         ("/etc/nginx/gongkai-uploads.conf", str(ROOT / "config/nginx/gongkai-uploads.conf")),
                         # All cases come from one address at once.
                         ("rate=20r/s", "rate=5000r/s")):
            if old not in text:
                raise RuntimeError(f"{old!r} is not in the configuration any more")
            text = text.replace(old, new)
        (at / "gongkai.conf").write_text(text, encoding="utf-8")
        user = "user root;" if os.geteuid() == 0 else ""
        (at / "nginx.conf").write_text(
            f"{user} worker_processes 1; daemon off; pid {at}/pid; error_log {at}/error.log;\n"
            f"events {{ worker_connections 1024; }}\n"
            f"http {{ client_body_temp_path {at}/b; proxy_temp_path {at}/p;"
            f" fastcgi_temp_path {at}/f; uwsgi_temp_path {at}/u; scgi_temp_path {at}/s;\n"
            f"include {at}/gongkai.conf; }}\n", encoding="utf-8")
        self.plain = ("127.0.0.1", plain)
        self.address = ("127.0.0.1", self.port)
        self.process = subprocess.Popen([NGINX, "-c", str(at / "nginx.conf"), "-p", str(at)],
                                        stderr=subprocess.PIPE, text=True)
        for _ in range(200):
            try:
                socket.create_connection(self.address, timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        self.process.kill()
        raise RuntimeError("nginx: " + self.process.stderr.read())

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)
        self.process.stderr.close()
        self.folder.cleanup()
