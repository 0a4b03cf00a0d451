"""Many machines: actors of Ray with one reader each. The only place that imports ray.

Parts go to the actors and tables come back through Ray's object store, each of them bounded (`part.MOST_BYTES`), so that only
the driver needs to see the inputs and the output. An actor or a whole node that is lost costs the parts at hand a second try.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

import ray as _ray
from ray.exceptions import RayError, RayTaskError

from dragoman.batch.trouble import Trouble
from dragoman.batch.work import Loader, Task
from dragoman.errors import DragomanError

ray: Any = _ray  # half of its functions have types, and what becomes of a class by it has none

DEPTH = 2  # parts that an actor has: one at hand, one that lies ready
_LOOK = 1.0  # seconds between two looks whether somebody asked to stop


class Notes:
    """Which report of each part was begun last; it outlives the actor that began it."""

    def __init__(self) -> None:
        self._begun: dict[str, int] = {}

    def begun(self, key: str, number: int) -> None:
        """Takes a note."""
        self._begun[key] = number

    def last(self, key: str) -> int | None:
        """The note of a part, which is then thrown away."""
        return self._begun.pop(key, None)


class Actor:
    """A process of the cluster with a reader of its own."""

    def __init__(self, load: Loader, notes: Any) -> None:
        self._notes = notes
        try:
            self._reader = load()
        except Exception as error:  # told when there is somebody to tell
            self._fault: str | None = str(error) or type(error).__name__
        else:
            self._fault = None

    def do(self, task: Task) -> Any:
        """See `Task`."""
        if self._fault is not None:
            raise DragomanError(self._fault)
        # Waited for: a note that is still on its way when the process dies would put the blame on another report.
        made = task.do(self._reader, lambda number: ray.get(self._notes.begun.remote(task.key, number)))
        self._notes.last.remote(task.key)
        return made


class Cluster:
    """Engine of a Ray cluster: that at `address`, else one of its own on this machine. Raises DragomanError."""

    def __init__(self, load: Loader, address: str | None, workers: int | None, gpus: float = 0.0) -> None:
        self._load, self._gpus = load, gpus
        self._started = not ray.is_initialized()
        if self._started:
            _connect(address, workers)
        self._notes = ray.remote(num_cpus=0)(Notes).remote()
        self._actors: list[Any] = [self._actor() for _ in range(workers or self._room())]
        self._trouble = Trouble()

    def run(self, tasks: Iterable[Task]) -> Iterator[Any]:
        """See `Engine`."""
        coming, again = iter(tasks), deque[Task]()
        flying: dict[Any, tuple[Any, Task]] = {}  # what is awaited -> who does it, and what
        while True:
            self._hand_out(coming, again, flying)
            if not flying:
                return
            done, _ = ray.wait(list(flying), num_returns=1, timeout=_LOOK)
            for awaited in done:
                actor, task = flying.pop(awaited)
                try:
                    made = ray.get(awaited)
                except RayTaskError as error:
                    raise DragomanError(str(error.cause or error)) from None
                except RayError:
                    begun = ray.get(self._notes.last.remote(task.key))
                    first = self._replaced(actor)
                    again.append(self._trouble.again(task, begun) if first or begun is not None else task)
                else:
                    yield made

    def close(self) -> None:
        """Ends the actors, and the cluster where it was started here."""
        for actor in [*self._actors, self._notes]:
            ray.kill(actor)
        if self._started:
            ray.shutdown()

    def _hand_out(self, coming: Iterator[Task], again: deque[Task], flying: dict[Any, tuple[Any, Task]]) -> None:
        load = dict.fromkeys(self._actors, 0)
        for actor, _ in flying.values():
            load[actor] = load.get(actor, 0) + 1
        for depth in range(DEPTH):  # one for each before a second for any
            for actor in self._actors:
                if load[actor] <= depth:
                    task = again.popleft() if again else next(coming, None)
                    if task is None:
                        return
                    flying[actor.do.remote(task)] = (actor, task)
                    load[actor] += 1

    def _replaced(self, actor: Any) -> bool:
        """Puts another in the place of one that is lost, or out of reach; False where that was done before.

        All that an actor had to do comes back as lost, one after the other, and only the first tells of a death.
        """
        if actor not in self._actors:
            return False
        ray.kill(actor)
        self._actors[self._actors.index(actor)] = self._actor()
        return True

    def _actor(self) -> Any:
        return ray.remote(num_cpus=1, num_gpus=self._gpus)(Actor).remote(self._load, self._notes)

    def _room(self) -> int:
        have = ray.cluster_resources()
        rooms = [have.get("CPU", 1.0), *([have.get("GPU", 0.0) / self._gpus] if self._gpus else [])]
        if min(rooms) < 1:
            raise DragomanError(f"the cluster has no room: {have.get('CPU', 0):.0f} cores and {have.get('GPU', 0):.0f} GPUs")
        return int(min(rooms))


def _connect(address: str | None, workers: int | None) -> None:
    own = {} if address else {"num_cpus": workers, "include_dashboard": False}
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **own)
    except (ConnectionError, RayError, RuntimeError, ValueError) as error:
        raise DragomanError(f"no Ray cluster at {address or 'this computer'}: {str(error).strip().splitlines()[0]}") from None
