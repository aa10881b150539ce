"""What the screen Übertragung says about each item: the line of the list, what happened, what each key does. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from empfang.desk import Detail, Group, Item, Loss, Overview, Side
from empfang.model import Person
from empfang.rules.confirmation import OWN
from empfang.rules.conflicts import Choice
from empfang.rules.phones import shown
from empfang.screens import actions
from empfang.screens.call_words import offer_words, refusal_words
from empfang.screens.card_words import short_name, title
from empfang.texts import Text, say, thousands
from empfang.texts import person as person_texts
from empfang.texts import transfer as t
from empfang.texts.times import clock, day_and_clock, day_long
from empfang.widgets.actions import Action
from empfang.widgets.blocks import Block
from empfang.widgets.cells import plain
from empfang.widgets.columns import Column
from empfang.widgets.picker import Entry
from empfang.widgets.prose import paragraph

KEYS = (actions.FIRST, actions.SECOND, actions.THIRD)
STOPPED_KEY = "stopped"
_HANG = 4
_LONG_WAIT = timedelta(minutes=1)
_REQUESTS = ("book", "rebook", "take_short_notice")


def entries(overview: Overview, stopped: Item | None, today: date) -> list[Entry]:
    """The list: headings with their numbers, and the items below."""
    found: list[Entry] = []
    items = (*([stopped] if stopped else []), *overview.items)
    for group in Group:
        own = [item for item in items if item.group is group]
        count = max(overview.counts.get(group, 0), len(own))
        if not own:
            continue
        found.append(Entry("", f"{say(t.GROUPS[group])} · {thousands(count)}"))
        found += [Entry(item.key, _line(item), _when(item.at, today)) for item in own]
        if count > len(own):
            found.append(Entry("", f"  {say(t.FURTHER, number=thousands(count - len(own)))}"))
    return found


def stopped_item(loss: Loss | None) -> Item:
    """The item on top while fetching is stopped."""
    return Item(key=STOPPED_KEY, group=Group.STOPPED, kind="day_would_empty", more=loss.lost if loss else 0)


def kind_words(item: Item) -> str:
    """What it is, in two or three words."""
    if item.group is Group.STOPPED:
        return say(t.STOPPED)
    if item.conflict_id is None:
        known = t.COMMANDS.get(item.kind)
        return say(known) if known else say(t.COMMAND_OTHER, kind=plain(item.kind) or "?")
    known = t.CONFLICTS.get(_conflict_kind(item))
    named = person_texts.FIELD_NAMES.get(item.person_field, t.FIELD)
    return say(known, field=say(named)) if known else say(t.CONFLICT_OTHER, kind=plain(item.kind))


def blocks(
    detail: Detail, now: datetime, loss: Loss | None, district_name: Callable[[str], str] = lambda ags: ags
) -> list[Block]:
    """The item in full; `now` is on the centre's clock."""
    item = detail.item
    if item.group is Group.STOPPED:
        return [*_head(say(t.STOPPED), "stop"), *_stopped(loss), *_keys(detail)]
    name = title(item.family, item.given) if item.family or item.given else say(t.NOBODY)
    head = _head(f"{name} · {kind_words(item)}", "title")
    match item.group:
        case Group.REFUSED:
            return [*head, *_refused(detail, now, district_name), *_keys(detail)]
        case Group.UNREADABLE:
            known = t.UNREADABLE_CODES.get(item.code)
            why = say(known) if known else say(t.UNREADABLE_CODE, code=plain(item.code) or "?")
            return [*head, paragraph(say(t.UNREADABLE, why=why)), paragraph(say(t.UNREADABLE_STAYS))]
        case Group.WAITING:
            return [*head, *_waiting(item, now)]
        case _:
            return [*head, *_contradiction(detail, now.date()), *_keys(detail)]


def offered(detail: Detail | None) -> tuple[Action, ...]:
    """The keys of the open item, with words that say what they do."""
    if detail is None:
        return ()
    words = choice_words(detail)
    found = [replace(key, label=short, command=long) for key, (short, long) in zip(KEYS, words, strict=False)]
    if detail.item.group in {Group.REFUSED, Group.UNREADABLE}:
        found.append(actions.DONE)
    if can_call_back(detail):
        found.append(actions.CALL_AGAIN)
    if detail.item.family or detail.item.given:
        found.append(actions.TO_PERSON)
    return tuple(found)


def can_call_back(detail: Detail) -> bool:
    """Whether everybody of a refused booking can be offered places anew on the telephone screen."""
    return detail.item.group is Group.REFUSED and detail.item.kind == "book" and detail.call_back is not None


def choice_sentence(detail: Detail, place: int) -> str:
    """What the key with this number does."""
    return say(choice_words(detail)[place][1])


def _line(item: Item) -> str:
    if item.group is Group.STOPPED:
        return kind_words(item)
    name = short_name(item.family, item.given) if item.family or item.given else say(t.NOBODY)
    if item.more:
        name = say(t.AND_MORE, name=name, more=item.more)
    return f"{name} · {kind_words(item)}"


def _when(at: datetime | None, today: date) -> str:
    if at is None:
        return ""
    return clock(at) if at.date() == today else f"{at:%d.%m.}"


def _head(words: str, role: str) -> list[Block]:
    return [paragraph(words, role), paragraph("")]


def _stopped(loss: Loss | None) -> list[Block]:
    lost, size = (thousands(loss.lost), thousands(loss.size)) if loss else ("?", "?")
    return [paragraph(say(t.STOPPED_HAPPENED, lost=lost, size=size)), paragraph(say(t.STOPPED_DO)), paragraph("")]


def _waiting(item: Item, now: datetime) -> list[Block]:
    at = clock(item.at) if item.at else "?"
    waited = now - item.at if item.at else timedelta()
    since = say(t.WAITS_SINCE_NOW, at=at)
    if waited >= _LONG_WAIT:
        since = say(t.WAITS_SINCE, at=at, minutes=thousands(int(waited.total_seconds() // 60)))
    notes = [since, say(t.WAITS_FORGOTTEN if item.forgotten else t.WAITS)]
    notes.append(say(t.WAITS_REQUEST if item.kind in _REQUESTS else t.NOTHING_TO_DO))
    return [paragraph(note) for note in notes]


def _refused(detail: Detail, now: datetime, district_name: Callable[[str], str]) -> list[Block]:
    item, today = detail.item, now.date()
    why = refusal_words(item.code, detail.parameters, now, district_name)
    found: list[Block] = [paragraph(say(t.REFUSED, why=why), "stop")]
    before = day_and_clock(detail.wanted_from, today) if detail.wanted_from else ""
    if detail.wanted_at is not None:
        at = day_and_clock(detail.wanted_at, today)
        found.append(paragraph(say(t.WANTED_INSTEAD, at=at, before=before) if before else say(t.WANTED, at=at)))
    found.append(paragraph(say(t.OLD_STAYS, before=before) if before else say(t.NOT_BOOKED)))
    if item.dependents:
        found.append(paragraph(say(t.WITH_IT_ONE) if item.dependents == 1 else say(t.WITH_IT, number=item.dependents)))
    if detail.free_now:
        free = "; ".join(offer_words(each, today, only_first=False) for each in detail.free_now)
        found.append(paragraph(say(t.FREE_NOW, places=free)))
    if detail.call_back is not None:
        how = t.CALL_BACK_TO if detail.call_back.by_phone else t.TO_BE_REACHED
        found.append(paragraph(say(how, whom=_whom_to_call(detail.call_back.person)), "strong"))
    if not detail.offers:
        how = t.OFFER_AT_THE_PHONE if detail.call_back is not None and item.kind == "book" else t.NO_OFFER
        return [*found, paragraph(""), paragraph(say(how))]
    nearest = detail.offers[0].at
    words = f"{day_long(nearest)}, {clock(nearest)}"
    return [*found, paragraph(f"„{say(t.REFUSED_SAY, at=words)}“", "say", hang=1), paragraph("")]


def _whom_to_call(person: Person) -> str:
    """Emine Kaya, 0176 040 69020; whose number it is, if it is not her own."""
    name = " ".join(part for part in (plain(person.given), plain(person.family)) if part)
    numbers = [
        plain(shown(phone.number)) + (f" ({plain(phone.whose)})" if phone.whose not in {"", OWN} else "")
        for phone in person.phones
    ]
    return ", ".join([name, *(numbers or [say(t.NO_NUMBER)])])


def _contradiction(detail: Detail, today: date) -> list[Block]:
    happened = t.HAPPENED.get(_conflict_kind(detail.item), t.HAPPENED_OTHER)
    found: list[Block] = [paragraph(say(happened)), paragraph("")]
    if detail.sides:
        found += [tuple(_column(side, today) for side in detail.sides), paragraph("")]
    return found


def _conflict_kind(item: Item) -> str:
    """One kind is two things to a clerk: somebody came although they had cancelled, or to a time that was moved."""
    moved = item.kind == "cancelled_but_present" and item.group is Group.DECIDE
    return "moved_but_present" if moved else item.kind


def _column(side: Side, today: date) -> Column:
    heading = t.BEFORE if side.before else t.MINE if side.here else t.NOW if side.what == "places" else t.OTHER
    when = "" if side.at is None else clock(side.at) if side.at.date() == today else day_and_clock(side.at, today)
    where = " ".join(part for part in (when, plain(side.desk_name)) if part)
    said = _said(side, today)
    return Column(
        heading=say(heading),
        said=f"✓ {said}" if side.counts else said,
        who=tuple(part for part in (where, plain(side.operator_name)) if part),
        role="good" if side.counts else "strong",
    )


def _said(side: Side, today: date) -> str:
    if side.what == "places":
        return say(t.SIDES["places"], taken=side.value[0], capacity=side.value[1])
    value = side.value
    if isinstance(value, datetime):
        value = day_and_clock(value, today)
    elif side.what == "value":
        value = value_words(value)
    elif side.what == "command":
        known = t.COMMANDS.get(str(value))
        value = say(known) if known else plain(str(value))
    else:
        value = plain(str(value or "?"))
    return say(t.SIDES[side.what], value=value)


def value_words(value: Any) -> str:
    """A field's value as one reads it."""
    if isinstance(value, list | tuple):
        return ", ".join(value_words(part) for part in value) or say(t.EMPTY)
    if isinstance(value, dict):
        return plain(str(value.get("number") or value.get("value") or " ".join(map(str, value.values()))))
    return plain(str(value)) if value not in {None, ""} else say(t.EMPTY)


def _keys(detail: Detail) -> list[Block]:
    words = choice_words(detail)
    found: list[Block] = [
        paragraph(f"{place} = {say(long)}", "key", hang=_HANG) for place, (_, long) in enumerate(words, 1)
    ]
    if detail.item.group is Group.REFUSED and words:
        found.append(paragraph(say(t.THEN_DONE), "quiet"))
    return found


def choice_words(detail: Detail) -> Sequence[tuple[Text, Text]]:
    """Each key's short word and its sentence, already filled in."""
    if detail.item.group is Group.STOPPED:
        return t.STOPPED_ACCEPT, t.STOPPED_STAY
    if detail.item.group is Group.REFUSED:
        return [
            (t.OFFER[0], _fixed(t.OFFER[1], at=_at(offer.at), vaccine=plain(offer.vaccine))) for offer in detail.offers
        ]
    return [_words_of(detail, choice) for choice in detail.choices]


def ordered(choices: Sequence[Choice], sides: Sequence[Side]) -> tuple[Choice, ...]:
    """The choices in the order of the columns that they take, so that key and column stand alike."""
    order = [side.choice for side in sides if side.choice]
    return tuple(sorted(choices, key=lambda choice: order.index(choice.word) if choice.word in order else len(order)))


def _words_of(detail: Detail, choice: Choice) -> tuple[Text, Text]:
    side = next((side for side in detail.sides if side.choice and side.choice == choice.word), None)
    if side is not None:
        short, long = t.CHOICES["holds" if side.counts else choice.word]
        return short, _fixed(long, value=value_words(side.value))
    own = t.CHOICES.get(f"{detail.item.kind}:{choice.word}")
    return own or t.CHOICES.get(choice.word, t.CHOICES["noted"])


def _fixed(text: Text, **values: object) -> Text:
    """The text filled in; braces in what somebody typed stay what they are."""
    filled = say(text, **values)
    return Text(filled, filled)


def _at(moment: datetime) -> str:
    return day_and_clock(moment, moment.date())
