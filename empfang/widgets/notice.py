"""A few words over whatever screen is on top, for a moment. They take neither keys nor the focus."""

from empfang.widgets.prose import Prose, paragraph


class Notice(Prose):
    """Mount it on a screen; it goes away by itself, or when that screen does."""

    def __init__(self, title: str, words: str, for_s: float) -> None:
        super().__init__([paragraph(f"‼ {title}", "stop"), paragraph(words)])
        self._for_s = for_s

    def on_mount(self) -> None:
        """Begin to count."""
        self.set_timer(self._for_s, self.remove)
