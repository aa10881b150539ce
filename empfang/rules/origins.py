"""How an appointment came to be that nobody booked."""

WALK_IN = "walk-in"
"""By somebody's coming without one."""
PROMISED = "leftover"
"""With the promise of a dose that was left over."""
