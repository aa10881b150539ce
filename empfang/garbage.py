"""How seldom Python looks for garbage: for objects that only hold each other."""

import gc

_LOOK_AFTER = (2_500, 400, 50)
"""So many new objects, and looks at younger ones, before the next look (usually 700, 10, 10).

A look at 2,500 takes 1.5 ms: at 50,000 it was 30 ms, in the middle of a key.
"""


def look_seldom() -> None:
    """What is there by now stays, and is not looked through again.

    A look at everything was the slowest of all keystrokes (40 ms and more), took a third of the time in a rush of
    callers, and finds nothing while modules are loaded.
    """
    gc.freeze()
    gc.set_threshold(*_LOOK_AFTER)
    gc.enable()
