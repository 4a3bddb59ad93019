"""nginx as the manual for operations says, on free ports and with a certificate of its own."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from running import free_port

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
NAME = "hotspotkaart.example"
# Debian keeps it where only the administrator looks for programs.
_PLACES = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
_MOST_SECONDS = 20.0
_AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {servers}
}}
"""


@dataclass(frozen=True)
class Proxy:
    """A running nginx: where it listens in the place of 443 and of 80."""

    https: int
    http: int

    @property
    def rules(self) -> str:
        """What makes a Chromium find it under the name and the ports of the manual."""
        rules = (
            f"MAP {NAME}:443 127.0.0.1:{self.https}",
            f"MAP {NAME}:80 127.0.0.1:{self.http}",
        )
        return f"--host-resolver-rules={', '.join(rules)}"


def find_nginx() -> str | None:
    """Return the nginx of this machine."""
    return shutil.which("nginx", path=_PLACES)


@contextmanager
def run_nginx(folder: Path, app_port: int) -> Iterator[Proxy]:
    """Run nginx in front of an app, and end it with all that it started."""
    proxy = Proxy(free_port(), free_port())
    _write_certificate(folder)
    conf = folder / "nginx.conf"
    conf.write_text(_fill_in(folder, proxy, app_port), encoding="utf-8")
    program = find_nginx()
    assert program is not None
    words = [program, "-p", str(folder), "-c", str(conf), "-e", str(folder / "error.log")]
    tested = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen(words)
    try:
        _await(process, proxy)
        yield proxy
    finally:
        process.terminate()
        process.wait(timeout=_MOST_SECONDS)
    # The workers end before the one that started them.
    assert not (folder / "nginx.pid").exists()


def _fill_in(folder: Path, proxy: Proxy, app_port: int) -> str:
    """Put ports and certificate of this machine where those of the manual stand."""
    (servers,) = re.findall(r"```nginx\n(.*?)```", MANUAL.read_text("utf-8"), flags=re.DOTALL)
    for told, own in {
        "listen 443 ssl;": f"listen 127.0.0.1:{proxy.https} ssl;",
        "listen 80;": f"listen 127.0.0.1:{proxy.http};",
        "/etc/ssl/hotspotkaart.pem": f"{folder}/own.pem",
        "/etc/ssl/private/hotspotkaart.key": f"{folder}/own.key",
        "http://127.0.0.1:8501;": f"http://127.0.0.1:{app_port};",
    }.items():
        assert told in servers, told
        servers = servers.replace(told, own)
    # The folders of a test are for its user alone: started by root, nginx would work as another.
    user = "user root root;" if os.geteuid() == 0 else ""
    return _AROUND.format(folder=folder, servers=servers, user=user)


def _write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "own.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "own.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def _await(process: subprocess.Popen[bytes], proxy: Proxy) -> None:
    """Wait until it listens."""
    until = monotonic() + _MOST_SECONDS
    for port in (proxy.https, proxy.http):
        while True:
            assert process.poll() is None, "nginx ended by itself"
            assert monotonic() < until, "nginx does not listen"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
