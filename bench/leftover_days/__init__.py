"""Days of a centre played through the rules alone, to see how many doses each way of working throws away.

`python -m bench.leftover_days --days 50 --seed 1001` prints the table of docs/leftover.md.
"""
