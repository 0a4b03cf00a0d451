"""What the desk needs: the lines of each report, how far they follow the log, and saved searches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"


def upgrade() -> None:
    """Makes the tables empty; lines are made from readings when they are first asked for."""
    number = sa.Column("number", sa.Integer(), autoincrement=True, nullable=False)
    op.create_table(
        "lines",
        sa.Column("report", sa.Integer(), sa.ForeignKey("reports.number"), autoincrement=False, nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        _text("value"),
        sa.PrimaryKeyConstraint("report"),
    )
    op.create_index("lines_reach", "lines", ["reach"])
    op.create_table(
        "reaches", _text("name"), sa.Column("reach", sa.Integer(), nullable=False), _text("maker"), sa.PrimaryKeyConstraint("name")
    )
    texts = [_text(name) for name in ("id", "name", "query", "webhook", "what", "at")]
    op.create_table("searches", number, *texts, sa.PrimaryKeyConstraint("number"), sqlite_autoincrement=True)
    op.create_index("searches_id", "searches", ["id"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
