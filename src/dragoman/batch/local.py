"""All cores of one machine: a process for each, one part at a time, more parts only as there is room."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import socket
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from dragoman.batch.trouble import Trouble
from dragoman.batch.work import Loader, Task
from dragoman.batch.worker import forge, serve
from dragoman.errors import DragomanError

SHARES = sys.platform == "linux"  # elsewhere there is no fork, or none that system libraries bear
# Each process has one core; libraries that start a thread for each core of the machine would stand in each other's way.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "RAYON_NUM_THREADS")


@dataclass(slots=True)
class _Worker:
    """A process as the driver sees it: what it reads, and the last report that it has begun."""

    link: Connection
    task: Task | None = None
    begun: int | None = None


class Local:
    """Engine of one machine. `load` is called once where processes can share what it loads, else once in each."""

    def __init__(self, load: Loader, workers: int, shares: bool = SHARES) -> None:
        self._load, self._count, self._shares = load, workers, shares
        self._context = multiprocessing.get_context("spawn")
        self._forge: tuple[Connection, BaseProcess] | None = None
        self._workers: list[_Worker] = []
        self._trouble = Trouble()

    def run(self, tasks: Iterable[Task]) -> Iterator[Any]:
        """See `Engine`."""
        coming, again = iter(tasks), deque[Task]()
        while True:
            self._hand_out(coming, again)
            busy = {worker.link: worker for worker in self._workers if worker.task}
            if not busy:
                return
            for link in wait(list(busy)):
                yield from self._heard(busy[link], again)  # type: ignore[index]

    def close(self) -> None:
        """Ends the processes: each sees its pipe close, and goes after the report at hand."""
        for worker in self._workers:
            worker.link.close()
        self._workers.clear()
        if self._forge:
            self._forge[0].close()
            self._forge[1].join()
            self._forge = None

    def _hand_out(self, coming: Iterator[Task], again: deque[Task]) -> None:
        """Gives each idle process a task, as long as there are any; starts processes while there are jobs for them."""
        idle = [worker for worker in self._workers if worker.task is None]
        while idle or len(self._workers) < self._count:
            task = again.popleft() if again else next(coming, None)
            if task is None:
                return
            if idle:
                self._give(idle.pop(), task, again)
            else:
                self._start(task)

    def _give(self, worker: _Worker, task: Task, again: deque[Task]) -> None:
        worker.task, worker.begun = task, None
        try:
            worker.link.send_bytes(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))
        except OSError:
            self._lost(worker, again)

    def _heard(self, worker: _Worker, again: deque[Task]) -> Iterator[Any]:
        """The outcome, where that is what a process has to say."""
        assert worker.task
        try:
            kind, value = worker.link.recv()
        except (EOFError, OSError, pickle.UnpicklingError):
            self._lost(worker, again)
            return
        if kind == "failed":
            raise DragomanError(str(value))
        if kind == "ready":
            self._give(worker, worker.task, again)
        elif kind == "begun":
            worker.begun = value
        else:
            worker.task = None
            yield value

    def _lost(self, worker: _Worker, again: deque[Task]) -> None:
        assert worker.task
        again.append(self._trouble.again(worker.task, worker.begun))
        worker.link.close()
        self._workers.remove(worker)

    def _start(self, task: Task) -> None:
        """A process for a task, which it gets when it has the reader."""
        mine, other = self._context.Pipe()
        with other:
            self._forked(other) if self._shares else self._spawned(other)
        self._workers.append(_Worker(mine, task))

    def _spawned(self, link: Connection) -> BaseProcess:
        with _one_thread_each():
            process = self._context.Process(target=serve, args=(link, self._load), daemon=True)
            process.start()
        return process

    def _forked(self, link: Connection) -> None:
        for _ in range(2):  # the loader may have been killed as well
            if self._forge is None:
                self._forge = self._made()
            wire = socket.socket(fileno=os.dup(self._forge[0].fileno()))
            try:
                with wire:
                    socket.send_fds(wire, [b"+"], [link.fileno()])
                return
            except OSError:
                self._forge[0].close()
                self._forge = None
        raise DragomanError("the process that loads the model ends at once; is there too little memory?")

    def _made(self) -> tuple[Connection, BaseProcess]:
        mine, other = self._context.Pipe()
        with other, _one_thread_each():
            process = self._context.Process(target=forge, args=(other, self._load), daemon=True)
            process.start()
        try:
            kind, value = mine.recv()
        except EOFError:
            kind, value = "failed", "the process that loads the model ended at once; is there too little memory?"
        if kind == "failed":
            mine.close()
            raise DragomanError(str(value))
        return mine, process


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """What is started in it takes one thread for itself, unless the user said otherwise."""
    added = [name for name in _ONE_THREAD if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]
