"""What befalls a request on its way to the service, and an answer on its way back."""

from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING

import httpx

from tests.sim.flights import Flight

if TYPE_CHECKING:
    from tests.sim.world import Sim

ANSWER_FAULTS = ("lost", "lost", "lost", "halved", "flipped", "html", "closed", "401", "empty")


def spoilt(answer: httpx.Response, fault: str, draw: Random) -> httpx.Response | Exception:
    """What the desk hears instead of this answer."""
    content = answer.content
    headers = {name: value for name, value in answer.headers.items() if name == "repr-digest"}
    match fault:
        case "lost":
            return httpx.ReadTimeout("lost")
        case "closed":
            return httpx.RemoteProtocolError("closed")
        case "halved":
            half = content[: draw.randrange(1 + len(content))]
            bare = {} if draw.random() < 0.3 else headers
            return httpx.Response(answer.status_code, content=half, headers=bare)
        case "flipped" if content:
            at = draw.randrange(len(content))
            flipped = content[:at] + bytes([content[at] ^ (1 << draw.randrange(8))]) + content[at + 1 :]
            return httpx.Response(answer.status_code, content=flipped, headers=headers)
        case "401":
            return httpx.Response(401, html="<h1>Anmeldung am WLAN</h1>")
        case "empty":
            return httpx.Response(200, content=b"")
    return httpx.Response(200, html="<h1>Wartung</h1>")


# Requests


def _lost(sim: "Sim", flight: Flight, draw: Random) -> None:
    sim.network.end(flight, httpx.ConnectTimeout("lost"))


def _delayed(sim: "Sim", flight: Flight, draw: Random) -> None:
    """The desk gives up; the request arrives later all the same."""
    if flight.awaited:
        sim.network.give_up(flight)


def _twice(sim: "Sim", flight: Flight, draw: Random) -> None:
    """It arrives now, and once more at some time."""
    if flight.request.method == "POST" and flight.copies < 2:
        copy = Flight(flight.desk, flight.lane, flight.request, sim.seconds, sim.seconds, awaited=False)
        copy.copies = flight.copies + 1
        sim.network.flights.append(copy)
    sim.network.serve([flight], draw.randrange(2))


def _replaced(flight: Flight, content: bytes) -> httpx.Request:
    headers = {"Authorization": flight.request.headers["authorization"]}
    return httpx.Request(flight.request.method, flight.request.url, content=content, headers=headers)


def _halved(sim: "Sim", flight: Flight, draw: Random) -> None:
    """Half of it arrives: the service hears that it was cut off, or takes it for the whole."""
    whole = flight.request.content
    if not whole or draw.random() < 0.5:
        _says(sim, flight, 400)
        return
    flight.request = _replaced(flight, whole[: draw.randrange(len(whole))])
    sim.network.serve([flight], draw.randrange(2))


def _garbage(sim: "Sim", flight: Flight, draw: Random) -> None:
    """One line among good ones cannot be read."""
    if flight.path != "/v1/commands":
        _lost(sim, flight, draw)
        return
    lines = flight.request.content.split(b"\n")
    place = draw.randrange(len(lines))
    bad = (b"{]", lines[place][: len(lines[place]) // 2], b"\xff\xfe" + lines[place], b'{"kind":"\\u0000"}', b"null")
    lines[place] = draw.choice(bad)
    flight.request = _replaced(flight, b"\n".join(lines))
    sim.network.serve([flight], draw.randrange(2))


def _says(sim: "Sim", flight: Flight, status: int, **headers: str) -> None:
    sim.network.end(flight, httpx.Response(status, html="<h1>Nein</h1>", headers=headers))


def _killed(sim: "Sim", flight: Flight, draw: Random) -> None:
    if draw.random() < 0.5:
        sim.central.dies_before_commit = True
    else:
        sim.central.dies_after_commit = True
    sim.network.serve([flight], draw.randrange(2))
    sim.central.dies_before_commit = sim.central.dies_after_commit = False


def _full(sim: "Sim", flight: Flight, draw: Random) -> None:
    sim.central.blow, sim.central.blow_at = sim.central.full_disk, draw.randint(1, 60)
    sim.network.serve([flight], draw.randrange(2))
    sim.central.blow = None


def race(sim: "Sim", flight: Flight, draw: Random) -> None:
    """Another process decides, and somebody reads, in the middle of it."""
    if flight.request.method != "POST":
        sim.network.serve([flight], 0)
        return
    process = draw.randrange(2)

    def meanwhile(other: int, when: str) -> None:
        for method in ("POST", "GET"):
            movable = [each for each in sim.network.movable() if each is not flight and each.answer is None]
            others = [each for each in movable if each.request.method == method]
            chosen = [each for each in others if method == "GET" or each.desk is not flight.desk]
            if chosen:
                sim.cover.events[f"{method} {when}"] += 1
                sim.network.serve([draw.choice(chosen)], other)

    sim.central.race = meanwhile
    sim.network.serve([flight], process)
    sim.central.race = None


ON_THE_WAY: Mapping[str, Callable[["Sim", Flight, Random], None]] = {
    "lost": _lost,
    "delayed": _delayed,
    "twice": _twice,
    "halved": _halved,
    "with a bad line": _garbage,
    "answered 500": lambda sim, flight, draw: _says(sim, flight, 500),
    "answered 429": lambda sim, flight, draw: _says(sim, flight, 429, **{"Retry-After": str(draw.randint(0, 30))}),
    "answered 413": lambda sim, flight, draw: _says(sim, flight, 413),
    "closed": lambda sim, flight, draw: sim.network.end(flight, httpx.RemoteProtocolError("closed")),
    "and the service is killed": _killed,
    "and the service's disk is full": _full,
    "while another process writes": race,
}
REQUEST_FAULTS = [*ON_THE_WAY, "lost", "twice", "delayed", "while another process writes"]
