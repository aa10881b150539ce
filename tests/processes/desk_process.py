"""A desk without a screen, as a process: reads "scan CODE" from its input, prints a line when the store has it."""

import json
import random
import sys
from pathlib import Path

from empfang.clock import SystemClock
from empfang.desk import Admission, Desk
from empfang.store import Store, open_store
from empfang.sync import Engine
from tests.times import at  # the service, which tests.world brings along, is as slow to import as the whole desk


def main(folder: Path) -> None:
    """Work until the input ends."""
    # The desk lives on the invented day: moved by the difference at import, like the demo.
    clock = SystemClock(at("09:40") - SystemClock().now())
    store = Store(open_store(folder))
    engine = Engine(store.another(), clock, random.random)
    desk = Desk(store, clock, wake=engine.wake, correction=engine.correction)
    engine.start()
    print("ready", flush=True)
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        if word == "scan":
            result = desk.scan(rest)
            said = {"admitted": isinstance(result, Admission)}
        else:
            progress = engine.progress
            run = store.database.connection.execute
            said = {
                "unsent": store.unsent_count()[0],
                "unsettled": run("SELECT count(*) FROM outbox WHERE settled_at IS NULL").fetchone()[0],
                "connected": progress.connected,
                "inside": [row[0] for row in run("SELECT code_key FROM appointment WHERE status = 'checked-in'")],
            }
        print(json.dumps(said), flush=True)
    engine.stop()
    store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
