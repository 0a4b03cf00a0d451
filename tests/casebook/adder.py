"""Adds reports FIRST to LAST to a casebook: run as a process of its own, to be killed or raced."""

import sys

from dragoman.casebook import open_casebook
from tests.casebook.made import ORIGIN, reading, report

with open_casebook(sys.argv[1], create=True) as casebook:
    for number in range(int(sys.argv[2]), int(sys.argv[3])):
        one = report(number)
        casebook.keep(one, one.text.encode(), ORIGIN, reading(one))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
