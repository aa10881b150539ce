"""The commands, and how a problem is told."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from empfang.cli.central import central
from empfang.cli.desk import desk
from empfang.cli.places import places
from empfang.cli.rules import rules
from empfang.cli.telling import guarded
from empfang.errors import Exit
from empfang.texts import commands as words
from empfang.texts import replay as replay_words
from empfang.texts import rules as rule_words
from empfang.texts import use_language

app = typer.Typer(
    name="empfang",
    help=words.PROGRAM.de,
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
central.add_typer(places)
app.add_typer(central, name="central", help=words.CENTRAL.de)
app.add_typer(desk, name="desk", help=words.DESK.de)
app.add_typer(rules, name="rules", help=rule_words.RULES.de)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    lang: Annotated[str | None, typer.Option(help=words.LANG.de, metavar="de|en")] = None,
    version: Annotated[bool, typer.Option("--version", "-V", help=words.VERSION.de)] = False,
) -> None:
    """Without a command: this computer's desk."""
    from empfang.config import settings  # noqa: PLC0415

    if version:
        from empfang import __version__  # noqa: PLC0415

        print(f"empfang {__version__}")
        raise typer.Exit
    if lang not in {None, "de", "en"}:
        raise typer.BadParameter("de, en", param_hint="--lang")
    use_language(lang or settings().lang)
    if context.invoked_subcommand is None:
        from empfang.running import run_this_desk  # noqa: PLC0415

        run_this_desk(settings())


@app.command(help=words.DEMO.de)
def demo(
    join: Annotated[bool, typer.Option("--join", help=words.DEMO_JOIN.de)] = False,
    keep: Annotated[Path | None, typer.Option(help=words.DEMO_KEEP.de, metavar="ORDNER")] = None,
    evening: Annotated[bool, typer.Option("--evening", help=words.DEMO_EVENING.de)] = False,
) -> None:
    from empfang import demo as playing  # noqa: PLC0415

    if join:
        playing.join()
    else:
        playing.play(keep, evening=evening)


@app.command(help=words.DOCTOR.de)
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help=words.JSON.de)] = False,
    repair: Annotated[bool, typer.Option("--repair", help=words.REPAIR.de)] = False,
    scanner: Annotated[bool, typer.Option("--scanner", help=words.SCANNER.de)] = False,
) -> None:
    from empfang.cli.doctor import examine, show  # noqa: PLC0415
    from empfang.cli.repairing import offer_repair, repair_store  # noqa: PLC0415
    from empfang.config import settings  # noqa: PLC0415

    if scanner:
        from empfang.cli.scanner import test_scanner  # noqa: PLC0415

        test_scanner(settings().scanner_prefix)
        return
    if repair:
        print(repair_store(settings()))
        return
    findings = examine(settings())
    if as_json:
        print(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False))
    else:
        show(findings)
        said = offer_repair(settings())
        if said is not None:
            print(said)
            return
    if any(not finding.good for finding in findings):
        raise typer.Exit(Exit.NOTHING_DONE)


@app.command(help=replay_words.REPLAY.de)
def replay(  # noqa: PLR0913, PLR0917 - each one an option
    appointments: Annotated[Path, typer.Option(help=replay_words.APPOINTMENTS.de, metavar="DATEI")],
    arrivals: Annotated[Path, typer.Option(help=replay_words.ARRIVALS.de, metavar="DATEI")],
    centre: Annotated[str, typer.Option(help=words.CENTRE.de)],
    day: Annotated[str, typer.Option("--date", help=replay_words.DATE.de, metavar="JJJJ-MM-TT")],
    desks: Annotated[int, typer.Option(help=replay_words.DESKS.de, min=1, max=40)] = 6,
    outage: Annotated[str, typer.Option(help=replay_words.OUTAGE_SPAN.de, metavar="VON-BIS")] = "",
    seed: Annotated[int, typer.Option(help=replay_words.SEED.de)] = 1,
    mapping: Annotated[Path | None, typer.Option(help=words.MAPPING.de, metavar="DATEI")] = None,
    centres: Annotated[Path | None, typer.Option(help=words.CENTRES.de, metavar="DATEI")] = None,
    waitlist: Annotated[Path | None, typer.Option(help=replay_words.WAITLIST.de, metavar="DATEI")] = None,
    vials: Annotated[str, typer.Option(help=replay_words.VIALS.de, metavar="none|bookings|arrivals|forecast")] = "none",
    callers: Annotated[int | None, typer.Option(help=replay_words.CALLERS.de, show_default=False)] = None,
    reached: Annotated[float, typer.Option(help=replay_words.REACHED.de)] = 0.5,
    accepts: Annotated[float, typer.Option(help=replay_words.ACCEPTS.de)] = 0.5,
    kept: Annotated[float, typer.Option(help=replay_words.KEPT_RATE.de)] = 0.9,
    as_json: Annotated[bool, typer.Option("--json", help=words.JSON.de)] = False,
) -> None:
    from empfang.cli import replaying  # noqa: PLC0415
    from empfang.replay.dose_wishes import read_wishes  # noqa: PLC0415
    from empfang.replay.preparing import Wishes  # noqa: PLC0415

    on = replaying.day_of(day)
    doses = read_wishes(vials, waitlist, callers, reached, accepts, kept)
    wishes = Wishes(appointments, arrivals, centre, on, desks, outage, seed, mapping, centres, doses)
    replaying.replay(wishes, as_json=as_json)


@app.command(help=rule_words.ELIGIBILITY.de)
def eligibility(
    cases: Annotated[Path, typer.Argument(help=rule_words.CASES.de, metavar="DATEI", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help=words.JSON.de)] = False,
) -> None:
    from empfang.cli.eligibility import compare  # noqa: PLC0415

    compare(cases, as_json=as_json)


@app.command("replay-part", hidden=True)
def replay_part(part: str, folder: Path, rest: str) -> None:
    """One of the replay's own processes."""
    from empfang.replay import parts  # noqa: PLC0415

    parts.run(part, folder, rest)


@app.command("demo-part", hidden=True)
def demo_part(part: str, folder: Path) -> None:
    """One of the demo's own processes."""
    from empfang import demo_parts  # noqa: PLC0415

    demo_parts.run(part, folder)


def run(arguments: Sequence[str]) -> int:
    """Run a command line; gives the exit status."""
    command = typer.main.get_command(app)
    return guarded(lambda: command.main(args=list(arguments), prog_name="empfang"))
