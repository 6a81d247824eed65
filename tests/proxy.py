"""nginx before copies of the app, with the configuration that ships in `deploy/`."""

import contextlib
import os
import re
import shutil
import ssl
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from conftest import ROOT, free_port


def find() -> str | None:
    """nginx, installed now where it is missing and can be; None where it can't."""
    if not shutil.which("nginx") and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "nginx-light"], check=False)
    return shutil.which("nginx")


def configuration(
    port: int, copies: Sequence[str], below: str = "", sockets: bool = True, certificate: str = ""
) -> str:
    """`deploy/nginx.conf` for copies at these addresses; below a path, without sockets, with TLS, where wished.

    `certificate`: the path of a PEM file with the certificate and its key.
    """
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    servers = "".join(f"server {copy.removeprefix('http://').strip('/')}; " for copy in copies)
    listen = f"listen 127.0.0.1:{port};"
    if certificate:  # as deploy/README.md says
        listen = f"listen 127.0.0.1:{port} ssl; ssl_certificate {certificate}; ssl_certificate_key {certificate};"
    text = text.replace("server copy:7860;", servers).replace("listen 80;", listen)
    if below:  # as deploy/README.md says
        text = re.sub(r"location (\S+) {", rf"location {below}\1 {{", text)
        text = re.sub(r"(proxy_pass http://\w+);", r"\1/;", text)
        text = re.sub(r"(location \S*(/gradio_api/\w+/) {\s+proxy_pass http://\w+)/;", r"\1\2;", text)
    if not sockets:
        text = re.sub(r"proxy_set_header (Upgrade|Connection) .*;", "", text)
    return text


def self_signed(folder: str) -> str:
    """The path of a certificate for 127.0.0.1 and its key, made by openssl."""
    path = f"{folder}/own.pem"
    wish = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    keys = ["-newkey", "rsa:2048", "-nodes", "-keyout", path, "-out", f"{folder}/certificate.pem"]
    subprocess.run(["openssl", "req", "-x509", *wish, *keys], check=True, capture_output=True)
    with open(path, "a", encoding="utf-8") as both:
        both.write(Path(folder, "certificate.pem").read_text(encoding="utf-8"))
    return path


@contextlib.contextmanager
def before(copies: Sequence[str], below: str = "", sockets: bool = True, tls: bool = False) -> Iterator[str]:
    """The address of nginx before the copies, while it runs; `tls` with a certificate that it signed itself."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "nginx.conf"
        certificate = self_signed(folder) if tls else ""
        file.write_text(configuration(port, copies, below, sockets, certificate), encoding="utf-8")
        own = f"daemon off; pid {folder}/pid; error_log {folder}/errors;"
        process = subprocess.Popen([find(), "-p", folder, "-e", f"{folder}/errors", "-c", str(file), "-g", own])
        try:
            url = f"{'https' if tls else 'http'}://127.0.0.1:{port}{below}/"
            trusting = ssl.create_default_context()
            trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
            for _ in range(100):
                if process.poll() is not None:
                    raise RuntimeError((Path(folder) / "errors").read_text())
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(url, timeout=5, context=trusting if tls else None).close()
                    break
                time.sleep(0.1)  # it is starting
            yield url
        finally:
            process.terminate()
            process.wait(10)
