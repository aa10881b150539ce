"""A desk put together: store, engine, screen. Also without the screen."""

import asyncio
import os
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from empfang.clock import Clock
from empfang.dialing import Dialer
from empfang.errors import InputProblem, StoreProblem
from empfang.garbage import look_seldom
from empfang.model import DeskRole
from empfang.paper.values import Format
from empfang.paper_work import Paper, PaperWork
from empfang.protocol import EnrolReply
from empfang.store import Store, create_store, open_store
from empfang.store.care import copy_beside
from empfang.store.database import KEY_FILE, STORE_FILE, claim
from empfang.store.keeper import Keeper
from empfang.store.mirror import Mirroring
from empfang.store.tx import Topics
from empfang.sync import Engine, Progress
from empfang.sync.address import check_url
from empfang.sync.asking import Asking
from empfang.sync.correction import CorrectedClock, Correction

if TYPE_CHECKING:
    from empfang.config import Settings

_FRAMES_PER_SECOND = 250
"""Four times Textual's usual: a letter typed just after something else was drawn waits for up to two frames."""
_SWITCH_S = 0.0001
"""A fiftieth of Python's usual: while the engine is busy the screen waits as long with each row it reads."""
_STATUS = (
    "centre_id", "desk_name", "service_url", "epoch", "cursor", "pulled_at", "checked_at", "backup_at", "damage",
    "care_trouble", "mirror_trouble",
)  # fmt: skip


def enrol_desk(folder: Path, url: str, code: str) -> EnrolReply:
    """Make this computer a desk of the service at `url`.

    Raises:
        StoreProblem: `store_exists`, `store_lost`.
        ServiceProblem: see `empfang.sync.client.enrol`.
    """
    from empfang.sync.client import enrol  # noqa: PLC0415 - httpx is slow to import

    if (folder / STORE_FILE).exists():
        # Before the code is used up.
        raise StoreProblem("store_exists", path=folder / STORE_FILE)
    if (folder / KEY_FILE).exists():
        raise StoreProblem("store_lost", path=folder / STORE_FILE)
    reply = enrol(url, code)
    keep_enrolment(folder, check_url(url), reply)
    return reply


def keep_enrolment(folder: Path, url: str, reply: EnrolReply) -> None:
    """Make the store of a desk that the service has just enrolled."""
    meta = {
        "service_url": url,
        "token": reply.token,
        "desk_id": reply.desk_id,
        "desk_number": str(reply.desk_number),
        "desk_name": reply.desk_name,
        "centre_id": reply.centre_id,
        "epoch": reply.epoch,
        "role": reply.role.value,
        "recovery_key": reply.recovery_key,
    }
    database = create_store(folder, meta)
    # From the first moment on there is a second place that knows who this desk is.
    copy_beside(database)
    database.close()


def sync_once(settings: "Settings") -> Progress:
    """Send and fetch everything once; how far it came."""
    with claim(settings.desk_folder):
        store = Store(open_store(settings.desk_folder))
        return asyncio.run(Engine(store, settings.clock(), random.random).settle_once())


def status_of(folder: Path) -> dict[str, Any]:
    """How syncing stands, from the store alone; also while the screen is open."""
    store = Store(open_store(folder))
    try:
        unsent, since = store.unsent_count()
        count = store.database.connection.execute
        return {
            **{name: store.meta(name) for name in _STATUS},
            "unsent": unsent,
            "unsent_since": since,
            "unsettled": count("SELECT count(*) FROM outbox WHERE settled_at IS NULL").fetchone()[0],
            "persons": count("SELECT count(*) FROM person").fetchone()[0],
            "appointments": count("SELECT count(*) FROM appointment").fetchone()[0],
            "checked_in": count("SELECT count(*) FROM encounter WHERE state = 'active'").fetchone()[0],
            "conflicts": count('SELECT count(*) FROM conflict WHERE "open" AND needs_decision').fetchone()[0],
        }
    finally:
        store.close()


def run_this_desk(settings: "Settings") -> None:
    """This computer's desk with its screen; the first start asks how to enrol."""
    need_terminal()
    folder = settings.desk_folder
    if not (folder / STORE_FILE).exists() and not (folder / KEY_FILE).exists():
        _first_start(folder)
    run_desk(
        folder,
        settings.clock(),
        scanner_prefix=settings.scanner_prefix,
        mirror=settings.mirror,
        paper=Paper(settings.printer, Format(settings.slip_format), settings.list_folder),
        idle_s=settings.idle_minutes * 60,
        dial=Dialer(settings.dial_command),
    )


def run_desk(
    folder: Path,
    clock: Clock,
    *,
    scanner_prefix: str = "",
    mirror: Path | None = None,
    paper: Paper | None = None,
    idle_s: float = 0.0,
    dial: Dialer | None = None,
) -> None:
    """A desk with its screen, until the clerk leaves; `mirror` is a folder for the encrypted copy of what is unsent.

    After `idle_s` without a key the screen is covered; 0: never. `dial` lets a program dial a number.
    """
    need_terminal()
    os.environ.setdefault("TEXTUAL_FPS", str(_FRAMES_PER_SECOND))
    from empfang.app import EmpfangApp  # noqa: PLC0415 - Textual only for a screen
    from empfang.desk import Desk  # noqa: PLC0415
    from empfang.rules.books import bundled_books  # noqa: PLC0415
    from empfang.rules.scanner import pace_with  # noqa: PLC0415

    look_seldom()
    sys.setswitchinterval(_SWITCH_S)

    with claim(folder):
        store = Store(open_store(folder))
        try:

            def wake() -> None:
                engine.wake()
                if mirroring is not None:
                    mirroring.wake()

            def start() -> None:
                # After the first picture: what the engine imports would make the clerk wait.
                engine.start()
                keeper.start()
                if mirroring is not None:
                    mirroring.start()
                papers.start()
                bundled_books()  # else the first card would wait for the reading

            def go_on() -> None:
                engine.allow_loss()

            def answered(topics: Topics) -> None:
                app.engine_changed(topics)

            correction = Correction.of_store(store)
            asking = Asking(answered) if store.meta("role") == DeskRole.HOTLINE else None
            desk = Desk(
                store,
                clock,
                wake=wake,
                go_on=go_on,
                remote=asking,
                correction=correction,
                scanner_prefix=scanner_prefix,
                by_rules=True,
            )
            app = EmpfangApp(
                desk,
                progress=lambda: engine.progress,
                started=start,
                pace=pace_with(scanner_prefix),
                idle_s=idle_s,
                dial=dial or Dialer(""),
            )
            engine = Engine(
                store.another(),
                clock,
                random.random,
                correction=correction,
                on_change=app.engine_changed,
                on_progress=app.engine_progress,
                is_typing=app.is_typing,
                asking=asking,
            )
            keeper = Keeper(store.another(), CorrectedClock(clock, correction), on_change=app.engine_changed)
            mirroring = None if mirror is None else Mirroring(store.another(), mirror)
            papers = PaperWork(
                paper or Paper(), store.another(), CorrectedClock(clock, correction), desk.printouts, app.say_once
            )
            try:
                app.run()
            finally:
                engine.stop()
                papers.stop()
                if mirroring is not None:
                    mirroring.stop()
                keeper.stop()
        finally:
            store.close()


def _first_start(folder: Path) -> None:
    import typer  # noqa: PLC0415 - only the first start asks

    from empfang.texts import commands as words  # noqa: PLC0415
    from empfang.texts import say  # noqa: PLC0415

    typer.echo(say(words.WELCOME))
    url = typer.prompt(say(words.ASK_ADDRESS))
    code = typer.prompt(say(words.ASK_CODE))
    enrol_desk(folder, url, code)


def need_terminal() -> None:
    """Make sure that there is a screen to draw on.

    Raises:
        InputProblem: `no_terminal`.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        raise InputProblem("no_terminal")
