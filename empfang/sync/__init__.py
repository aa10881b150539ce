"""The engine between the desk's store and the service (design 4). No Textual in it."""

from empfang.sync.engine import Engine
from empfang.sync.progress import Progress

__all__ = ["Engine", "Progress"]
