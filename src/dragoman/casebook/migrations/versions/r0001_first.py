"""The first schema: tables, views of the present state, the index of words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None

# Of each report that was not forgotten the latest text; of each such text the reading by the reader met last;
# judgments that no undo, itself not undone, takes back; merged things that no later one replaces.
VIEWS = {
    "present_reports": """
        SELECT r.* FROM reports r
        WHERE NOT EXISTS (SELECT 1 FROM reports later WHERE later.id = r.id AND later.version > r.version)
          AND NOT EXISTS (SELECT 1 FROM tombstones t WHERE t.report = r.id)""",
    "present_readings": """
        SELECT g.number, g.report, g.reader, r.id FROM readings g JOIN present_reports r ON r.number = g.report
        WHERE NOT EXISTS (SELECT 1 FROM readings newer WHERE newer.report = g.report AND newer.reader > g.reader)""",
    # An undo can only be of what came before it, so the recursion ends.
    "present_judgments": """
        WITH RECURSIVE undone(id, undo, depth) AS (
            SELECT j.id, u.id, 1 FROM judgments j JOIN judgments u ON u.what = 'undo' AND u."on" = j.id AND u.number > j.number
            UNION
            SELECT d.id, u.id, d.depth + 1 FROM undone d JOIN judgments u ON u.what = 'undo' AND u."on" = d.undo
        )
        SELECT j.* FROM judgments j
        WHERE j.what <> 'undo'
          AND COALESCE((SELECT MAX(d.depth) FROM undone d WHERE d.id = j.id), 0) % 2 = 0""",
    "present_merges": """
        SELECT m.* FROM merges m
        WHERE NOT EXISTS (SELECT 1 FROM merges later WHERE later.kind = m.kind AND later.id = m.id AND later.number > m.number)
          AND NOT EXISTS (SELECT 1 FROM replaced r JOIN merges by_it ON by_it.number = r.merge
                          WHERE r.id = m.id AND by_it.kind = m.kind AND by_it.number > m.number)""",
}

# The latest accept, reject or correct on a row outranks what was read: rejected rows are out, a correction stands beside them.
ROW_VIEW = """
    SELECT i.*, g.id AS report, g.reader, j.what AS verdict, j.value AS correction
    FROM {table} i JOIN present_readings g ON g.number = i.reading
    LEFT JOIN present_judgments j ON j."on" = i.key AND j.what IN ('accept', 'reject', 'correct')
      AND NOT EXISTS (SELECT 1 FROM present_judgments later WHERE later."on" = i.key
                      AND later.what IN ('accept', 'reject', 'correct') AND later.number > j.number)
    WHERE j.what IS NULL OR j.what <> 'reject'"""

WORDS = {
    # Without a copy of the texts: they are in their table.
    "sqlite": ["CREATE VIRTUAL TABLE words USING fts5(title, text, content='', tokenize='unicode61 remove_diacritics 0')"],
    "postgresql": [
        "CREATE TABLE words (report INTEGER NOT NULL REFERENCES reports, piece INTEGER NOT NULL, "
        "vector TSVECTOR NOT NULL, PRIMARY KEY (report, piece))",
        "CREATE INDEX words_vector ON words USING gin (vector)",
    ],
}


def upgrade() -> None:
    """Makes everything."""
    _tables()
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")
    for table in ("events", "statements", "meetings", "mechanisms", "actors", "mentions"):
        op.execute(f"CREATE VIEW present_{table} AS {ROW_VIEW.format(table=table)}")
    for line in WORDS[op.get_bind().dialect.name]:
        op.execute(line)


def _tables() -> None:
    _table("changes", *_texts("at", "kind", "id", "what"))
    _table("judgments", *_texts("id", "who", "at", "why", "on", "what", "value"), sa.UniqueConstraint("id"))
    op.create_index("judgments_on", "judgments", ["on"])
    _table("merges", *_texts("kind", "id", "value", "at"))
    op.create_index("merges_id", "merges", ["kind", "id"])
    op.create_table("replaced", _pointer("merge", "merges"), _text("id"), sa.PrimaryKeyConstraint("merge", "id"))
    op.create_index("replaced_id", "replaced", ["id"])
    _report_tables()
    _row_tables()


def _report_tables() -> None:
    op.create_table("raws", _text("hash"), sa.Column("bytes", sa.LargeBinary(), nullable=False), sa.PrimaryKeyConstraint("hash"))
    _table(
        "reports", _text("id"), sa.Column("version", sa.Integer(), nullable=False), _text("hash"),
        *_texts("published", "publisher", "url", optional=True), *_texts("language", "raw", "origin", "fetched", "at"),
        sa.UniqueConstraint("id", "version"), sa.UniqueConstraint("id", "hash"),
    )  # fmt: skip
    op.create_index("reports_raw", "reports", ["raw"])
    op.create_table("texts", _pointer("report", "reports"), _text("title", optional=True), _text("text"), sa.PrimaryKeyConstraint("report"))
    op.create_table("tombstones", *_texts("report", "why", "at"), sa.PrimaryKeyConstraint("report"))
    readers = ("version", "model", "ontology", "knowledge")
    _table("readers", *_texts(*readers), sa.UniqueConstraint(*readers))
    _table(
        "readings",
        _pointer("report", "reports"),
        _pointer("reader", "readers"),
        *_texts("json", "at"),
        sa.UniqueConstraint("report", "reader"),
    )


def _row_tables() -> None:
    confidence = sa.Column("confidence", sa.Float(), nullable=False)
    optional = _texts("place", "country", "day", "asserted_by", optional=True)
    _rows("events", _text("type"), _text("mode", optional=True), _text("status"), *optional, confidence)
    _rows("statements", _text("act"), sa.Column("confidence", sa.Float(), nullable=False))
    _rows("meetings", _text("event"), _text("mechanism", optional=True), sa.Column("session", sa.Integer()))
    _rows("mechanisms", _text("name"), _text("known", optional=True))
    _rows("actors", *_texts("name", "kind"), *_texts("known", "country", optional=True))
    _rows("mentions", *_texts("actor", "form"))
    names = ("item", "side", "actor")
    op.create_table("parts", _pointer("reading", "readings"), *_texts(*names), sa.PrimaryKeyConstraint("reading", *names))


def _table(name: str, *columns: SchemaItem) -> None:
    """A table whose rows have numbers that are given once."""
    number = sa.Column("number", sa.Integer(), autoincrement=True, nullable=False)
    op.create_table(name, number, *columns, sa.PrimaryKeyConstraint("number"), sqlite_autoincrement=True)


def _rows(name: str, *columns: SchemaItem) -> None:
    """A table of rows of readings."""
    span = (sa.Column("start", sa.Integer()), sa.Column("end", sa.Integer()))
    op.create_table(name, _pointer("reading", "readings"), *_texts("id", "key"), *span, *columns, sa.PrimaryKeyConstraint("reading", "id"))
    op.create_index(f"{name}_key", name, ["key"])


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=optional)


def _texts(*names: str, optional: bool = False) -> list[sa.Column[str]]:
    return [_text(name, optional=optional) for name in names]


def _pointer(name: str, table: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{table}.number"), autoincrement=False, nullable=False)
