"""Where the service is."""

from urllib.parse import urlsplit

from empfang.errors import ServiceProblem

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def check_url(url: str) -> str:
    """The service's address without a slash at the end.

    Raises:
        ServiceProblem: `url_bad`, or `url_needs_tls` for anything but loopback without https.
    """
    try:
        parts = urlsplit(url)
        port_ok = parts.port is None or parts.port > 0
    except ValueError:
        raise ServiceProblem("url_bad", url=url) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_ok:
        raise ServiceProblem("url_bad", url=url)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ServiceProblem("url_needs_tls", url=url)
    return url.rstrip("/")
