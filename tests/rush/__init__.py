"""A rush on places: service, clients and observer as processes of their own, over sockets, on either database.

`scene` makes the service's database, `clients` is what the people and the hotline do, `observer` looks at moments,
`checks` at the end; `run` puts them together, and `python -m tests.rush` runs it at full length.
"""
