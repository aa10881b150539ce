"""Running the service: address, TLS, and stopping without keeping anybody waiting."""

import ipaddress
import logging
import socket
import ssl
from pathlib import Path

import uvicorn

from empfang.central.app import Service, make_app
from empfang.central.database import CentralDatabase
from empfang.central.outgoing.sender import Sending
from empfang.central.public import USUAL, Limits
from empfang.clock import Clock
from empfang.errors import InputProblem, ServiceProblem
from empfang.garbage import look_seldom

_GRACE_S = 2
_BACKLOG = 256


class _Server(uvicorn.Server):
    """Sends those who wait for changes home first, or stopping would last as long as the longest wait."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._service.hub.close()
        await super().shutdown(sockets)


def is_loopback(host: str) -> bool:
    """Whether an address cannot be reached from another machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one.

    Raises:
        ServiceProblem: `port_taken`, `address_bad`.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        code = "address_bad" if isinstance(error, socket.gaierror) or error.errno == 99 else "port_taken"
        raise ServiceProblem(code, host=host, port=port) from None
    return listener


def serve(
    database: CentralDatabase,
    clock: Clock,
    listener: socket.socket,
    certificate: Path | None = None,
    key: Path | None = None,
    sending: Sending | None = None,
    limits: Limits | None = USUAL,
) -> None:
    """Serve until interrupted; the address was checked with `check_address`. `sending`, `limits`: see `Service`."""
    service = Service(database, clock, sending, limits)
    config = uvicorn.Config(
        make_app(service),
        ssl_certfile=certificate,
        ssl_keyfile=key,
        log_level=logging.WARNING,
        access_log=False,
        timeout_graceful_shutdown=_GRACE_S,
        server_header=False,
    )
    look_seldom()
    _Server(config, service).run(sockets=[listener])


def check_address(host: str, certificate: Path | None, key: Path | None) -> None:
    """Make sure that nothing goes unencrypted to another machine.

    Raises:
        ServiceProblem: `tls_needed` for anything but loopback without a certificate.
        InputProblem: `certificate_bad`.
    """
    if certificate is None:
        if not is_loopback(host):
            raise ServiceProblem("tls_needed", host=host)
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise InputProblem("certificate_bad", path=certificate, detail=str(error)) from None
