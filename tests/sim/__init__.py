"""The seeded fault simulation: real desks and the real service, a virtual clock, a faulty network, and the rules.

`story` says what everybody does, `clerks` how (a kind of command that is missing there fails a test), `world` moves it
all on, `desks` (each with its `disk` and the `ledger` of what it has committed) and `service` are the two ends with
what may befall them, `flights` are the requests between them, `model` is our own idea of a desk's store,
`rules` looks at everything after every step, `shorten` makes a failure readable, `planted` proves that they are found.
"""
