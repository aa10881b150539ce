"""The face of who was admitted just now. Pure."""

from collections.abc import Sequence

from empfang.desk import Admission
from empfang.rules.papers import PaperState
from empfang.screens.card_words import paper_names, short_name, title
from empfang.screens.face import Face
from empfang.screens.promised_words import dose_words
from empfang.texts import papers, promised, say
from empfang.texts import reception as t
from empfang.texts.times import clock


def admitted(admission: Admission) -> Face:
    """Somebody was admitted just now."""
    notes = (
        (admission.late, t.ADMITTED_LATE),
        (admission.readmission, t.ADMITTED_AGAIN),
        (admission.walk_in, papers.ADMITTED_WALK_IN),
    )
    lane = f" · {say(papers.LANE, lane=admission.lane)}" if admission.lane else ""
    still_open = paper_names(each for each in admission.papers if each.state is PaperState.OPEN)
    second = admission.promise is not None and admission.promise.second_open
    noted = (say(note) for holds, note in notes if holds)
    return Face(
        title=title(admission.family, admission.given),
        facts=(say(t.ADMITTED_AT, at=clock(admission.at)), *noted, *dose_words(admission.promise)),
        tone="good",
        headline=say(t.ADMITTED, number=admission.day_number) + lane,
        steps=(
            *((say(papers.OPEN_PAPERS, papers=still_open),) if still_open else ()),
            *((say(promised.SECOND_AGAIN),) if second else ()),
            say(t.ADMITTED_STEP),
        ),
        sentence=say(t.ADMITTED_SAY, number=admission.day_number),
    )


def group_admitted(admissions: Sequence[Admission]) -> Face:
    """Several were admitted together just now: their numbers, and what is still to look at."""
    lines = []
    for each in admissions:
        still_open = paper_names(paper for paper in each.papers if paper.state is PaperState.OPEN)
        who = f"Nr. {each.day_number}  {short_name(each.family, each.given)}"
        lines.append(f"{who} · {say(papers.OPEN_PAPERS, papers=still_open)}" if still_open else who)
    return Face(
        tone="good",
        headline=say(papers.GROUP_DONE, number=len(admissions)),
        steps=(*lines, say(t.ADMITTED_STEP)),
    )
