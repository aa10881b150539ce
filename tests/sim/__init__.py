"""The seeded fault simulation: real desks and the real service, a virtual clock, a faulty network, and the rules.

What happens: `story` says what everybody does, `clerks` and `callers` how, with their `hands` (a kind of command that
is missing there fails a test; one that nobody knows yet is in `future`), `desk_steps` and `service_steps` what else
happens at the two ends, `imported` what the service's own people put in. `telling` is a story as a whole: from its
`beginning`, with what is `swapped` in the program, on through the `world` that moves it all, to `settling`.

Who is there: `desks` (each with its `disk`, and the `ledger` of what it has committed), the `service`, and between them
the `network`, its `flights` (a request and its answer) and its `faults`.

What must hold: `rules` (of doses and calls `dose_rules`) looks at everything after every step, `model` is our own idea
of a desk's store, `coverage` counts what was reached, `shorten` makes a failure readable, `planted` proves that they
are found.
"""
