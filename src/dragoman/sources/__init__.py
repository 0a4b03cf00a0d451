"""Where reports come from: files, folders, JSON Lines, the web and standard input. What is refused comes as a value."""

from dragoman.sources.draft import Known
from dragoman.sources.options import Options, Shelf
from dragoman.sources.pairs import Pair, pairs
from dragoman.sources.reports import Arrival, arrivals, count, reports

__all__ = ["Arrival", "Known", "Options", "Pair", "Shelf", "arrivals", "count", "pairs", "reports"]
