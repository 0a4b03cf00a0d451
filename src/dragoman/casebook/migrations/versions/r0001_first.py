"""The first schema: tables, views of the present state, the index of words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

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
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "judgments",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("on", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("judgments_on", "judgments", ["on"], unique=False)
    op.create_table(
        "merges",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
    )
    op.create_index("merges_id", "merges", ["kind", "id"], unique=False)
    op.create_table(
        "raws",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "readers",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("ontology", sa.Text(), nullable=False),
        sa.Column("knowledge", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("version", "model", "ontology", "knowledge"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reports",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("fetched", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id", "hash"),
        sa.UniqueConstraint("id", "version"),
        sqlite_autoincrement=True,
    )
    op.create_index("reports_raw", "reports", ["raw"], unique=False)
    op.create_table(
        "tombstones",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("report"),
    )
    op.create_table(
        "readings",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("reader", sa.Integer(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader"],
            ["readers.number"],
        ),
        sa.ForeignKeyConstraint(
            ["report"],
            ["reports.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("report", "reader"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "replaced",
        sa.Column("merge", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merge"],
            ["merges.number"],
        ),
        sa.PrimaryKeyConstraint("merge", "id"),
    )
    op.create_index("replaced_id", "replaced", ["id"], unique=False)
    op.create_table(
        "texts",
        sa.Column("report", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report"],
            ["reports.number"],
        ),
        sa.PrimaryKeyConstraint("report"),
    )
    op.create_table(
        "actors",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("known", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.number"],
        ),
        sa.PrimaryKeyConstraint("reading", "id"),
    )
    op.create_index("actors_key", "actors", ["key"], unique=False)
    op.create_table(
        "events",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("asserted_by", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.number"],
        ),
        sa.PrimaryKeyConstraint("reading", "id"),
    )
    op.create_index("events_key", "events", ["key"], unique=False)
    op.create_table(
        "mechanisms",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("known", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.number"],
        ),
        sa.PrimaryKeyConstraint("reading", "id"),
    )
    op.create_index("mechanisms_key", "mechanisms", ["key"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("mechanism", sa.Text(), nullable=True),
        sa.Column("session", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.number"],
        ),
        sa.PrimaryKeyConstraint("reading", "id"),
    )
    op.create_index("meetings_key", "meetings", ["key"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.number"],
        ),
        sa.PrimaryKeyConstraint("reading", "id"),
    )
    op.create_index("mentions_key", "mentions", ["key"], unique=False)
    op.create_table(
        "parts",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.number"],
        ),
        sa.PrimaryKeyConstraint("reading", "item", "side", "actor"),
    )
    op.create_table(
        "statements",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.number"],
        ),
        sa.PrimaryKeyConstraint("reading", "id"),
    )
    op.create_index("statements_key", "statements", ["key"], unique=False)
