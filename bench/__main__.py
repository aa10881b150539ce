"""`python -m bench [NAME …] [--json FILE]`: prints each measurement beside its baseline and target."""

import argparse
import importlib
import json
import sys
from pathlib import Path

from bench.result import Result

NAMES = (
    "search",
    "checkin",
    "service",
    "persons",
    "drain",
    "download",
    "waiting",
    "terminal",
    "changes",
    "booking",
    "matching",
    "eligibility",
    "leftover",
    "calling",
    "call_keys",
    "start",
)


def main() -> int:
    """Run the measurements that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    results: list[Result] = []
    for name in options.names or NAMES:
        print(f"— {name}", flush=True)
        for result in importlib.import_module(f"bench.{name}").measure():
            results.append(result)
            print(result.line(), flush=True)
    if options.json:
        options.json.write_text(json.dumps([result.as_json() for result in results], indent=1))
    missed = [result.name for result in results if not result.ok]
    print(f"{len(results)} measured, {len(missed)} beyond their target" + (": " + ", ".join(missed) if missed else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
