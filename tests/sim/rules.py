"""The rules of design 3, looked at after every step, by means that do not trust the program's own."""

import json
from typing import TYPE_CHECKING, Any

from empfang import audit
from empfang.central.scope import centre_of_places, holds_people
from empfang.central.writer import Batch
from empfang.commands.base import Fact, Request
from empfang.commands.booking import Book, TakeShortNotice
from empfang.commands.person import DeleteRegistration, RegisterPerson
from empfang.commands.visit import CheckIn
from empfang.model import HOLDS_A_PLACE, OF_A_CENTRE, RECORDS
from empfang.protocol import ChangesPage, CommandsReply, Effect, Op, Status, Verdict
from empfang.rows import Rows, record_table
from tests.sim.desks import NEVER_DROPPED
from tests.sim.dose_rules import DoseRules
from tests.sim.model import ABOUT_A_PERSON, Overlay, Row, row_of
from tests.sim.parts import COORDINATOR, ViolationError

if TYPE_CHECKING:
    from tests.sim.desks import SimDesk
    from tests.sim.world import Sim

_HELD = ", ".join(f"'{status}'" for status in sorted(HOLDS_A_PLACE))


class Rules:
    """What holds at the service and at each desk."""

    def __init__(self, sim: "Sim") -> None:
        self.sim = sim
        self._first: dict[str, Verdict] = {}
        self._effects: dict[str, set[int]] = {}
        self._numbered: set[int] = set()
        self._looked_to = 0
        self._shown_head = 0
        self._excess: dict[tuple[str, str], int] = {}
        self._deleted: set[str] = set()
        self.pairs: dict[str, tuple[str, tuple[str, str]]] = {}
        """By command: whose, and the two appointments."""
        self._committed = False
        self._overlays: dict[str, tuple[Overlay, int, list[int]]] = {}
        self._doses = DoseRules(sim)

    # What happens at the service

    def put_back(self) -> None:
        """The database is an older one: what it knows now is what counts."""
        self._shown_head = 0
        self._effects.clear()
        self._numbered.clear()
        with self.sim.central.database.reading() as cursor:
            cursor.execute("SELECT command_id, verdict FROM received")
            self._first = {row[0]: Verdict.model_validate_json(row[1]) for row in cursor.fetchall()}
            cursor.execute("SELECT DISTINCT command_id, number FROM feed_entry WHERE command_id IS NOT NULL")
            for command_id, number in cursor.fetchall():
                self._effects.setdefault(command_id, set()).add(number)
            cursor.execute("SELECT number FROM head")
            self._looked_to = cursor.fetchone()[0]
            cursor.execute("SELECT id FROM deletion")
            self._deleted = {row[0] for row in cursor.fetchall()}
        self._numbered = set()
        self.capacity_is_what_it_is()

    def service_showed(self, head: int) -> None:
        """Somebody was told that the feed stands there: nothing may appear at or below."""
        self._shown_head = max(self._shown_head, head)

    def service_committed(self) -> None:
        """A transaction of the service is committed: numbers appear in the order of commits."""
        self._committed = True
        with self.sim.central.database.reading() as cursor:
            cursor.execute(f"SELECT number FROM feed_number WHERE number > {self._looked_to} ORDER BY number")  # noqa: S608
            fresh = [row[0] for row in cursor.fetchall() if row[0] not in self._numbered]
            if not fresh:
                return
            self._numbered.update(fresh)
            while self._looked_to + 1 in self._numbered:
                self._looked_to += 1
                self._numbered.discard(self._looked_to)
            late = [number for number in fresh if number <= self._shown_head]
            if late:
                raise ViolationError("feed skips", f"{late} were committed after {self._shown_head} had been shown")
            cursor.execute(
                "SELECT DISTINCT command_id, number FROM feed_entry"  # noqa: S608
                f" WHERE command_id IS NOT NULL AND number >= {fresh[0]}"
            )
            for command_id, number in cursor.fetchall():
                numbers = self._effects.setdefault(command_id, set())
                numbers.add(number)
                if len(numbers) > 1 and not self._came_late(cursor, command_id, fresh[0], number):
                    raise ViolationError("3 counts once", f"{command_id} has effects at {sorted(numbers)}")
            cursor.execute(
                "SELECT DISTINCT command_id FROM feed_entry"  # noqa: S608
                f" WHERE command_id IS NOT NULL AND number IN ({', '.join(map(str, fresh))})"
            )
            ids = sorted(row[0] for row in cursor.fetchall())
            self._doses.committed(cursor, self.sim.central.database.flavour, ids)

    def _came_late(self, cursor: Any, command_id: str, first: int, number: int) -> bool:
        """Whether something that the command builds on came in the same transaction, before this effect.

        What came of whom was deleted further on in the transaction is erased again: then nobody can tell.
        """
        entry = self.sim.entry_of(command_id)
        for subject in entry.payload.subjects() if entry else ():
            cursor.execute(
                "SELECT 1 FROM feed_entry WHERE number > ? AND kind = 'deletion' AND record_id = ?", (number, subject)
            )
            if cursor.fetchone():
                return True
        for kind, record_id in entry.payload.builds_on() if entry else ():
            cursor.execute(
                "SELECT 1 FROM feed_entry WHERE number >= ? AND number < ? AND kind = ? AND record_id = ? AND op = ?",
                (first, number, kind, record_id, Op.PUT),
            )
            if cursor.fetchone():
                return True
        return False

    def service_answered(self, batch: Batch, reply: CommandsReply) -> None:
        """Verdicts of a transaction that is committed."""
        lines = [*batch.lines, *(each.command.encode() for each in batch.forgotten)]
        if len(lines) != len(reply.verdicts):
            raise ViolationError("4 verdicts", f"{len(reply.verdicts)} for {len(lines)} commands")
        for line, verdict in zip(lines, reply.verdicts, strict=True):
            entry = self.sim.entry_of(verdict.command_id)
            kind = entry.recorded.command.kind if entry else "unreadable"
            if verdict.status is Status.RETRY:
                self.sim.cover.events["verdict: ask again"] += 1
                continue
            known = self._first.get(verdict.command_id)
            if verdict.status is not Status.MISMATCH:
                if known is not None and known != verdict:
                    raise ViolationError("3 first verdict", f"{verdict.command_id}: {known} became {verdict}")
                self._first[verdict.command_id] = verdict
            if known is not None:
                self.sim.cover.events["verdict given again"] += 1
            else:
                self.sim.cover.verdicts[kind, _named(verdict)] += 1
            if known is None and entry is not None and line == entry.line:
                stays = entry.verdicts and entry.verdicts[-1].status is Status.QUARANTINED and batch.forgotten
                if not stays:
                    self._decided(entry, verdict, again=bool(batch.forgotten))

    def _read_verdicts(self, command_ids: list[str]) -> None:
        """What was decided by a process that was killed before it could answer."""
        with self.sim.central.database.reading() as cursor:
            for command_id in command_ids:
                cursor.execute("SELECT verdict FROM received WHERE command_id = ?", (command_id,))
                row = cursor.fetchone()
                if row is not None:
                    self._first[command_id] = Verdict.model_validate_json(row[0])

    def _decided(self, entry: Any, verdict: Verdict, *, again: bool) -> None:
        command, payload = entry.recorded.command, entry.payload
        self._read_verdicts([needed for needed in command.needs if needed not in self._first])
        missing = [needed for needed in command.needs if needed not in self._first]
        if missing and not again and verdict.status is not Status.QUARANTINED:
            raise ViolationError("4 dependents", f"{command.kind} {command.id} was decided before {missing}")
        refused = [n for n in command.needs if n in self._first and self._first[n].status is Status.REFUSED]
        if isinstance(payload, Fact) and verdict.status not in {Status.RECORDED, Status.QUARANTINED}:
            raise ViolationError("4 facts are kept", f"{command.kind} {command.id}: {verdict}")
        may = payload.roles() is None or command.operator_id == COORDINATOR
        set_aside = command.kind == "from_the_future" or not may
        if isinstance(payload, Fact) and (verdict.status is Status.QUARANTINED) is not set_aside:
            raise ViolationError("4 facts are kept", f"{command.kind} {command.id}: {verdict}")
        if isinstance(payload, Request) and refused and verdict.status is not Status.REFUSED:
            raise ViolationError("4 dependents", f"{command.kind} {command.id} was {verdict.status} without {refused}")
        if isinstance(payload, Book | TakeShortNotice) and verdict.status is Status.GRANTED:
            of: dict[str, list[str]] = {}
            for wanted in payload.appointments:
                if wanted.series_id:
                    of.setdefault(f"{wanted.person_id} {wanted.series_id}", []).append(wanted.appointment_id)
            for series, ids in of.items():
                if len(ids) == 2:
                    self.pairs[f"{command.id} {series}"] = (series.split()[0], (ids[0], ids[1]))
        if verdict.status is Status.REFUSED and not again:
            self.sim.cover.events[f"refused: {verdict.code}"] += 1

    def capacity_is_what_it_is(self) -> None:
        """What the service's own people did to places is no command's fault."""
        self._excess = self._over()

    def _over(self) -> dict[tuple[str, str], int]:
        with self.sim.central.database.reading() as cursor:
            cursor.execute(
                "SELECT slot_id, contingent_id, count(*) FROM appointment"  # noqa: S608
                f" WHERE slot_id IS NOT NULL AND status IN ({_HELD}) GROUP BY slot_id, contingent_id"
            )
            taken = [(row[0], row[1], row[2]) for row in cursor.fetchall()]
            cursor.execute("SELECT id, capacity FROM slot")
            capacity = {row[0]: json.loads(row[1]) if isinstance(row[1], str) else row[1] for row in cursor.fetchall()}
        over = {(slot, whose): many - capacity.get(slot, {}).get(whose, 0) for slot, whose, many in taken}
        return {key: many for key, many in over.items() if many > 0}

    def look_at_service(self) -> None:
        """After a step: capacity (1) and what is counted of it, pairs (6), deletions (8)."""
        if not self._committed:
            return
        self._committed = False
        over = self._over()
        known = {key: min(many, over.get(key, 0)) for key, many in self._excess.items()}
        self._excess = {key: many for key, many in known.items() if many > 0}
        with self.sim.central.database.reading() as cursor:
            self._count_again(cursor)
            for (slot_id, contingent_id), many in sorted(over.items()):
                own = many - self._excess.get((slot_id, contingent_id), 0)
                if own > 0:
                    self._need_alarms(cursor, slot_id, contingent_id, own)
            cursor.execute("SELECT id FROM appointment")
            there = {row[0] for row in cursor.fetchall()}
            for command_id, (_, (one, other)) in self.pairs.items():
                if (one in there) != (other in there):
                    raise ViolationError("6 pairs", f"half of a pair at the service: {command_id}")
            cursor.execute("SELECT id FROM deletion")
            fresh = {row[0] for row in cursor.fetchall()} - self._deleted
            self._deleted |= fresh
            if fresh:
                self._forgotten(cursor, fresh)

    def _count_again(self, cursor: Any) -> None:
        """What slots say is taken, and what is told to be free, against the appointments themselves."""
        cursor.execute(
            "SELECT slot_id, contingent_id, count(*) FROM appointment"  # noqa: S608
            f" WHERE slot_id IS NOT NULL AND contingent_id IS NOT NULL AND status IN ({_HELD})"
            " GROUP BY slot_id, contingent_id"
        )
        taken: dict[str, dict[str, int]] = {}
        for slot_id, contingent_id, many in cursor.fetchall():
            taken.setdefault(slot_id, {})[contingent_id] = many
        cursor.execute("SELECT id, capacity, taken FROM slot")
        free: dict[tuple[str, str], int] = {}
        for slot_id, capacity, counted in cursor.fetchall():
            places, said = (json.loads(each) if isinstance(each, str) else each for each in (capacity, counted))
            there = taken.get(slot_id, {})
            if said != there:
                raise ViolationError("1 capacity", f"slot {slot_id} says {said} are taken, and {there} are")
            left = {(slot_id, name): many - there.get(name, 0) for name, many in places.items()}
            free |= {key: many for key, many in left.items() if many > 0}
        cursor.execute("SELECT slot_id, contingent_id, free FROM free_place")
        told = {(row[0], row[1]): row[2] for row in cursor.fetchall()}
        if told != free:
            raise ViolationError("1 capacity", f"told to be free: {told}; free: {free}")

    def _need_alarms(self, cursor: Any, slot_id: str, contingent_id: str, many: int) -> None:
        cursor.execute(
            "SELECT count(*) FROM conflict JOIN appointment ON conflict.appointment_id = appointment.id"  # noqa: S608
            " WHERE conflict_kind = 'over_capacity'"
            f" AND appointment.slot_id = '{slot_id}' AND contingent_id = '{contingent_id}'"
        )
        alarms = cursor.fetchone()[0]
        self.sim.cover.events["over capacity by facts"] += 1
        if alarms < many:
            raise ViolationError(
                "1 capacity", f"{many} beyond the places of {slot_id} {contingent_id}, {alarms} alarms"
            )

    def _forgotten(self, cursor: Any, people: set[str]) -> None:
        self.sim.cover.events["deleted at the service"] += len(people)
        cursor.execute("SELECT body FROM feed_entry WHERE body IS NOT NULL")
        bodies = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT line FROM received")
        bodies += [bytes(row[0]).decode(errors="replace") for row in cursor.fetchall()]
        for kind in sorted(ABOUT_A_PERSON):
            cursor.execute(f'SELECT * FROM "{kind}"')  # noqa: S608
            bodies += [str(row) for row in cursor.fetchall()]
        for person_id in sorted(people):
            self._nowhere(person_id, bodies, "the service")

    def _nowhere(self, person_id: str, texts: list[str], where: str) -> None:
        name = self.sim.names.get(person_id)
        if name is None:
            return
        for text in texts:
            if name in text:
                raise ViolationError("8 deletion", f"{where} still knows {name} ({person_id}): {text[:300]}")

    # What happens at a desk

    def desk_takes_page(self, desk: "SimDesk", page: ChangesPage) -> None:
        """The page has all that the feed has for the desk between its cursors, unless the feed was put back since."""
        if desk.cursor is None or page.epoch != self.sim.epoch():
            return
        if page.has_more:
            self.sim.cover.events["pages with more behind"] += 1
        if page.head > self._looked_to or self.sim.histories != desk.histories_seen:
            return
        streams = ", ".join(f"'{each}'" for each in self.sim.streams(desk))
        if not streams:
            return
        with self.sim.central.database.reading() as cursor:
            cursor.execute(
                "SELECT number, kind, record_id FROM feed_entry"  # noqa: S608
                f" WHERE stream IN ({streams}) AND number > {desk.cursor} AND number <= {page.cursor}"
                " AND op <> 'left_scope'"
            )
            there = {tuple(row) for row in cursor.fetchall()}
        missing = there - {(change.number, change.kind, change.id) for change in page.changes}
        if missing:
            raise ViolationError("feed skips", f"{desk.name} came to {page.cursor} without {sorted(missing)[:3]}")

    def look_at_desk(self, desk: "SimDesk") -> None:
        """After a step that touched it; nothing to look at if nothing was written."""
        if not desk.wrote():
            return
        self.sim.cover.events["looks at a desk"] += 1
        self._outbox(desk)
        shown = {kind: _rows(desk, kind) for kind in RECORDS}
        self._base_and_shown(desk, shown)
        self._pairs(desk)
        fresh = set(desk.base.records["deletion"]) - desk.deleted
        if fresh:
            desk.deleted |= fresh
            self._forgotten_at(desk, fresh)

    def _outbox(self, desk: "SimDesk") -> None:
        rows = desk.run("SELECT number, command_id, verdict, settled_at, recover, dealt_at FROM outbox ORDER BY number")
        there = {row[0]: row for row in rows}
        to_deal_with = 0
        for number, entry in desk.ledger.items():
            row = there.get(number)
            if row is None and entry.gone:
                continue
            command = entry.recorded.command
            if row is None or row[1] != entry.id:
                raise ViolationError("4 outbox", f"{desk.name} lost {number} {command.kind} {entry.id}")
            if row[3] is not None and row[2] is None:
                raise ViolationError("4 outbox", f"{desk.name} settled {number} {command.kind} without a verdict")
            if row[2] is None:
                if entry.verdicts:
                    raise ViolationError("4 outbox", f"{desk.name} lost the verdict on {number} {command.kind}")
                continue
            if not entry.verdicts:
                raise ViolationError("4 outbox", f"{desk.name} has a verdict on {number} that was never given")
            stored = Verdict.model_validate_json(row[2]) if entry.stored != row[2] else None
            if stored is not None and stored != entry.verdicts[-1]:
                raise ViolationError("3 first verdict", f"{desk.name} {number}: {entry.verdicts[-1]} became {stored}")
            entry.stored = row[2]
            last = entry.verdicts[-1]
            # What was refused with another one goes with it; what a restored service must hear again may change.
            to_deal_with += last.status in NEVER_DROPPED and last.depends_on is None and not row[4] and row[5] is None
        if not set(there) <= set(desk.ledger):
            raise ViolationError("4 outbox", f"{desk.name} has commands that nobody recorded")
        if desk.desk.shift().to_deal_with != to_deal_with:
            raise ViolationError("4 visible", f"{desk.name} shows {desk.desk.shift().to_deal_with} of {to_deal_with}")

    def _base_and_shown(self, desk: "SimDesk", shown: dict[str, dict[str, Row]]) -> None:
        images = desk.run("SELECT kind, record_id, body FROM image")
        base = {kind: dict(rows) for kind, rows in shown.items()}
        for kind, record_id, body in images:
            if body is None:
                base[kind].pop(record_id, None)
            else:
                base[kind][record_id] = row_of(RECORDS[kind].model_validate_json(body))
        for kind, rows in base.items():
            if rows != desk.base.rows[kind]:
                raise ViolationError("base", f"{desk.name} {kind}: {_difference(rows, desk.base.rows[kind])}")
        unsettled = desk.run(
            "SELECT number FROM outbox WHERE settled_at IS NULL AND seen_number IS NULL ORDER BY number"
        )
        expected = dict(self._overlay(desk, [row[0] for row in unsettled]).rows())
        for kind, record_id, _ in images:
            expected.setdefault((kind, record_id), desk.base.rows[kind].get(record_id))
        for (kind, record_id), row in expected.items():
            if shown[kind].get(record_id) != row:
                raise ViolationError(
                    "shown", f"{desk.name} {kind} {record_id}: {shown[kind].get(record_id)} instead of {row}"
                )
        for (number,) in unsettled:
            payload = desk.ledger[number].payload
            if isinstance(payload, CheckIn) and payload.encounter_id not in shown["encounter"]:
                self._unless_deleted(desk, payload.person_id, shown, f"check-in {payload.encounter_id}")
            if isinstance(payload, RegisterPerson) and payload.person_id not in shown["person"]:
                self._unless_deleted(desk, payload.person_id, shown, f"registration of {payload.person_id}")

    def _overlay(self, desk: "SimDesk", unsettled: list[int]) -> Overlay:
        """The base with these commands on it; the one of the last look if only more commands came."""
        overlay, base_was, applied = self._overlays.get(desk.id) or (None, -1, [])
        if overlay is None or base_was != desk.base.changes or unsettled[: len(applied)] != applied:
            overlay, applied = Overlay(desk.base), []
        for number in unsettled[len(applied) :]:
            entry = desk.ledger[number]
            overlay.apply(entry.recorded.command, entry.payload)
        self._overlays[desk.id] = overlay, desk.base.changes, unsettled
        return overlay

    def _unless_deleted(self, desk: "SimDesk", person_id: str, shown: dict[str, dict[str, Row]], what: str) -> None:
        if person_id not in shown["deletion"]:
            raise ViolationError("shown", f"{desk.name} does not show its own {what}")

    def _pairs(self, desk: "SimDesk") -> None:
        if desk.cursor is None:
            return
        there = desk.base.rows["appointment"]
        for command_id, (_, (one, other)) in self.pairs.items():
            if (one in there) != (other in there):
                raise ViolationError("6 pairs", f"{desk.name} sees half of the pair of {command_id}")

    def _forgotten_at(self, desk: "SimDesk", people: set[str]) -> None:
        self.sim.cover.events["deletions delivered"] += len(people)
        texts = [str(row) for kind in sorted(ABOUT_A_PERSON) for row in _rows(desk, kind).values()]
        texts += [row[0] for row in desk.run("SELECT body FROM image WHERE body IS NOT NULL")]
        settled = desk.run("SELECT bytes FROM outbox WHERE settled_at IS NOT NULL")
        texts += [bytes(row[0]).decode(errors="replace") for row in settled]
        for person_id in sorted(people):
            unsettled = desk.run("SELECT count(*) FROM outbox_subject WHERE subject = ?", person_id)[0][0]
            if not unsettled:
                self._nowhere(person_id, texts, desk.name)

    # At the end

    def at_the_end(self) -> None:
        """Everything is connected and nothing moves: all show the same, and nothing was lost."""
        for desk in self.sim.desks:
            self.look_at_desk(desk)
            self._all_settled(desk)
        with self.sim.central.database.reading() as cursor:
            rows = Rows(cursor, self.sim.central.database.flavour)
            truth = {kind: {each.id: each for each in rows.find(record)} for kind, record in RECORDS.items()}
            cursor.execute("SELECT person_id, stream, until FROM scope")
            scopes: dict[str, dict[str, str | None]] = {}
            for person_id, stream, until in cursor.fetchall():
                scopes.setdefault(person_id, {})[stream] = until
            cursor.execute("SELECT DISTINCT chain FROM audit_event")
            for (chain,) in cursor.fetchall():
                if audit.broken_at(audit.events(cursor, self.sim.central.database.flavour, chain)) is not None:
                    raise ViolationError("audit", f"the service's chain {chain} is broken")
            self._forgotten(cursor, set(truth["deletion"]))
        for desk in self.sim.desks:
            self._same(desk, truth, scopes)
            chain = audit.events(desk.store.database.connection.cursor(), "sqlite", f"desk:{desk.id}")
            if audit.broken_at(chain) is not None:
                raise ViolationError("audit", f"the chain of {desk.name} is broken")
            self._forgotten_at(desk, set(desk.base.records["deletion"]))
            for person_id in truth["deletion"]:
                name = self.sim.names.get(person_id)
                if name and person_id in desk.base.records["deletion"]:
                    found = [row.person_id for row in desk.desk.search(name)]
                    if person_id in found:
                        raise ViolationError("8 deletion", f"{desk.name} still finds {name}")
        self._nothing_lost(truth)

    def _all_settled(self, desk: "SimDesk") -> None:
        unsettled = desk.run("SELECT number, kind, verdict FROM outbox WHERE settled_at IS NULL OR recover = 1")
        if unsettled:
            raise ViolationError("5 settled", f"{desk.name} still has {unsettled[:3]}")
        if desk.run("SELECT kind, record_id FROM image"):
            raise ViolationError("5 settled", f"{desk.name} still keeps images")

    def _same(
        self, desk: "SimDesk", truth: dict[str, dict[str, Any]], scopes: dict[str, dict[str, str | None]]
    ) -> None:
        streams = set(self.sim.streams(desk))
        today = self.sim.service_clock.now().date().isoformat()
        live: set[str] = set()
        aged: set[str] = set()
        for person_id, of in scopes.items():
            mine = [until for stream, until in of.items() if stream in streams and holds_people(stream)]
            if any(until is None or until >= today for until in mine):
                live.add(person_id)
            elif mine:
                aged.add(person_id)
        centres = {centre_of_places(stream) for stream in streams} - {None}
        for kind, records in truth.items():
            expected: dict[str, Any] = {}
            for record_id, record in records.items():
                if kind in ABOUT_A_PERSON:
                    wanted = record.subject in live
                else:
                    wanted = not isinstance(record, OF_A_CENTRE) or record.centre_id in centres
                if wanted:
                    expected[record_id] = record
            found = {
                record.id: record
                for record in desk.all(RECORDS[kind])
                if kind not in ABOUT_A_PERSON or record.subject not in aged
            }
            if found != expected:
                raise ViolationError("5 equal", f"{desk.name} {kind}: {_difference(found, expected)}")
        self.sim.cover.events["desk equal at the end"] += 1

    def _nothing_lost(self, truth: dict[str, dict[str, Any]]) -> None:
        with self.sim.central.database.reading() as cursor:
            cursor.execute("SELECT command_id, verdict FROM received")
            received = {row[0]: Verdict.model_validate_json(row[1]) for row in cursor.fetchall()}
        self._doses.at_the_end(truth, received)
        for desk in self.sim.desks:
            for entry in desk.ledger.values():
                command, payload = entry.recorded.command, entry.payload
                what = f"{desk.name} {entry.number} {command.kind} {entry.id}"
                if entry.gone or entry.verdicts[-1].status in {Status.QUARANTINED, Status.MISMATCH}:
                    continue
                verdict = received.get(entry.id)
                if verdict is None:
                    raise ViolationError("4 nothing lost", f"the service does not know {what}")
                for earlier in entry.verdicts:
                    if Status.GRANTED in {earlier.status, verdict.status} and earlier.status is not verdict.status:
                        raise ViolationError("4 nothing lost", f"{what} was {earlier.status}, is {verdict.status}")
                person_id = payload.subjects()[0] if payload.subjects() else ""
                if isinstance(payload, DeleteRegistration):
                    if verdict.effect is Effect.FULL and person_id not in truth["deletion"]:
                        raise ViolationError("8 deletion", f"{what} is forgotten")
                elif person_id in truth["deletion"] or not desk.keeps(entry.number):
                    # What a desk has emptied since it knew of a deletion, a restored service is not told again.
                    continue
                elif isinstance(payload, CheckIn) and payload.encounter_id not in truth["encounter"]:
                    raise ViolationError("4 nothing lost", f"the service has no visit of {what}")
                elif isinstance(payload, RegisterPerson) and person_id not in truth["person"]:
                    raise ViolationError("4 nothing lost", f"the service has no person of {what}")
                elif isinstance(payload, Book | TakeShortNotice) and verdict.status is Status.GRANTED:
                    for wanted in payload.appointments:
                        gone = wanted.person_id in truth["deletion"]
                        if not gone and wanted.appointment_id not in truth["appointment"]:
                            raise ViolationError("4 nothing lost", f"the service has no appointment of {what}")


def _rows(desk: "SimDesk", kind: str) -> dict[str, Row]:
    table = record_table(RECORDS[kind], "sqlite")
    names = ", ".join(f'"{name}"' for name in table.names)
    return {row[0]: tuple(row) for row in desk.run(f'SELECT {names} FROM "{kind}"')}  # noqa: S608


def _difference(found: dict[str, Any], expected: dict[str, Any]) -> str:
    for record_id in sorted(found.keys() | expected.keys()):
        if found.get(record_id) != expected.get(record_id):
            return f"{record_id} is {found.get(record_id)} and should be {expected.get(record_id)}"
    return "the same"


def _named(verdict: Verdict) -> str:
    return f"{verdict.status}/{verdict.effect}" if verdict.status is Status.RECORDED else str(verdict.status)
