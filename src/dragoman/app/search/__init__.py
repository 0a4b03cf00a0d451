"""Search over a casebook: words and facets, lists in order, pairs, points on the map, days of meetings.

`lines` makes of each report's present entry the few values that are searched; the casebook keeps them. `columns` holds all of
them in memory as arrays, in which a search of 200,000 events is a matter of milliseconds, and `finder` follows the casebook.
"""

from dragoman.app.search.finder import Finder
from dragoman.app.search.wanted import Wanted

__all__ = ["Finder", "Wanted"]
