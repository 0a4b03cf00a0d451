"""What a run needs before it begins: the versions that read, a loader of one thread, an engine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman import __version__
from dragoman.app.read import Reads
from dragoman.batch.folder import Head
from dragoman.batch.work import Engine, Loader
from dragoman.errors import DragomanError, ModelError
from dragoman.record import Reader
from dragoman.settings import Settings
from dragoman.sources import Options

if TYPE_CHECKING:
    from dragoman.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where to read: the engine's name, its address, how many processes (None: one a core), GPUs for each (Ray)."""

    engine: str = "local"
    address: str | None = None
    workers: int | None = None
    gpus: float = 0.0


def engine_of(wanted: Wanted, settings: Settings, knowledge: Sequence[Path]) -> Engine:
    """The engine that is asked for. Raises DragomanError where it is not there."""
    return _engine(wanted, partial(loaded, settings, tuple(knowledge), bool(wanted.gpus)), wanted.gpus)


def merging_engine(wanted: Wanted, knowledge: Sequence[Path]) -> Engine:
    """The same for merging, which needs the knowledge and no model."""
    return _engine(wanted, partial(known, tuple(knowledge)), 0.0)


def _engine(wanted: Wanted, load: Loader, gpus: float) -> Engine:
    if wanted.engine == "ray":
        try:
            from dragoman.batch.cluster import Cluster
        except ImportError:
            raise DragomanError('Ray is not installed; install it with: pip install "dragoman[ray]"') from None
        return Cluster(load, wanted.address, wanted.workers, gpus)
    from dragoman.batch.local import Local
    from dragoman.encoder.model import usable_cores

    return Local(load, wanted.workers or usable_cores())


def known(knowledge: Sequence[Path]) -> Knowledge:
    """The shipped knowledge with the user's own."""
    from dragoman.knowledge import Knowledge

    return Knowledge.load(knowledge)


def loaded(settings: Settings, knowledge: Sequence[Path], gpu: bool = False) -> Reads:
    """The reader that ships, on one thread: there is a process for each core."""
    from dragoman.app.reader import load_reader

    return load_reader(settings, knowledge, threads=1, gpu=gpu)


def head_of(options: Options, knowledge: Sequence[Path], gpu: bool = False) -> Head:
    """What all parts of a run have in common, found without loading the model."""
    settings = options.settings
    return Head(versions(knowledge), settings.limit, settings.any_language, options.published, options.publisher, "gpu" if gpu else "cpu")


def versions(knowledge: Sequence[Path]) -> Reader:
    """The versions that a reader would name. Raises ModelError, KnowledgeError, OntologyError."""
    from dragoman.encoder import FOLDER
    from dragoman.knowledge import Knowledge
    from dragoman.ontology import load

    try:
        model = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{FOLDER}: no usable model here ({error})") from error
    return Reader(__version__, model, load().version, Knowledge.load(knowledge).version)
