"""The reader that ships: model, knowledge and ontology, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman import __version__
from dragoman.app.read import Reads
from dragoman.record import Reader, Reading, Report, Span
from dragoman.settings import Settings
from dragoman.text.limit import readable, rest
from dragoman.text.sentences import split_sentences

if TYPE_CHECKING:
    from dragoman.encoder import Encoder
    from dragoman.pipeline import References


# Word pieces read of one report, some 19,000 characters of English: a reading then stays well within ten seconds on one core.
MOST_PIECES = 4_000


@dataclass(frozen=True, slots=True)
class LoadedReader:
    """A model with what it looks things up in. Reads at most `limit` characters of a report."""

    encoder: Encoder
    references: References
    limit: int

    @property
    def versions(self) -> Reader:
        """What its readings name as their reader."""
        return Reader(__version__, self.encoder.card.version, self.references.ontology.version, self.references.knowledge.version)

    def read(self, report: Report) -> Reading:
        """All that is found in one report; what lies behind the limit is listed as unread."""
        from dragoman.pipeline import read

        part = self._part(report.text)
        shown = replace(report, text=part.of(report.text))
        encoding = self.encoder.encode(shown.text, split_sentences(shown.text))
        reading = read(shown, encoding, self.references, self.encoder.card.version)
        return replace(reading, report=report, unread=(*reading.unread, *rest(report.text, part)))

    def _part(self, text: str) -> Span:
        """What is read of a text: as many characters as the limit allows, and fewer where they make too many word pieces."""
        part = readable(text, self.limit)
        pieces = self.encoder.count(part.of(text))
        return part if pieces <= MOST_PIECES else readable(text, max(1, len(part) * MOST_PIECES // pieces))

    def relate(self, text: str, source: Span | None, target: Span | None) -> tuple[str, dict[str, float]]:
        """The type of what `source` does to `target` ("NONE" for nothing), and each type's probability."""
        from dragoman.encoder import SOURCE, TARGET
        from dragoman.extract.relation import relate

        marks = [(span, mark) for span, mark in ((source, SOURCE), (target, TARGET)) if span]
        return relate(self.encoder.encode(text, split_sentences(text), marks), source, target)


def load_reader(settings: Settings, knowledge_files: Sequence[Path] = (), threads: int | None = None, gpu: bool = False) -> Reads:
    """The shipped model with the shipped knowledge and the user's own; `threads` None: one for each core that may be used.

    With `gpu` the model runs on one where the runtime can. Raises ModelError, KnowledgeError, OntologyError.
    """
    # Loading takes a second or two, so that nothing here is imported before there is a report to read.
    from dragoman.encoder import load_encoder
    from dragoman.knowledge import Knowledge
    from dragoman.knowledge.gazetteer import load_gazetteer
    from dragoman.ontology import load
    from dragoman.pipeline import References

    references = References(Knowledge.load(knowledge_files), load_gazetteer(), load())
    return LoadedReader(load_encoder(threads=threads, gpu=gpu), references, settings.limit)
