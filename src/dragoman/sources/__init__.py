"""Where reports come from: files, folders, JSON Lines, the web and standard input. What is refused comes as a value."""

from dragoman.sources.options import Options
from dragoman.sources.pairs import Pair, pairs
from dragoman.sources.reports import count, reports

__all__ = ["Options", "Pair", "count", "pairs", "reports"]
