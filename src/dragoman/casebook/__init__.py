"""The casebook: reports, their readings, what people judged of them, in append-only tables.

The only package that imports sqlalchemy and alembic. SQLite in one file, or PostgreSQL by URL, with the same code.
"""

from dragoman.casebook.casebook import Casebook, open_casebook
from dragoman.casebook.difference import Difference
from dragoman.casebook.kept import Addition, Change, Constraints, Fault, Found, Judgment, Merge, Origin
from dragoman.casebook.known import Version

__all__ = [
    "Addition",
    "Casebook",
    "Change",
    "Constraints",
    "Difference",
    "Fault",
    "Found",
    "Judgment",
    "Merge",
    "Origin",
    "Version",
    "open_casebook",
]
