"""A desk of the replay with the screen of leftover doses open, so to speak: everything about doses is followed."""

from datetime import datetime

from empfang.commands.centre_day import centre_day_id
from empfang.model import Centre, CentreDay, Operator
from empfang.replay.desk_part import DeskPart
from empfang.rules.arrival import local
from empfang.rules.calling import CallSettings, settings_of
from empfang.rules.evening import Evening
from empfang.rules.vials import Dose


class LeftoverPart(DeskPart):
    """Whoever works here has the id of the folder."""

    name: str

    def follows(self, kind: str) -> bool:
        """Everything."""
        return True

    def is_me(self, operator: Operator) -> bool:
        """Whoever works here."""
        return operator.id == self.name

    @property
    def here(self) -> datetime:
        """The moment on the centre's clock."""
        return local(self.desk.clock.now(), self.centre)

    @property
    def centre(self) -> Centre:
        """This desk's; a bare one before the first download."""
        centre_id = self.store.meta("centre_id") or ""
        return self.rows.get(Centre, centre_id) or Centre(id=centre_id, name=centre_id)

    def settings(self) -> CallSettings:
        """How the centre calls."""
        plan = self.rows.get(CentreDay, centre_day_id(self.centre.id, self.here.date()))
        return settings_of(self.centre, plan, self.desk.clock.now())

    def evening(self) -> Evening:
        """What this desk's forecast says now."""
        of = {row.found.dose: row.found for row in self.desk.calling.overview().doses}
        return Evening(self.desk.clock.now(), of, self.settings().calling, {dose: self.holds(dose) for dose in of})

    def holds(self, dose: Dose) -> int:
        """How many of these doses a vial has; 0 where no table knows it."""
        container = self.desk.doses.container(dose.vaccine)
        return container.doses.get(dose.size, 0) if container is not None else 0
