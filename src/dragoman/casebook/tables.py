"""The tables. Rows are added, never changed; only `forget` takes texts, bytes and readings away.

A change here needs a revision in migrations/versions; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, UniqueConstraint

from dragoman.casebook.anytext import AnyText

metadata = MetaData()


def _serial() -> Column[int]:
    return Column("number", Integer, primary_key=True, autoincrement=True)


def _text(name: str, *, optional: bool = False, primary: bool = False) -> Column[str]:
    return Column(name, AnyText, nullable=optional, primary_key=primary)


raws = Table("raws", metadata, _text("hash", primary=True), Column("bytes", LargeBinary, nullable=False))

reports = Table(
    "reports", metadata, _serial(),
    _text("id"), Column("version", Integer, nullable=False), _text("hash"),
    _text("published", optional=True), _text("publisher", optional=True), _text("url", optional=True), _text("language"),
    _text("raw"), _text("origin"), _text("fetched"), _text("at"),
    UniqueConstraint("id", "version"), UniqueConstraint("id", "hash"), Index("reports_raw", "raw"),
    sqlite_autoincrement=True,
)  # fmt: skip

# Apart from reports, so that a text can be forgotten while its tombstone stays.
texts = Table(
    "texts", metadata,
    Column("report", Integer, ForeignKey("reports.number"), primary_key=True, autoincrement=False),
    _text("title", optional=True), _text("text"),
)  # fmt: skip

tombstones = Table("tombstones", metadata, _text("report", primary=True), _text("why"), _text("at"))

readers = Table(
    "readers", metadata, _serial(),
    _text("version"), _text("model"), _text("ontology"), _text("knowledge"),
    UniqueConstraint("version", "model", "ontology", "knowledge"),
    sqlite_autoincrement=True,
)  # fmt: skip

readings = Table(
    "readings", metadata, _serial(),
    Column("report", Integer, ForeignKey("reports.number"), nullable=False),
    Column("reader", Integer, ForeignKey("readers.number"), nullable=False),
    _text("json"), _text("at"),
    UniqueConstraint("report", "reader"),
    sqlite_autoincrement=True,
)  # fmt: skip


def _rows(name: str, *columns: Column[str] | Column[float] | Column[int]) -> Table:
    """A table of rows of readings. A row is one item of one reading, thus of one report and one reader; `key` outlives the reader."""
    return Table(
        name, metadata,
        Column("reading", Integer, ForeignKey("readings.number"), primary_key=True, autoincrement=False),
        _text("id", primary=True), _text("key"),
        Column("start", Integer), Column("end", Integer), *columns,
    )  # fmt: skip


events = _rows(
    "events", _text("type"), _text("mode", optional=True), _text("status"), _text("place", optional=True),
    _text("country", optional=True), _text("day", optional=True), _text("asserted_by", optional=True),
    Column("confidence", Float, nullable=False),
)  # fmt: skip
statements = _rows("statements", _text("act"), Column("confidence", Float, nullable=False))
meetings = _rows("meetings", _text("event"), _text("mechanism", optional=True), Column("session", Integer))
mechanisms = _rows("mechanisms", _text("name"), _text("known", optional=True))
actors = _rows("actors", _text("name"), _text("kind"), _text("known", optional=True), _text("country", optional=True))
mentions = _rows("mentions", _text("actor"), _text("form"))

# Which actors take part in what: side is source, recipient, speaker, party or delegate.
parts = Table(
    "parts", metadata,
    Column("reading", Integer, ForeignKey("readings.number"), primary_key=True, autoincrement=False),
    _text("item", primary=True), _text("side", primary=True), _text("actor", primary=True),
)  # fmt: skip

judgments = Table(
    "judgments", metadata, _serial(),
    _text("id"), _text("who"), _text("at"), _text("why"), _text("on"), _text("what"), _text("value"),
    UniqueConstraint("id"), Index("judgments_on", "on"),
    sqlite_autoincrement=True,
)  # fmt: skip

merges = Table(
    "merges", metadata, _serial(), _text("kind"), _text("id"), _text("value"), _text("at"),
    Index("merges_id", "kind", "id"),
    sqlite_autoincrement=True,
)  # fmt: skip
replaced = Table(
    "replaced", metadata,
    Column("merge", Integer, ForeignKey("merges.number"), primary_key=True, autoincrement=False),
    _text("id", primary=True), Index("replaced_id", "id"),
)  # fmt: skip

changes = Table(
    "changes", metadata, _serial(), _text("at"), _text("kind"), _text("id"), _text("what"),
    sqlite_autoincrement=True,
)  # fmt: skip

# What views look up of a report's present entry, as JSON; derived, and made anew when the report, its reading or a judgment changes.
# `reach` is the number of the log that it takes account of; a report that has no present reading has an empty value.
lines = Table(
    "lines", metadata,
    Column("report", Integer, ForeignKey("reports.number"), primary_key=True, autoincrement=False),
    Column("reach", Integer, nullable=False), _text("value"), Index("lines_reach", "reach"),
)  # fmt: skip
# How far of the log what is derived has followed, and what it was made by.
reaches = Table("reaches", metadata, _text("name", primary=True), Column("reach", Integer, nullable=False), _text("maker"))

# Of one id the last row counts; `what` is "saved", "removed" or "told" (its webhook was; `query` is then the number of the log).
searches = Table(
    "searches", metadata, _serial(),
    _text("id"), _text("name"), _text("query"), _text("webhook"), _text("what"), _text("at"), Index("searches_id", "id"),
    sqlite_autoincrement=True,
)  # fmt: skip

# What merging keeps of each present report beside its reading (see `merge.trace`, `merge.index`, `merge.bonds`): derived, and made
# anew when the report, its reading or a judgment changes. `one` and `other` are in the order of the reports' ids.
traces = Table(
    "traces", metadata,
    Column("report", Integer, ForeignKey("reports.number"), primary_key=True, autoincrement=False),
    _text("id"), _text("value"), Index("traces_id", "id"),
)  # fmt: skip
terms = Table(
    "terms", metadata,
    _text("word", primary=True), Column("day", Integer, primary_key=True, autoincrement=False),
    Column("report", Integer, ForeignKey("reports.number"), primary_key=True, autoincrement=False),
    Column("reach", Integer, nullable=False), Index("terms_report", "report"),
    sqlite_with_rowid=False,
)  # fmt: skip
bonds = Table(
    "bonds", metadata,
    Column("one", Integer, ForeignKey("reports.number"), primary_key=True, autoincrement=False),
    Column("other", Integer, ForeignKey("reports.number"), primary_key=True, autoincrement=False),
    _text("value"), Index("bonds_other", "other"),
    sqlite_with_rowid=False,
)  # fmt: skip
# The reports that each present merged thing is made of.
stands = Table(
    "stands", metadata, _text("kind", primary=True), _text("id", primary=True), _text("report", primary=True),
    Index("stands_report", "report"),
)  # fmt: skip

ROWS = {table.name: table for table in (events, statements, meetings, mechanisms, actors, mentions, parts)}

# The present state, read like tables. Kept out of `metadata`, which would create them as tables.
views = MetaData()
present_reports = Table("present_reports", views, Column("number", Integer), _text("id"))
present_readings = Table("present_readings", views, Column("number", Integer), Column("report", Integer), _text("id"))
present_judgments = Table(
    "present_judgments", views, Column("number", Integer),
    _text("id"), _text("who"), _text("at"), _text("why"), _text("on"), _text("what"), _text("value"),
)  # fmt: skip
present_merges = Table("present_merges", views, Column("number", Integer), _text("kind"), _text("id"), _text("value"))
