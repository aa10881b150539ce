"""Commands sealed for the service: what an encrypted copy of unsent work consists of.

A line names desk, number and command; the command itself is in a sealed box that only the service's private key opens
(X25519, XSalsa20-Poly1305). Anybody can seal something for the service, so inside the box the command comes with a MAC
that needs the desk's token: the service knows the token's digest, and nobody else does.

PyNaCl is imported where it is needed: it must not make a screen wait.
"""

import base64
import binascii
import hashlib
import hmac

from pydantic import BaseModel, ValidationError

from empfang.protocol import SealedCommand


class _Inside(BaseModel):
    """What is in the box: the command to the letter as it would have been sent, and its MAC (hexadecimal)."""

    mac: str
    command: str


def new_key_pair() -> tuple[str, str]:
    """A private and its public key, hexadecimal."""
    from nacl.public import PrivateKey  # noqa: PLC0415

    private = PrivateKey.generate()
    return bytes(private).hex(), bytes(private.public_key).hex()


def token_digest(token: str) -> str:
    """What the service keeps of a token: its SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def seal(recovery_key: str, token: str, desk_id: str, number: int, command_id: str, command: bytes) -> bytes:
    """A line (without its end) that only the service can read.

    Raises:
        ValueError: `recovery_key` is no key.
    """
    from nacl.public import PublicKey, SealedBox  # noqa: PLC0415

    inside = _Inside(mac=_mac(token_digest(token), command), command=command.decode())
    box = SealedBox(PublicKey(_key(recovery_key))).encrypt(inside.model_dump_json().encode())
    sealed = base64.b64encode(box).decode()
    line = SealedCommand(desk_id=desk_id, number=number, command_id=command_id, sealed=sealed)
    return line.model_dump_json().encode()


def unseal(private_key: str, line: SealedCommand) -> tuple[bytes, str] | None:
    """The command of a line and its MAC; None if the box cannot be opened or holds something else."""
    from nacl.exceptions import CryptoError  # noqa: PLC0415
    from nacl.public import PrivateKey, SealedBox  # noqa: PLC0415

    try:
        box = base64.b64decode(line.sealed, validate=True)
        inside = _Inside.model_validate_json(SealedBox(PrivateKey(_key(private_key))).decrypt(box))
        return inside.command.encode(), inside.mac
    except (CryptoError, binascii.Error, ValidationError, UnicodeEncodeError, ValueError):
        return None


def genuine(digest: str, command: bytes, mac: str) -> bool:
    """Whether the MAC was made by who has the token with this digest."""
    return hmac.compare_digest(_mac(digest, command).encode(), mac.encode())


def _mac(digest: str, command: bytes) -> str:
    return hmac.new(bytes.fromhex(digest), command, hashlib.sha256).hexdigest()


def _key(text: str) -> bytes:
    key = bytes.fromhex(text)
    if len(key) != 32:
        raise ValueError("not a key")
    return key
