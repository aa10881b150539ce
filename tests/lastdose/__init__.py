"""The last dose: several say yes to it at once, and one is promised it.

`plan` is what is tried, from its seed; `commands` are the words in which it is said, `course` is how it goes on, and
`checks` what must have come of it. `trials` does it many thousand times in process; `sockets` with the service's
processes on PostgreSQL, and the desks in processes of their own (`operators`). `python -m tests.lastdose` runs either.
"""
