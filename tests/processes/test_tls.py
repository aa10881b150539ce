"""Beyond loopback only with TLS: a certificate of the organisation's own, trusted or not."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.processes.parts import ROOT, Part, start


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "empfang test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = tmp_path / "certificate.pem", tmp_path / "key.pem"
    certificate_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_file, key_file


def empfang(environment: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "empfang", *map(str, arguments)],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_trusted_certificate_lets_the_desk_in_and_an_untrusted_one_is_named(
    certificate: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os  # noqa: PLC0415 - the environment of the processes

    monkeypatch.setenv("EMPFANG_DATABASE", str(tmp_path / "central.db"))
    monkeypatch.setenv("EMPFANG_DESK_FOLDER", str(tmp_path / "desk"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = json.loads(empfang(environment, "central", "enrol", "--centre", "KL", "--json").stdout)["code"]
    service: Part = start(
        "-m", "empfang", "--lang", "en", "central", "serve", "--port", "0",
        "--certificate", str(certificate[0]), "--key", str(certificate[1]),
    )  # fmt: skip
    try:
        url = next(word for word in service.read_line().split() if word.startswith("https"))
        untrusted = empfang(environment, "desk", "enrol", url, code)
        assert untrusted.returncode == 4
        assert "vertraut dieser Rechner nicht" in untrusted.stderr
        trusting = {**environment, "SSL_CERT_FILE": str(certificate[0])}
        assert empfang(trusting, "desk", "enrol", url, code).returncode == 0
        assert json.loads(empfang(trusting, "desk", "sync", "--json").stdout)["unsent"] == 0
        assert empfang(environment, "desk", "sync").returncode == 4
    finally:
        service.end()


def test_a_certificate_that_is_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os  # noqa: PLC0415

    monkeypatch.setenv("EMPFANG_DATABASE", str(tmp_path / "central.db"))
    (tmp_path / "no.pem").write_text("nothing")
    for path in (tmp_path / "no.pem", tmp_path / "missing.pem"):
        done = empfang({**os.environ, "PYTHONPATH": str(ROOT)}, "central", "serve", "--certificate", path)
        assert done.returncode == 1
        assert "Zertifikat" in done.stderr
        assert "Traceback" not in done.stderr
