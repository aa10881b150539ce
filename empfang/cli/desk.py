"""`empfang desk …`: this computer's desk without its screen."""

import json
from pathlib import Path
from typing import Annotated

import typer

from empfang.config import settings
from empfang.errors import Exit, InputProblem, ServiceProblem
from empfang.texts import commands as words
from empfang.texts import say, thousands

desk = typer.Typer(no_args_is_help=True)


@desk.command(help=words.DESK_ENROL.de)
def enrol(address: str, code: str) -> None:
    from empfang.running import enrol_desk  # noqa: PLC0415

    reply = enrol_desk(settings().desk_folder, address, code)
    print(say(words.ENROLLED, name=reply.desk_name, centre=reply.centre_id))


@desk.command(help=words.DESK_SYNC.de)
def sync(as_json: Annotated[bool, typer.Option("--json", help=words.JSON.de)] = False) -> None:
    from empfang.running import status_of, sync_once  # noqa: PLC0415

    progress = sync_once(settings())
    if as_json:
        print(json.dumps(status_of(settings().desk_folder)))
    if progress.blocked or progress.last_error or progress.unsent:
        reason = progress.blocked or progress.last_error or "?"
        if reason == "denied":
            raise ServiceProblem("denied")
        raise ServiceProblem("sync_failed", reason=reason, unsent=progress.unsent)
    if not as_json:
        print(say(words.SYNCED, as_of=progress.data_as_of))


@desk.command(help=words.DESK_STATUS.de)
def status(as_json: Annotated[bool, typer.Option("--json", help=words.JSON.de)] = False) -> None:
    from empfang.running import status_of  # noqa: PLC0415

    found = status_of(settings().desk_folder)
    if as_json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:16} {'–' if value is None else value}")


@desk.command(help=words.DESK_EXPORT.de)
def export(file: Path) -> None:
    from empfang.store import Store, open_store  # noqa: PLC0415
    from empfang.store.mirror import export as write  # noqa: PLC0415

    store = Store(open_store(settings().desk_folder))
    try:
        number = write(store, file)
    finally:
        store.close()
    print(say(words.EXPORTED, number=number, file=file))


@desk.command("hand-over", help=words.DESK_HAND_OVER.de)
def hand_over(file: Path, as_json: Annotated[bool, typer.Option("--json", help=words.JSON.de)] = False) -> None:
    from empfang.cli.handing_over import as_words, hand_in  # noqa: PLC0415

    told = hand_in(settings().desk_folder, file)
    if as_json:
        print(json.dumps(told.as_json()))
    else:
        print(as_words(told))
    if told.rejected or told.waiting:
        raise typer.Exit(Exit.SOME_REJECTED)


@desk.command("list", help=words.DESK_LIST.de)
def write_list(
    folder: Annotated[Path | None, typer.Argument(help=words.LIST_FOLDER.de, metavar="ORDNER")] = None,
    day: Annotated[str | None, typer.Option(help=words.LIST_DAY.de, metavar="JJJJ-MM-TT")] = None,
    as_json: Annotated[bool, typer.Option("--json", help=words.JSON.de)] = False,
) -> None:
    from empfang.paper_work import list_for  # noqa: PLC0415

    written = list_for(settings(), day, folder)
    if as_json:
        told = {"path": str(written.path), "day": written.day.isoformat(), "people": written.people}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(say(words.LIST_THERE, people=thousands(written.people), day=written.day, path=written.path))
    if written.instead is not None:
        raise InputProblem("list_elsewhere", folder=written.instead, path=written.path)
