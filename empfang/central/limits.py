"""How often somebody may ask: so many at once, then one in so many seconds. Each process counts in its own memory."""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable

_MOST = 20_000
"""Who is remembered at most; beyond that those who asked longest ago are forgotten."""
_NETWORK_BITS = 64
"""What a household has of IPv6 addresses."""


class Limiter:
    """Counts for each key (GCRA: all that is kept is when the key will have used up nothing any more)."""

    def __init__(self, at_once: int, every_s: float, time_s: Callable[[], float], most: int = _MOST) -> None:
        """`time_s` is a clock that never goes back."""
        self._at_once = at_once
        self._every_s = every_s
        self._time_s = time_s
        self._most = most
        self._free_at: OrderedDict[str, float] = OrderedDict()

    def wait_s(self, key: str) -> float:
        """Seconds until this key may ask again; 0 if it may now."""
        now = self._time_s()
        return max(0.0, self._free_at.get(key, now) - now - (self._at_once - 1) * self._every_s)

    def take(self, key: str) -> float:
        """Count one more, if the key may ask now; else the seconds until it may."""
        wait_s = self.wait_s(key)
        if not wait_s:
            now = self._time_s()
            self._free_at[key] = max(self._free_at.get(key, now), now) + self._every_s
            self._free_at.move_to_end(key)
            while len(self._free_at) > self._most:
                self._free_at.popitem(last=False)
        return wait_s

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._free_at)


def household(address: str) -> str:
    """What is counted as one client: an IPv4 address, or the network of an IPv6 one; else what was given."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _NETWORK_BITS), strict=False))
