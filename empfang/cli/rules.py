"""`empfang rules …`: what is in force, and what a new book would change."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from empfang.config import settings
from empfang.errors import InputProblem
from empfang.texts import rules as words
from empfang.texts import say, thousands

if TYPE_CHECKING:
    from empfang.rows import Rows
    from empfang.rules.book import Book
    from empfang.rules.rulebook import Rulebook

rules = typer.Typer(no_args_is_help=True)
Database = Annotated[str | None, typer.Option("--database", help=words.RULES_DATABASE.de, metavar="DATEI|URL")]


@rules.command(help=words.CHECK.de)
def check(
    book: Annotated[Path, typer.Argument(help=words.BOOK.de, metavar="DATEI", show_default=False)],
    database: Database = None,
    day: Annotated[str | None, typer.Option(help=words.CHECK_DAY.de, metavar="JJJJ-MM-TT")] = None,
) -> None:
    from empfang.cli.replaying import day_of  # noqa: PLC0415
    from empfang.rules.checking import changed_entries, check_fit  # noqa: PLC0415
    from empfang.rules.rulebook import Rulebook  # noqa: PLC0415

    read = read_book_file(book)
    with _records(database) as rows:
        present = rulebook_in(rows)
        check_fit(read, present, book.name)
        print(say(words.BOOK_GOOD, book=read.id, number=read.number))
        for each in changed_entries(read, present):
            valid = each.entry.valid
            print(say(words.CHANGED[each.how], id=each.id, begin=_moment(valid.begin), text=say(each.entry.text)))
        since = datetime.combine(day_of(day), time(), UTC) if day else settings().clock().now()
        _print_people(rows, present, Rulebook([*present.books, read]), since)


@rules.command(help=words.SHOW.de)
def show(day: str, centre: str, database: Database = None) -> None:
    from empfang.cli.replaying import day_of  # noqa: PLC0415
    from empfang.model import Centre  # noqa: PLC0415
    from empfang.rules.known import place_of  # noqa: PLC0415

    moment = datetime.combine(day_of(day), time(12))
    with _records(database) as rows:
        book = rulebook_in(rows)
        found = None if rows is None else rows.get(Centre, centre)
        place = place_of(found, book) if found else book.site(centre)
        if place is None:
            centres = [] if rows is None else [each.id for each in rows.find(Centre)]
            raise InputProblem("centre_unknown", centre=centre, known=", ".join(sorted({*centres, *book.site_codes})))
        for disease in book.diseases:
            force = book.in_force(disease, place, moment, moment)
            print(say(words.IN_FORCE, disease=disease, centre=centre, day=f"{moment:%d.%m.%Y}"))
            for topic in book.topics_of(disease):
                speaking = [rule for rule in force.rules if rule.topic == topic.id]
                if speaking:
                    print(f"\n{topic.id}")
                for rule in speaking:
                    layer = say(words.LAYERS[rule.layer])
                    print(f"  {rule.id:24} {layer:12} {_moment(rule.valid.begin)}  {say(rule.text)}")


def read_book_file(path: Path) -> "Book":
    """The book of a file.

    Raises:
        InputProblem: `file_missing`, `file_unreadable`, `book_…`.
    """
    from empfang.rules.book_reading import read_book  # noqa: PLC0415

    try:
        return read_book(path.read_text("utf-8"), path.name)
    except FileNotFoundError:
        raise InputProblem("file_missing", path=path) from None
    except UnicodeDecodeError as error:
        raise InputProblem("cases_encoding", path=path, place=error.start) from None
    except OSError as error:
        raise InputProblem("file_unreadable", path=path, detail=error.strerror or type(error).__name__) from None


def rulebook_in(rows: "Rows | None") -> "Rulebook":
    """The books that count: the program's, and those of a store or of the service."""
    from empfang.model import RuleBook  # noqa: PLC0415
    from empfang.rules.stored import rulebook_of  # noqa: PLC0415

    return rulebook_of([] if rows is None else rows.find(RuleBook))[0]


@contextlib.contextmanager
def _records(where: str | None) -> Iterator["Rows | None"]:
    """The service's records, else this desk's; None where there is neither."""
    from empfang.rows import Rows  # noqa: PLC0415
    from empfang.store.database import STORE_FILE  # noqa: PLC0415

    if where is not None:
        from empfang.cli.central import open_database  # noqa: PLC0415

        database = open_database(where)
        try:
            with database.reading() as cursor:
                yield Rows(cursor, database.flavour)
        finally:
            database.close()
    elif (settings().desk_folder / STORE_FILE).exists():
        from empfang.store import Store, open_store  # noqa: PLC0415

        store = Store(open_store(settings().desk_folder))
        try:
            yield Rows(store.database.connection.cursor(), "sqlite")
        finally:
            store.close()
    else:
        yield None


def _print_people(rows: "Rows | None", before: "Rulebook", after: "Rulebook", since: datetime) -> None:
    from empfang.rules.booked import booked_cases  # noqa: PLC0415
    from empfang.rules.checking import changed_verdicts  # noqa: PLC0415

    if rows is None:
        print(say(words.NO_STORE))
        return
    cases = list(booked_cases(rows, since, before))
    unasked = sum(known.doses is None and asked.dose > 1 for known, asked, _ in cases)
    counted = changed_verdicts(cases, before, after)
    others = {pair: number for pair, number in counted.items() if pair[0] is not pair[1]}
    print(say(words.PEOPLE, number=thousands(sum(counted.values())), changed=thousands(sum(others.values()))))
    for (old, new), number in sorted(others.items()):
        print(say(words.PEOPLE_CHANGED, number=thousands(number), old=say(words.SHORT[old]), new=say(words.SHORT[new])))
    if unasked:
        print(say(words.PEOPLE_UNASKED, number=thousands(unasked)))


def _moment(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y}" if moment.time() == time() else f"{moment:%d.%m.%Y %H:%M}"
