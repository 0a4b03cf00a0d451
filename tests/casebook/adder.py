"""Adds reports to a casebook in a process of its own, to be killed or raced.

Processes come from a server that has loaded the casebook once, so that a kill costs milliseconds and there can be many.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from dragoman.casebook import Addition, open_casebook
from tests.casebook.made import ORIGIN, reading, report

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["dragoman.casebook", "tests.casebook.made"])


def addition(number: int) -> Addition:
    one = report(number)
    return Addition(one, one.text.encode(), ORIGIN, reading(one))


def add(place: str, first: int, last: int, batch: int, at_work: Connection) -> None:
    """Adds the reports FIRST to LAST, `batch` of them in each transaction; says when it begins."""
    with open_casebook(place) as casebook:
        at_work.send(True)
        for start in range(first, last, batch):
            casebook.keep_all(addition(number) for number in range(start, min(start + batch, last)))


def adder(place: str, first: int, last: int, batch: int = 1) -> BaseProcess:
    """A process that does so and is at work."""
    mine, its = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=add, args=(place, first, last, batch, its))
    process.start()
    its.close()
    mine.recv()
    mine.close()
    return process
