"""The card of the reception screen: what is open on it, and what is done with it. Draws nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from empfang.desk import (
    Admission,
    Card,
    Declined,
    Desk,
    Further,
    GroupMember,
    PaperNote,
    PromiseStanding,
    Row,
    Scanned,
    Topics,
    Undone,
)
from empfang.model import ProofKind, ProofState
from empfang.rules.arrival import Answer
from empfang.rules.dose_entry import Entered
from empfang.rules.names import clean
from empfang.rules.newcomers import Newcomer
from empfang.rules.on_site import OnSite
from empfang.screens import actions
from empfang.screens.admitted_faces import admitted, group_admitted
from empfang.screens.card_words import identity, short_name, title, why_not
from empfang.screens.face import EMPTY, Face
from empfang.screens.faces import face_of, mistyped_code, unknown_code
from empfang.screens.moving import Moves, moving_face
from empfang.texts import papers, promised, say
from empfang.texts import reception as t
from empfang.texts import rules as rule_words
from empfang.texts import scanning as scan_texts
from empfang.widgets.lines import Span

ENTER_AGAIN_S = 0.7
"""An Enter so soon after the card opened is a slip: nobody has read it."""
NOT_MARKED = -1
"""In a choice nothing is marked at first: nobody is taken by pressing Enter twice."""
_LONGEST_REASON = 200
_LONGEST_NAME = 100
_OF_ANYBODY = frozenset({"centre", "centre_day", "proof", "rule_book"})
"""Records of which any may concern whoever is on the card."""
_OF_DOSES = frozenset({"vial", "dose_change", "promise", "encounter", "appointment"})
"""Records on which it depends whether a dose is left."""
_HOLDS_NONE = frozenset({PromiseStanding.LATE, PromiseStanding.WITHDRAWN})
Target = tuple[str, str | None]
"""Person and appointment."""


@dataclass(frozen=True, slots=True)
class Choice:
    """People or appointments to choose between."""

    face: Face
    targets: tuple[Target, ...]


class OpenCard:
    """Holds an open card, a choice, or the last admission; `face` says what is to be seen.

    `active` is whether it has the keys. `message` is what the last action has to say.
    """

    def __init__(self, desk: Desk, monotonic: Callable[[], float], is_offline: Callable[[], bool]) -> None:
        self._desk = desk
        self._monotonic = monotonic
        self._is_offline = is_offline
        self._moves = Moves(desk)
        self._opened_at = float("-inf")
        self._target: Target | None = None
        self._choice: Choice | None = None
        self.card: Card | None = None
        self.face = EMPTY
        self.marked = NOT_MARKED
        self.message: Span = ("", "")

    @property
    def active(self) -> bool:
        """Whether keys act on the card."""
        return self.card is not None or self._choice is not None

    @property
    def name(self) -> str:
        """The person on the card, short."""
        person = self.card.person if self.card else None
        return short_name(person.family, person.given) if person else ""

    @property
    def person_id(self) -> str | None:
        """The person on the card, if there is one whose data may be shown."""
        return self.card.person.id if self.card and self.card.person else None

    # Opening

    def close(self) -> None:
        """Nothing is open."""
        self.card, self._choice, self._target = None, None, None
        self.face, self.marked, self.message = EMPTY, NOT_MARKED, ("", "")

    def open_row(self, row: Row) -> None:
        """Open the person of a row; a choice if others have the same name and year.

        Which of the person's appointments counts is the desk's to decide, or the clerk's if several might.
        """
        alike = self._desk.namesakes(row)
        if len(alike) > 1:
            self._choose_person([(each.person_id, None) for each in alike])
        else:
            self.open(row.person_id, None)

    def open(self, person_id: str, appointment_id: str | None) -> None:
        """Open a person's card."""
        self._moves.drop_answered(person_id)
        self._show(self._desk.card(person_id, appointment_id), (person_id, appointment_id))

    def scan(self, scanned: Scanned) -> bool:
        """A code was scanned or typed completely; True if that admitted."""
        result = self._desk.scan(scanned)
        if isinstance(result, Declined) and result.card.arrival is None:
            self.not_found(scanned.text)
            return False
        admitted_now = self._admitted_or_shown(result, None)
        if not scanned.is_sure:
            self.message = say(scan_texts.Y_OR_Z), "ask"
        return admitted_now

    def not_found(self, text: str) -> None:
        """A code that is not known here; one of ours that cannot be right is said to have a slip."""
        self.close()
        mistyped = self._desk.is_mistyped(text)
        self.face = mistyped_code() if mistyped else unknown_code()
        self.message = say(t.MISTYPED_CODE_MESSAGE if mistyped else t.UNKNOWN_CODE_MESSAGE), "ask"

    def move_mark(self, by: int) -> bool:
        """Move the mark of a choice; False if there is none."""
        if self._choice is None:
            return False
        self.marked = max(0, min(self.marked + by, len(self._choice.targets) - 1))
        return True

    def choose(self, number: int | None = None) -> bool:
        """Take a line of a choice, from 0, or the marked one; False if there is no such line."""
        choice, place = self._choice, self.marked if number is None else number
        if choice is None or not 0 <= place < len(choice.targets):
            return False
        self.open(*choice.targets[place])
        return True

    # Acting

    def asks_doses(self) -> bool:
        """Whether Enter is to ask for earlier doses, and was not pressed too soon."""
        return actions.ASK_DOSES in self.face.actions and not self._too_soon()

    def admit(self) -> bool:
        """Admit the person on the card; True if that was done."""
        appointment = self.card.arrival.appointment if self.card and self.card.arrival else None
        if actions.ADMIT not in self.face.actions or appointment is None:
            return False
        if self._too_soon():
            self.message = say(t.TOO_FAST), "ask"
            return False
        return self._admitted_or_shown(self._desk.admit(appointment.person_id, appointment.id), self._target)

    def readmit(self, reason: str) -> bool:
        """Admit the person once more, for this reason."""
        appointment = self.card.arrival.appointment if self.card and self.card.arrival else None
        if appointment is None:
            return False
        result = self._desk.admit(
            appointment.person_id, appointment.id, readmission_reason=clean(reason).strip()[:_LONGEST_REASON]
        )
        return self._admitted_or_shown(result, self._target)

    def admit_with(self, vaccine: str) -> bool:
        """Admit the person, who agreed to this vaccine; True if that was done."""
        appointment = self.card.arrival.appointment if self.card and self.card.arrival else None
        if appointment is None:
            return False
        result = self._desk.admit(appointment.person_id, appointment.id, vaccine=vaccine)
        return self._admitted_or_shown(result, self._target)

    def walk_in(self, reason: str) -> bool:
        """Admit the person without an appointment; True if that was done."""
        if self.person_id is None:
            return False
        result = self._desk.walk_in(self.person_id, clean(reason).strip()[:_LONGEST_REASON])
        return self._admitted_or_shown(result, self._target)

    def admit_group(self, members: Sequence[GroupMember]) -> bool:
        """Admit those of the group who are here; True if anybody was. What is missing is told by person."""
        admissions, declined = self._desk.admit_all(members)
        names = "; ".join(f"{short_name(each.family, each.given)} Nr. {each.day_number}" for each in admissions)
        said = [say(papers.GROUP_ADMITTED, names=names)] if admissions else []
        people = [each.card.person for each in declined if each.card.person is not None]
        if people:
            not_in = "; ".join(short_name(person.family, person.given) for person in people)
            said.append(say(papers.GROUP_NOT_ADMITTED, names=not_in))
        if admissions:
            self.close()
            self.face = group_admitted(admissions)
        else:
            self._read_again()
        self.message = " ".join(said), "ask" if declined else "good"
        return bool(admissions)

    def note_papers(self, notes: Sequence[PaperNote]) -> None:
        """What the person showed, or did not have."""
        if self.person_id is not None:
            self._after(self._desk.note_papers(self.person_id, notes), say(papers.NOTED, name=self.name))

    def read_doses(self, text: str) -> Entered:
        """What was typed of earlier doses; see `Desk.read_doses`."""
        return self._desk.read_doses(text)

    def note_doses(self, entered: Entered) -> None:
        """What the person showed of earlier doses."""
        if self.person_id is not None:
            self._after(self._desk.note_doses(self.person_id, entered), say(rule_words.DOSES_NOTED, name=self.name))

    def change_needs(self, before: Sequence[str], needs: Sequence[str]) -> None:
        """What the person needs at a visit: what was ticked and unticked since `before`, and nothing else."""
        if self.card is not None and self.card.person is not None:
            person = self.card.person
            stay = [need for need in person.needs if need in needs or need not in before]
            new = [need for need in needs if need not in before and need not in stay]
            self._after(
                self._desk.change_person(person.id, {"needs": (*stay, *new)}),
                say(papers.NEEDS_DONE, name=self.name),
            )

    def doctor_allows(self, doctor: str) -> None:
        """This doctor lets the person come in without what is missing."""
        if self.person_id is not None:
            who = clean(doctor).strip()[:_LONGEST_NAME]
            note = PaperNote(ProofKind.DOCTOR, ProofState.SHOWN, how=who)
            done = say(papers.DOCTOR_DONE, doctor=who, name=self.name)
            self._after(self._desk.note_papers(self.person_id, [note]), done)

    def postpone(self, reason: str) -> None:
        """A doctor sent the person back."""
        visit = self.card.line.visit if self.card and self.card.line else None
        if visit is not None:
            why = clean(reason).strip()[:_LONGEST_REASON]
            self._after(self._desk.postpone(visit.id, why), say(papers.POSTPONED, name=self.name))

    def note_on_site(self, how: OnSite) -> None:
        """The person waits here for a dose that is left over."""
        if self.person_id is not None:
            self._after(self._desk.people_here.note(self.person_id, how), say(promised.NOTED, name=self.name))

    def not_on_site(self) -> None:
        """The person does not wait here any more."""
        if self.person_id is not None:
            self._after(self._desk.people_here.gone(self.person_id), say(promised.GONE, name=self.name))

    def bring_along(self, who: Newcomer) -> None:
        """The second dose that was promised is this one's, whose card is opened."""
        promise = self.card.promise if self.card is not None else None
        if promise is None:
            return
        person_id, undone = self._desk.newcomers.bring_along(promise.promise, who)
        if undone.done:
            self.open(person_id, None)
            self.message = say(promised.BROUGHT, name=self.name), "good"
        else:
            self._after(undone, "")

    def enter_person(self, who: Newcomer) -> None:
        """Somebody is registered, if they are not known, and their card opened."""
        known = self._desk.newcomers.known(who) is not None
        self.open(self._desk.newcomers.enter(who), None)
        self.message = (
            (say(promised.KNOWN, name=self.name), "ask") if known else (say(promised.ENTERED, name=self.name), "good")
        )

    def cancel_further(self, further: Further, when: str) -> None:
        """The person does not need this further booking."""
        self._after(self._desk.cancel(further.appointment_id), say(papers.FURTHER_DONE, when=when))

    def move(self) -> None:
        """Ask the service for today's place."""
        if self.card is not None and self._moves.ask(self.card) is not None:
            self._read_again()
            self.message = say(t.MOVE_ASKED), "ask"

    def left(self) -> None:
        """The person goes without a dose."""
        visit = self.card.line.visit if self.card and self.card.line else None
        if visit is not None:
            self._after(self._desk.left(visit.id), say(t.DONE_LEFT, name=self.name))

    def cancel(self, appointment_id: str) -> None:
        """The person does not want this appointment, which need not be the one on the card any more."""
        self._after(self._desk.cancel(appointment_id), say(t.DONE_CANCEL, name=self.name))

    # Following

    def took_in(self, topics: Topics | None) -> None:
        """Records changed: the open card follows, and answers to moves are told."""
        for asked in self._moves.answered():
            text = t.ANSWER_GRANTED if asked.state.granted else t.ANSWER_REFUSED
            self.message = say(text, name=asked.name), "good" if asked.state.granted else "stop"
        if self.card is not None and (topics is None or self._is_moving() or self._shows(topics)):
            before = self._answer()
            self._read_again()
            if self._answer() is not before and not self._is_moving():
                self._opened_at = self._monotonic()
                self.message = say(t.CHANGED_MEANWHILE), "ask"

    def _read_again(self) -> None:
        if self._target is None:
            return
        person_id, appointment_id = self._target
        message, marked = self.message, self.marked
        asked = self._moves.of(person_id)
        card = self._desk.card_again(person_id, None if asked and asked.state.granted else appointment_id)
        self._show(card, self._target, opened=False)
        self.message, self.marked = message, marked

    def _show(self, card: Card, target: Target | None, *, opened: bool = True) -> None:
        self.close()
        if card.arrival is not None and card.arrival.answer is Answer.CHOOSE and card.person is None:
            targets: list[Target] = [(line.appointment.person_id, line.appointment.id) for line in card.choices]
            self._choose_person(targets)
            return
        shift = self._desk.shift()
        self.card, self._target = card, target or self._target_of(card)
        self.face = face_of(card, shift.now.date(), shift.desk_name)
        asked = self._moves.of(self._target[0]) if self._target else None
        if asked is not None:
            offline = self._is_offline()
            self.face = moving_face(card, asked, shift.now.date(), shift.desk_name, offline=offline)
        if self.face.choices and card.person is not None:
            self._choice = Choice(self.face, tuple((card.person.id, line.appointment.id) for line in card.choices))
        if opened:
            self._opened_at = self._monotonic()

    def _choose_person(self, targets: list[Target]) -> None:
        people = {person.id: person for person in self._desk.identities([person_id for person_id, _ in targets])}
        known = [target for target in targets if target[0] in people]
        self.close()
        if not known:
            return
        first = people[known[0][0]]
        same_name = len({(people[each].family, people[each].given) for each, _ in known}) == 1
        self.face = Face(
            title=title(first.family, first.given) if same_name else "",
            tone="ask",
            headline=say(t.CHOOSE_PERSON),
            steps=(say(t.CHOOSE_PERSON_STEP),),
            sentence=say(t.CHOOSE_PERSON_SAY),
            choices=tuple(
                ("" if same_name else f"{short_name(people[each].family, people[each].given)} · ")
                + identity(people[each])
                for each, _ in known
            ),
            actions=(actions.CHOOSE,),
        )
        self._choice = Choice(self.face, tuple(known))

    def _admitted_or_shown(self, result: Admission | Declined, target: Target | None) -> bool:
        if isinstance(result, Declined):
            self._show(result.card, target)
            return False
        self._moves.drop(result.person_id)
        self.close()
        self.face = admitted(result)
        self.message = say(t.ADMITTED_MESSAGE, name=short_name(result.family, result.given)), "good"
        return True

    def _after(self, undone: Undone, done: str) -> None:
        self._read_again()
        self.message = (done, "good") if undone.done else (say(t.REFUSED_BECAUSE, why=why_not(undone.code)), "stop")

    def _too_soon(self) -> bool:
        return self._monotonic() - self._opened_at < ENTER_AGAIN_S

    def _is_moving(self) -> bool:
        return self._target is not None and self._moves.of(self._target[0]) is not None

    def _answer(self) -> Answer | None:
        return self.card.arrival.answer if self.card and self.card.arrival else None

    def _shows(self, topics: Topics) -> bool:
        """Whether one of the changed records is on the card. A new visit changes its appointment too."""
        card = self.card
        if card is None:
            return False
        lines = (*((card.line,) if card.line else ()), *card.others, *card.choices)
        shown = {self.person_id} | {line.appointment.id for line in lines}
        shown |= {each.appointment_id for each in card.group} | {each.appointment_id for each in card.further}
        if card.promise is not None:
            shown.add(card.promise.promise.id)
            if card.promise.standing in _HOLDS_NONE and any(kind in _OF_DOSES for kind, _ in topics):
                return True
        return any(record_id in shown or kind in _OF_ANYBODY for kind, record_id in topics)

    @staticmethod
    def _target_of(card: Card) -> Target | None:
        appointment = card.arrival.appointment if card.arrival else None
        return None if appointment is None else (appointment.person_id, appointment.id)
