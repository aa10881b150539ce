"""`empfang central slots`, `contingent` and `districts`: what a coordinator plans."""

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from empfang.cli.central import Database, look_at, open_database, read_file
from empfang.config import settings
from empfang.errors import InputProblem
from empfang.texts import commands as common
from empfang.texts import places as words

places = typer.Typer()
CentreCode = Annotated[str, typer.Argument(help=words.CENTRE_ARGUMENT.de, metavar="ZENTRUM", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help=common.JSON.de)]
_A_DAY = "TT.MM.JJJJ"


@places.command(help=words.SLOTS.de)
def slots(  # noqa: PLR0913, PLR0917 - each one an option
    centre: CentreCode,
    first: Annotated[str, typer.Option("--from", help=words.FROM.de, metavar=_A_DAY)],
    last: Annotated[str, typer.Option("--until", help=words.UNTIL.de, metavar=_A_DAY)],
    vaccine: Annotated[str, typer.Option(help=words.VACCINE.de, metavar="NAME")],
    days: Annotated[str, typer.Option(help=words.DAYS.de, metavar="TAGE")] = "",
    lanes: Annotated[int | None, typer.Option(help=words.LANES.de, min=1, max=99)] = None,
    minutes: Annotated[int | None, typer.Option(help=words.MINUTES.de, min=1, max=240)] = None,
    per_lane: Annotated[int | None, typer.Option("--places", help=words.PLACES.de, min=0, max=100)] = None,
    per_day: Annotated[int | None, typer.Option(help=words.PER_DAY.de, min=0, max=20_000)] = None,
    share: Annotated[list[str] | None, typer.Option(help=words.SHARE.de, metavar="NAME=TEIL")] = None,
    release: Annotated[str, typer.Option(help=words.RELEASE.de, metavar="ZEITPUNKT")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help=common.DRY_RUN.de)] = False,
    as_json: Json = False,
    database: Database = None,
) -> None:
    from empfang.central.access import known_centre  # noqa: PLC0415
    from empfang.cli.rules import rulebook_in  # noqa: PLC0415
    from empfang.cli.slots import Asked, make_slots, wish_of  # noqa: PLC0415
    from empfang.cli.typed import vaccine_typed  # noqa: PLC0415
    from empfang.rows import Rows  # noqa: PLC0415

    with contextlib.ExitStack() as until_done:
        opened = look_at(database, until_done) if dry_run else open_database(database)
        until_done.callback(opened.close)
        with opened.reading() as cursor:
            known = known_centre(cursor, opened.flavour, centre)
            name = vaccine_typed(vaccine, rulebook_in(Rows(cursor, opened.flavour)))
        asked = Asked(
            first, last, days, name, lanes, minutes, per_lane, per_day, tuple(share or ()), release, dry_run, as_json
        )
        make_slots(opened, known, wish_of(asked, known), settings().clock().now(), asked)


@places.command(help=words.CONTINGENT.de)
def contingent(  # noqa: PLR0913, PLR0917 - each one an option
    centre: CentreCode,
    name: Annotated[str | None, typer.Argument(help=words.CONTINGENT_NAME.de, metavar="[NAME]")] = None,
    vaccine: Annotated[str | None, typer.Option(help=words.CONTINGENT_VACCINE.de, metavar="NAME")] = None,
    born_from: Annotated[str | None, typer.Option(help=words.BORN_FROM.de, metavar=_A_DAY)] = None,
    born_until: Annotated[str | None, typer.Option(help=words.BORN_UNTIL.de, metavar=_A_DAY)] = None,
    districts: Annotated[str | None, typer.Option(help=words.DISTRICTS_ONLY.de, metavar="AGS,…")] = None,
    opens: Annotated[str | None, typer.Option(help=words.OPENS.de, metavar="ZEITPUNKT")] = None,
    closes: Annotated[str | None, typer.Option(help=words.CLOSES.de, metavar="ZEITPUNKT")] = None,
    ways: Annotated[str | None, typer.Option(help=words.WAYS.de, metavar="WEGE")] = None,
    hours: Annotated[str | None, typer.Option(help=words.HOURS.de, metavar="ZEITEN")] = None,
    open_for: Annotated[str | None, typer.Option(help=words.OPEN_FOR.de, metavar="WEN")] = None,
    as_json: Json = False,
    database: Database = None,
) -> None:
    from empfang.central.access import known_centre  # noqa: PLC0415
    from empfang.cli.contingents import Coordinating  # noqa: PLC0415
    from empfang.cli.rules import rulebook_in  # noqa: PLC0415
    from empfang.rows import Rows  # noqa: PLC0415

    typed = {
        "vaccine": vaccine, "born_from": born_from, "born_until": born_until, "districts": districts,
        "opens_at": opens, "closes_at": closes, "ways": ways, "hours": hours, "open_for": open_for,
    }  # fmt: skip
    with contextlib.closing(open_database(database)) as opened:
        with opened.reading() as cursor:
            known = known_centre(cursor, opened.flavour, centre)
            book = rulebook_in(Rows(cursor, opened.flavour))
        coordinating = Coordinating(opened, known, book, settings().clock().now())
        if name is None:
            if any(each is not None for each in typed.values()):
                raise InputProblem("contingent_unnamed", centre=centre)
            coordinating.show(as_json=as_json)
        else:
            coordinating.change(name, typed, as_json=as_json)


@places.command(help=words.DISTRICTS.de)
def districts(
    file: Annotated[Path | None, typer.Argument(help=words.DISTRICTS_FILE.de, metavar="[DATEI]")] = None,
    name: Annotated[str, typer.Option(help=words.DISTRICTS_NAME.de, metavar="NAME")] = "",
    remove: Annotated[str | None, typer.Option(help=words.DISTRICTS_REMOVE.de, metavar="NAME")] = None,
    as_json: Json = False,
    database: Database = None,
) -> None:
    from empfang.cli import districts as lists  # noqa: PLC0415

    now = settings().clock().now()
    with contextlib.closing(open_database(database)) as opened:
        if remove is not None and (file is not None or name):
            raise InputProblem("districts_alone")
        if remove is not None:
            lists.remove(opened, remove, now)
        elif file is None:
            lists.show(opened, as_json=as_json)
        else:
            lists.take(opened, file, read_file(file), name, now, as_json=as_json)
