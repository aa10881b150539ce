"""An empty Textual app with one input: what a key costs without us."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class EmptyApp(App[None]):
    """One input, and nothing else."""

    def compose(self) -> ComposeResult:
        """The input, with a text to know its first paint by (the cursor stands on its first letter)."""
        yield Input(placeholder="FIRSTPAINT")


if __name__ == "__main__":
    EmptyApp().run()
