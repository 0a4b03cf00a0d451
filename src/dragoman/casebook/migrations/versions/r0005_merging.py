"""What merging keeps: traces of reports, the terms and bonds by which they meet, and what merged things stand on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Makes the tables empty; they are filled when a casebook is next merged."""
    op.create_table("traces", _report("report"), _text("id"), _text("value"), sa.PrimaryKeyConstraint("report"))
    op.create_index("traces_id", "traces", ["id"])
    op.create_table(
        "terms", _text("word"), _number("day"), _report("report"), _number("reach"),
        sa.PrimaryKeyConstraint("word", "day", "report"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("terms_report", "terms", ["report"])
    op.create_table(
        "bonds", _report("one"), _report("other"), _text("value"), sa.PrimaryKeyConstraint("one", "other"), sqlite_with_rowid=False
    )
    op.create_index("bonds_other", "bonds", ["other"])
    op.create_table("stands", _text("kind"), _text("id"), _text("report"), sa.PrimaryKeyConstraint("kind", "id", "report"))
    op.create_index("stands_report", "stands", ["report"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _report(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("reports.number"), autoincrement=False, nullable=False)
