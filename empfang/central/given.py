"""What each desk was last told. A desk that comes back with just that has seen everything up to there, and need not be
read for until something moves in its streams."""

from dataclasses import replace

from empfang.central.agreeing import Seen
from empfang.central.hub import Hub
from empfang.protocol import ChangesPage


class Given:
    """The end of the last page of each desk, as long as what was heard since is known."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._last: dict[str, Seen] = {}
        self._beginnings = hub.beginnings

    def give(self, desk_id: str, page: ChangesPage, beginnings: int) -> None:
        """A desk is told this page, which was read when the hub had begun anew so often."""
        self._forget_what_is_over()
        if page.has_more or beginnings != self._beginnings:
            self._last.pop(desk_id, None)
        else:
            self._last[desk_id] = Seen(page.epoch, page.cursor, page.mark, page.cursor)

    def was_given(self, desk_id: str, seen: Seen) -> bool:
        """Whether a desk stands where it was last told to, at the end of what there was."""
        self._forget_what_is_over()
        # Its own commands were decided meanwhile, on what this process still knows.
        return self._last.get(desk_id) == replace(seen, done=0)

    def _forget_what_is_over(self) -> None:
        if self._beginnings != self._hub.beginnings:
            self._last.clear()
            self._beginnings = self._hub.beginnings
