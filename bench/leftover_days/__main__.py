"""`python -m bench.leftover_days --days 50 --seed 1001 [--callers 4] [--json]`: the table of docs/leftover.md."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from math import ceil

from bench.leftover_days.house import Balance
from bench.leftover_days.play import WAYS, play_days
from bench.leftover_days.settings import Settings

_SHOWN = ("discarded", "calls", "refused", "promised", "kept", "broken", "none_for_promised", "asked", "switched")


def main() -> int:
    """Play the days and print medians and 95th percentiles; each day's balance with --json."""
    usual = Settings()
    parser = argparse.ArgumentParser(prog="python -m bench.leftover_days", description=__doc__)
    parser.add_argument("--days", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1001, help="of the first day; the next days have the next ones")
    parser.add_argument("--callers", type=int, default=usual.calling.callers)
    parser.add_argument("--reached", type=float, default=usual.calling.reached, help="share of calls")
    parser.add_argument("--accepts", type=float, default=usual.calling.accepts, help="share of those reached")
    parser.add_argument("--kept", type=float, default=usual.calling.shows, help="share of promises")
    parser.add_argument("--switches", type=float, default=usual.switches, help="share that takes the other vaccine")
    parser.add_argument("--on-site", type=float, default=usual.on_site, help="people a day without an appointment")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    unknown = set(asked.ways.split(",")) - set(WAYS)
    if asked.days < 1 or asked.callers < 1 or unknown:
        parser.error(f"at least one day and one caller, and ways among {', '.join(WAYS)}")
    try:
        calling = replace(
            usual.calling,
            callers=asked.callers,
            reached=asked.reached,
            accepts=asked.accepts,
            shows=asked.kept,
        )
    except ValueError as error:
        parser.error(str(error))
    settings = replace(usual, calling=calling, switches=asked.switches, on_site=asked.on_site)
    found = play_days(asked.days, asked.seed, settings, tuple(asked.ways.split(",")))
    if asked.json:
        days = {way: [asdict(each) for each in balances] for way, balances in found.items()}
        print(json.dumps({"days": asked.days, "seed": asked.seed, "ways": days}))
    else:
        print("\n".join(table(found)))
    return 0


def table(found: dict[str, list[Balance]]) -> list[str]:
    """For each way: of every figure the median and the 95th percentile."""
    lines = ["| way | " + " | ".join(_SHOWN) + " |", "|---" * (len(_SHOWN) + 1) + "|"]
    for way, balances in found.items():
        shown = []
        for name in _SHOWN:
            values = [getattr(each, name) for each in balances]
            shown.append(f"{percentile(values, 0.5)} / {percentile(values, 0.95)}")
        lines.append(f"| {way} | " + " | ".join(shown) + " |")
    return lines


def percentile(values: Sequence[int], share: float) -> int:
    """The smallest value that at least this share of them does not exceed."""
    return sorted(values)[ceil(share * len(values)) - 1]


if __name__ == "__main__":
    sys.exit(main())
