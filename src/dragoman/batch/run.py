"""An archive into a folder of tables: what is finished is skipped, the rest is read by an engine and kept part by part."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.app.ledger import Ledger
from dragoman.app.stop import Stop
from dragoman.batch.folder import Folder
from dragoman.batch.inputs import Inputs
from dragoman.batch.part import cut
from dragoman.batch.work import Engine, Job, Refusal
from dragoman.errors import InputError
from dragoman.sources import Options
from dragoman.sources.units import units

PART = 500  # reports: some three minutes of one core, which is what a kill costs at most


@dataclass(frozen=True, slots=True)
class Step:
    """Reports that were read, or that an earlier run had read."""

    reports: int
    known: bool


def read_archive(
    inputs: Sequence[str], options: Options, folder: Folder, engine: Engine, stop: Stop, size: int = PART
) -> Iterator[Step | InputError]:
    """What becomes of the reports, as it becomes. When a step comes, its reports are on the disk.

    Raises OutputError and OSError where the output cannot be written, Stopped when asked to stop; the same call goes on then.
    """
    keys: list[str] = []
    refused: list[Refusal] = []
    told: deque[Step | InputError] = deque()
    given = Inputs()

    def jobs() -> Iterator[Job]:
        for part in cut(given.passed(units(inputs, options)), size):
            if isinstance(part, InputError):
                refused.append((part.place, part.reason))
                told.append(part)
                continue
            keys.append(part.key)
            if (line := folder.finished.get(part.key)) is None:
                yield Job(part, options)
            else:
                told.append(Step(line.rows["readings"], known=True))
                told.extend(InputError(*refusal) for refusal in line.refused)

    for made in engine.run(jobs()):
        with stop.held():
            folder.keep(made)
        told.append(Step(made.read, known=False))
        told.extend(InputError(*refusal) for refusal in made.refused)
        while told:
            yield told.popleft()
        stop.check()
    with stop.held():
        folder.finish(keys, refused, given)
    yield from told


class Count(Ledger):
    """What the user is told meanwhile. `total` None is not known."""

    def __init__(self, total: int | None = None, progress: bool = False) -> None:
        super().__init__(total, progress)
        self.known = 0

    def take(self, step: Step | InputError) -> None:
        """Takes one step."""
        done = 1
        if isinstance(step, InputError):
            self.refused += 1
            self.say(str(step))
        else:
            done = step.reports
            self.known += done if step.known else 0
            self.read += 0 if step.known else done
        if self._bar:
            self._bar.update(self._bar.task_ids[0], advance=done, refused=self.refused)

    def done(self) -> str:
        """What has been done so far, in words."""
        return f"{self.read} read, {self.known} known"
