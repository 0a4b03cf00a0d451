"""Who is who and where is where: entries that ship with the package, and what a user adds."""

from dragoman.knowledge.entry import Entry
from dragoman.knowledge.lookup import Description, Knowledge, Nation

__all__ = ["Description", "Entry", "Knowledge", "Nation"]
