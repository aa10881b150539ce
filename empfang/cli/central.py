"""`empfang central …`: the service."""

import contextlib
import io
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from empfang.cli.importing import (
    Collisions,
    Missing,
    no_progress,
    show_mapping,
    show_progress,
    show_report,
    tell_what_is_left,
)
from empfang.config import settings
from empfang.errors import Exit, InputProblem
from empfang.texts import commands as words
from empfang.texts import confirmations as confirmation_words
from empfang.texts import rules as rule_words
from empfang.texts import say

if TYPE_CHECKING:
    from empfang.central.database import CentralDatabase

central = typer.Typer(no_args_is_help=True)
Database = Annotated[str | None, typer.Option("--database", help=words.DATABASE.de, metavar="DATEI|URL")]
CentreId = Annotated[str, typer.Option("--centre", help=words.CENTRE.de)]
DEFAULT_PORT = 8710


def open_database(where: str | None) -> "CentralDatabase":
    """The service's database; a SQLite file that is not there yet is made, with the example centres.

    A SQLite file of an older version is brought to this one, and a copy kept. A PostgreSQL is not touched: other
    processes may be at work on it.
    """
    from empfang.central.database import CentralDatabase  # noqa: PLC0415
    from empfang.central.tables import SCHEMA_VERSION  # noqa: PLC0415

    database = CentralDatabase(where or settings().database)
    if database.flavour == "sqlite" and not database.exists():
        make_database(database, None)
    try:
        if database.flavour == "sqlite" and database.version() < SCHEMA_VERSION:
            _migrate(database)
        database.check()
    except BaseException:
        database.close()
        raise
    return database


def _migrate(database: "CentralDatabase") -> None:
    """Bring it to this program's version, and say so."""
    from empfang.central.migrating import migrate as bring  # noqa: PLC0415 - alembic is slow to import

    copy = bring(database, settings().clock().now())
    print(say(words.MIGRATED, where=database.shown), file=sys.stderr)
    if copy is not None:
        print(say(words.COPY_KEPT, path=copy), file=sys.stderr)


def make_database(database: "CentralDatabase", centres: Path | None) -> None:
    """Make the tables and load the centres."""
    from importlib.resources import as_file, files  # noqa: PLC0415

    from empfang.central.access import put_reference  # noqa: PLC0415
    from empfang.central.centres import read_centres  # noqa: PLC0415

    with contextlib.ExitStack() as stack:
        path = centres or stack.enter_context(as_file(files("empfang.data") / "centres.toml"))
        known = read_centres(path)
    database.create(settings().clock().now())
    put_reference(database, known, settings().clock().now())
    print(say(words.CREATED, where=database.shown), file=sys.stderr)
    print(say(words.CENTRES_LOADED, centres=", ".join(centre.id for centre in known)), file=sys.stderr)


@central.command(help=words.INIT.de)
def init(
    database: Database = None,
    centres: Annotated[Path | None, typer.Option(help=words.CENTRES.de, metavar="DATEI")] = None,
) -> None:
    from empfang.central.database import CentralDatabase  # noqa: PLC0415

    make_database(CentralDatabase(database or settings().database), centres)


@central.command(help=words.MIGRATE.de)
def migrate(database: Database = None) -> None:
    from empfang.central.database import CentralDatabase  # noqa: PLC0415
    from empfang.central.tables import SCHEMA_VERSION  # noqa: PLC0415

    opened = CentralDatabase(database or settings().database)
    with contextlib.closing(opened):
        if opened.version() == SCHEMA_VERSION:
            print(say(words.UP_TO_DATE, where=opened.shown))
        else:
            _migrate(opened)


@central.command(help=words.SERVE.de)
def serve(
    database: Database = None,
    host: Annotated[str, typer.Option(help=words.HOST.de)] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=words.PORT.de, min=0, max=65535)] = DEFAULT_PORT,
    certificate: Annotated[Path | None, typer.Option(help=words.CERTIFICATE.de)] = None,
    key: Annotated[Path | None, typer.Option(help=words.KEY.de)] = None,
) -> None:
    from empfang.central import serve as serving  # noqa: PLC0415
    from empfang.central.public import Limits  # noqa: PLC0415
    from empfang.cli.sending import sending_of, told  # noqa: PLC0415

    serving.check_address(host, certificate, key)
    sending = sending_of(settings(), settings().clock())
    opened = open_database(database)
    listener = serving.bind(host, port)
    scheme = "https" if certificate else "http"
    print(say(words.LISTENING, url=f"{scheme}://{host}:{listener.getsockname()[1]}"), flush=True)
    for line in told(sending):
        print(line, flush=True)
    chosen = settings()
    limits = Limits.of(chosen.online_calls_per_minute, chosen.online_registrations_per_hour) if chosen.online else None
    print(say(words.ONLINE_ON if chosen.online else words.ONLINE_OFF), flush=True)
    serving.serve(opened, chosen.clock(), listener, certificate, key, sending, limits)


@central.command(help=confirmation_words.PRINT_LETTERS.de)
def letters(
    centre: CentreId,
    out: Annotated[Path, typer.Option(help=confirmation_words.OUT.de, metavar="DATEI", show_default=False)],
    again: Annotated[str, typer.Option(help=confirmation_words.AGAIN.de, metavar="STAPEL")] = "",
    database: Database = None,
) -> None:
    from empfang.cli.letters import print_letters  # noqa: PLC0415

    with contextlib.closing(open_database(database)) as opened:
        print_letters(opened, centre, out, again, settings().clock().now())


@central.command(help=words.PRUNE.de)
def prune(database: Database = None) -> None:
    from empfang.central.pruning import KEPT_DAYS, prune_feed  # noqa: PLC0415

    gone = prune_feed(open_database(database), settings().clock().now())
    print(say(words.PRUNED, number=gone, days=KEPT_DAYS))


@central.command(help=words.ENROL_CODE.de)
def enrol(
    centre: CentreId,
    name: Annotated[str, typer.Option(help=words.DESK_NAME.de)] = "",
    hotline: Annotated[bool, typer.Option("--hotline", help=words.HOTLINE.de)] = False,
    serves: Annotated[list[str] | None, typer.Option("--serves", help=words.SERVES.de, metavar="ID")] = None,
    database: Database = None,
    as_json: Annotated[bool, typer.Option("--json", help=words.JSON.de)] = False,
) -> None:
    from empfang.central.access import make_code  # noqa: PLC0415
    from empfang.model import DeskRole, Operator  # noqa: PLC0415
    from empfang.rows import Rows  # noqa: PLC0415

    opened = open_database(database)
    role = DeskRole.HOTLINE if hotline else DeskRole.RECEPTION
    code = make_code(opened, centre, name, settings().clock().now(), role, tuple(serves or ()))
    if as_json:
        print(json.dumps({"code": code}))
        return
    print(say(words.ENROL_WITH, code=code))
    with opened.reading() as cursor:
        operators = Rows(cursor, opened.flavour).find(Operator)
    if not any(centre in operator.centre_ids for operator in operators):
        print(say(words.NO_OPERATORS, centre=centre), file=sys.stderr)


@central.command("rules", help=rule_words.PUBLISH.de)
def publish(
    book: Annotated[Path, typer.Argument(help=rule_words.BOOK.de, metavar="DATEI", show_default=False)],
    database: Database = None,
) -> None:
    from empfang.central.access import put_reference  # noqa: PLC0415
    from empfang.cli.rules import read_book_file, rulebook_in  # noqa: PLC0415
    from empfang.model import RuleBook  # noqa: PLC0415
    from empfang.rows import Rows  # noqa: PLC0415
    from empfang.rules.checking import check_fit  # noqa: PLC0415

    read = read_book_file(book)
    opened = open_database(database)
    with contextlib.closing(opened):
        with opened.reading() as cursor:
            check_fit(read, rulebook_in(Rows(cursor, opened.flavour)), book.name)
        record = RuleBook(id=f"{read.id}.{read.number}", book=read.id, number=read.number, text=book.read_text("utf-8"))
        put_reference(opened, [record], settings().clock().now())
    print(say(rule_words.PUBLISHED, book=read.id, number=read.number))


@central.command(help=words.OPERATOR.de)
def operator(name: str, centre: CentreId, role: str = "reception", database: Database = None) -> None:
    from empfang.central.access import known_centre, put_reference  # noqa: PLC0415
    from empfang.ids import new_id  # noqa: PLC0415
    from empfang.model import Operator  # noqa: PLC0415

    opened = open_database(database)
    with opened.reading() as cursor:
        known_centre(cursor, opened.flavour, centre)
    put_reference(opened, [Operator(id=new_id(), name=name, role=role, centre_ids=(centre,))], settings().clock().now())
    print(say(words.OPERATOR_ADDED, name=name, centre=centre))


@central.command(help=words.CHANGE_CENTRES.de)
def centres(
    file: Annotated[Path, typer.Argument(help=words.CENTRES_FILE.de, metavar="DATEI")], database: Database = None
) -> None:
    from empfang.central.access import put_centres  # noqa: PLC0415
    from empfang.central.centres import read_centres  # noqa: PLC0415

    wanted = read_centres(file)
    for centre, fields in put_centres(open_database(database), wanted, settings().clock().now()):
        text = words.CENTRE_CHANGED if fields else words.CENTRE_UNCHANGED
        print(say(text, centre=centre.id, fields=", ".join(fields)))


@central.command("import", help=words.IMPORT.de)
def import_list(  # noqa: PLR0913, PLR0917 - each is an option
    file: Path,
    centre: CentreId,
    database: Database = None,
    mapping: Annotated[Path | None, typer.Option(help=words.MAPPING.de, metavar="DATEI")] = None,
    mapping_only: Annotated[bool, typer.Option("--show-mapping", help=words.SHOW_MAPPING.de)] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=words.DRY_RUN.de)] = False,
    as_json: Annotated[bool, typer.Option("--json", help=words.JSON.de)] = False,
    update: Annotated[bool, typer.Option("--update", help=words.UPDATE.de)] = False,
    yes: Annotated[bool, typer.Option("--yes", help=words.UPDATE_YES.de)] = False,
    despite_warnings: Annotated[bool, typer.Option("--despite-warnings", help=words.UPDATE_DESPITE.de)] = False,
    missing: Annotated[Missing | None, typer.Option("--missing", help=words.UPDATE_MISSING.de)] = None,
    collisions: Annotated[Collisions, typer.Option("--collisions", help=words.UPDATE_COLLISIONS.de)] = Collisions.MINE,
) -> None:
    if not update:
        _only_with_update(
            {"--yes": yes, "--despite-warnings": despite_warnings, "--missing": missing is not None}
            | {"--collisions": collisions is not Collisions.MINE}
        )
    from empfang.central.access import known_centre  # noqa: PLC0415
    from empfang.central.importing import Import  # noqa: PLC0415
    from empfang.clock import local_day  # noqa: PLC0415
    from empfang.exchange.lists import find_columns, read_rows  # noqa: PLC0415

    data = read_file(file)
    with contextlib.ExitStack() as until_done:
        opened = look_at(database, until_done) if dry_run or mapping_only else open_database(database)
        with opened.reading() as cursor:
            known = known_centre(cursor, opened.flavour, centre)
        now = settings().clock().now()
        table, found = find_columns(data, mapping)
        if mapping_only:
            show_mapping(found)
            return
        read = read_rows(table, found, local_day(now, known.time_zone))
        if update:
            from empfang.cli.updating import Asked, Updating  # noqa: PLC0415

            asked = Asked(dry_run, as_json, yes, despite_warnings, missing, collisions)
            Updating(opened, known, read, data, file.name, now, asked).run()
            return
        importing = Import(opened, known, read, now)
        if dry_run:
            report = importing.preview()
        else:
            show = sys.stderr.isatty() and not as_json
            report = importing.run(data, file.name, show_progress if show else no_progress)
    if as_json:
        print(json.dumps(report.as_json()))
    else:
        show_report(found, report, dry_run)
    tell_what_is_left(report, sys.stderr if as_json else sys.stdout)
    if report.exit is not Exit.OK:
        raise typer.Exit(report.exit)


def _only_with_update(options: dict[str, bool]) -> None:
    for option, given in options.items():
        if given:
            raise typer.BadParameter(say(words.NEEDS_UPDATE, option=option))


@central.command(help=words.BACKUP.de)
def backup(file: Path, database: Database = None) -> None:
    from empfang.central import backup as keeping  # noqa: PLC0415

    show = sys.stderr.isatty()
    with contextlib.closing(open_database(database)) as opened:
        manifest = keeping.write(opened, file, settings().clock().now(), show_progress if show else no_progress)
    print(say(words.BACKED_UP, path=file, rows=manifest.rows, head=manifest.head))


@central.command(help=words.RESTORE.de)
def restore(
    file: Path,
    replace: Annotated[bool, typer.Option("--replace", help=words.REPLACE.de)] = False,
    database: Database = None,
) -> None:
    from empfang.central import backup as keeping  # noqa: PLC0415
    from empfang.central.database import CentralDatabase  # noqa: PLC0415

    progress = show_progress if sys.stderr.isatty() else no_progress
    with contextlib.closing(CentralDatabase(database or settings().database)) as opened:
        now = settings().clock().now()
        manifest = keeping.restore(opened, file, now, progress, replace=replace)
    print(say(words.RESTORED, at=_local(manifest.created_at), where=opened.shown))


@central.command(help=words.LOST.de)
def lost(
    database: Database = None,
    as_json: Annotated[bool, typer.Option("--json", help=words.JSON.de)] = False,
) -> None:
    from empfang.central import epochs  # noqa: PLC0415

    with contextlib.closing(open_database(database)) as opened, opened.reading() as cursor:
        gaps = epochs.gaps(cursor, opened.flavour)
    if as_json:
        known = [
            {"epoch": gap.epoch, "since": gap.began_at, "first": gap.first, "last": gap.last, "count": gap.count}
            for gap in gaps
        ]
        print(json.dumps({"lost": sum(gap.count for gap in gaps), "gaps": known}))
        return
    for gap in gaps:
        text = words.LOST_ONE if gap.count == 1 else words.LOST_GAP
        print(say(text, at=_local(gap.began_at), first=gap.first, last=gap.last, count=gap.count))
    print(say(words.LOST_MEANING if gaps else words.NOTHING_LOST))


def _local(moment: str) -> str:
    """A stored moment for people, in this computer's time zone."""
    from datetime import datetime  # noqa: PLC0415

    from empfang.texts.times import birth, clock  # noqa: PLC0415

    at = datetime.fromisoformat(moment).astimezone()
    return f"{birth(at)} {clock(at)}"


def look_at(where: str | None, until_done: contextlib.ExitStack) -> "CentralDatabase":
    """The service's database for a look; where there is none yet, an empty one that is gone afterwards."""
    from empfang.central.database import CentralDatabase  # noqa: PLC0415

    database = CentralDatabase(where or settings().database)
    if database.flavour == "sqlite" and not database.exists():
        folder = until_done.enter_context(TemporaryDirectory(ignore_cleanup_errors=True))
        database = CentralDatabase(Path(folder) / "empty.db")
        with contextlib.redirect_stderr(io.StringIO()):
            make_database(database, None)
        until_done.callback(database.close)
    database.check()
    return database


def read_file(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        InputProblem: `file_missing`, `file_unreadable`.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputProblem("file_missing", path=path) from None
    except OSError as error:
        raise InputProblem("file_unreadable", path=path, detail=error.strerror or type(error).__name__) from None
