"""Parts whose process died: read once more, and without the report at which it died twice."""

from __future__ import annotations

from collections import Counter

from dragoman.batch.work import Task
from dragoman.errors import DragomanError

DEATHS = 2  # at one report, before it is refused
STILLBORN = 5  # deaths in a row before anything was begun: then it is not the reports
REASON = "not read: each process that read it ended before it was done (was there too little memory?)"


class Trouble:
    """Keeps count of deaths."""

    def __init__(self) -> None:
        self._deaths: Counter[tuple[str, int]] = Counter()
        self._stillborn = 0

    def again(self, task: Task, begun: int | None) -> Task:
        """The task to try next. `begun` is the number of the last step that was begun, None where it never came to one."""
        if begun is None:
            self._stillborn += 1
            if self._stillborn > STILLBORN:
                raise DragomanError("the processes that read end at once; is there too little memory for so many?")
            return task
        self._stillborn = 0
        self._deaths[task.key, begun] += 1
        if self._deaths[task.key, begun] < DEATHS:
            return task
        return task.without(begun, REASON)
