"""The processes of one machine: one that loads the reader once, and its children, which share what it loaded.

A child is the loader's copy (fork): model, knowledge and gazetteer stay one set of pages in memory, however many children
there are. Each child talks with the driver alone, over a pipe of its own; when that closes, it ends.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import socket
import warnings
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from dragoman.batch.work import Loader


def forge(link: Connection, load: Loader) -> None:
    """The loader's main: loads the reader, then makes a child for each pipe that it is sent, until nobody is there any more."""
    _stay_calm()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are not waited for, and leave nothing behind
    if (reader := _loaded(link, load)) is None:
        return
    gc.collect()
    gc.freeze()  # the collector writes to what it looks at, and pages that are written to are shared no more
    wire = socket.socket(fileno=os.dup(link.fileno()))
    warnings.simplefilter("ignore", DeprecationWarning)  # threads and fork: the runtime has its own one, and it is idle
    while True:
        word, pipes, _, _ = socket.recv_fds(wire, 1, 1)
        if not word:
            return
        if os.fork() == 0:
            _be_child(pipes[0], reader, (wire, link))
        os.close(pipes[0])


def _be_child(pipe: int, reader: Any, inherited: tuple[socket.socket, Connection]) -> NoReturn:
    try:
        for other in inherited:  # held open here, they would keep the loader from seeing its driver go
            other.close()
        serve(Connection(pipe), lambda: reader)
    finally:
        os._exit(0)


def serve(link: Connection, load: Loader) -> None:
    """A worker's main: loads the reader, then reads the parts that it is sent, until nobody is there any more."""
    _stay_calm()
    reader = _loaded(link, load)
    try:
        while reader is not None:
            task = pickle.loads(link.recv_bytes())
            link.send(("done", task.do(reader, lambda number: link.send(("begun", number)))))
    except (EOFError, OSError):  # the driver is gone, and with it whoever wanted to know
        pass


def _loaded(link: Connection, load: Loader) -> Any:
    try:
        reader = load()
    except Exception as error:
        link.send(("failed", f"{error}" or type(error).__name__))
        return None
    link.send(("ready", os.getpid()))
    return reader


def _stay_calm() -> None:
    """Ctrl-C reaches the whole group of processes; the driver ends it in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
