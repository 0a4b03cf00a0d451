"""Search for words in texts: FTS5 on SQLite, tsvector on PostgreSQL, with one idea of what a word is.

All words sought must be there, in any order, whatever their case and accents. On PostgreSQL a vector holds at most a
megabyte, so that a long text has several, and its words must stand in one of them.
"""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import Connection, text

from dragoman.casebook.anytext import restore
from dragoman.casebook.kept import Found

_WORD = re.compile(r"[^\W_]+")
_PIECE = 100_000  # characters a vector: 4 bytes each, and as much again for positions, stay under a megabyte

_FOUND = {
    "sqlite": """SELECT r.id, t.title, -bm25(words) AS score FROM words JOIN present_reports r ON r.number = words.rowid
        JOIN texts t ON t.report = r.number WHERE words MATCH :sought ORDER BY score DESC, r.number LIMIT :most""",
    "postgresql": """SELECT r.id, t.title, max(ts_rank(w.vector, plainto_tsquery('simple', :sought))) AS score
        FROM words w JOIN present_reports r ON r.number = w.report JOIN texts t ON t.report = r.number
        WHERE w.vector @@ plainto_tsquery('simple', :sought) GROUP BY r.number, r.id, t.title
        ORDER BY score DESC, r.number LIMIT :most""",
}


# Every report that fits, present or not, without looking at it: whoever asks knows which are present.
_FITS = {
    "sqlite": "SELECT rowid, -bm25(words) FROM words WHERE words MATCH :sought ORDER BY 2 DESC, rowid",
    "postgresql": """SELECT report, max(ts_rank(vector, plainto_tsquery('simple', :sought))) AS score FROM words
        WHERE vector @@ plainto_tsquery('simple', :sought) GROUP BY report ORDER BY score DESC, report""",
}


def fold(words: str) -> list[str]:
    """The words without case and accents."""
    if not words.isascii():
        words = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return _WORD.findall(words.casefold())


def index(connection: Connection, report: int, title: str | None, body: str) -> None:
    """Makes the words of one report findable."""
    if connection.dialect.name == "sqlite":
        _fts(connection, report, title, body, "INSERT INTO words(rowid, title, text) VALUES (:report, :title, :body)")
        return
    words = " ".join(fold(f"{title or ''} {body}"))
    insert = text("INSERT INTO words(report, piece, vector) VALUES (:report, :piece, to_tsvector('simple', :words))")
    for piece in range(0, len(words), _PIECE):
        connection.execute(insert, {"report": report, "piece": piece, "words": words[piece : piece + _PIECE]})


def unindex(connection: Connection, report: int, title: str | None, body: str) -> None:
    """Takes the words of one report out; the text as it was indexed is needed."""
    if connection.dialect.name == "sqlite":
        _fts(connection, report, title, body, "INSERT INTO words(words, rowid, title, text) VALUES ('delete', :report, :title, :body)")
        connection.execute(text("INSERT INTO words(words) VALUES ('optimize')"))  # else the deleted words stay in the index's pages
        return
    connection.execute(text("DELETE FROM words WHERE report = :report"), {"report": report})


def _fts(connection: Connection, report: int, title: str | None, body: str, sql: str) -> None:
    folded = {"title": " ".join(fold(title or "")), "body": " ".join(fold(body))}
    connection.execute(text(sql), {"report": report, **folded})


def _sought(connection: Connection, words: str) -> str:
    """The words as the database's search takes them; empty where there are none."""
    lite = connection.dialect.name == "sqlite"
    return " ".join(f'"{word}"' if lite else word for word in fold(words))


def fits(connection: Connection, words: str) -> list[tuple[int, float]]:
    """(number, score) of all reports that hold all the words, the best first; none where there are no words."""
    sought = _sought(connection, words)
    if not sought:
        return []
    return [(number, float(score)) for number, score in connection.execute(text(_FITS[connection.dialect.name]), {"sought": sought})]


def find(connection: Connection, words: str, limit: int) -> tuple[Found, ...]:
    """The reports of the present state that hold all the words, the best first."""
    sought = _sought(connection, words)
    if not sought:
        return ()
    rows = connection.execute(text(_FOUND[connection.dialect.name]), {"sought": sought, "most": limit})
    return tuple(Found(restore(id), None if title is None else restore(title), float(score)) for id, title, score in rows)
