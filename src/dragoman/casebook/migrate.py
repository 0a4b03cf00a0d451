"""The schema's revisions: makes a new casebook, brings an old one up to date, refuses what is none."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, text

from dragoman.errors import CasebookError

HEAD = "0005"  # the newest revision in migrations/versions


def revision_of(connection: Connection) -> str | None:
    """The revision of the schema, None for an empty database. Raises CasebookError where the tables are no casebook's."""
    names = inspect(connection).get_table_names()
    if "alembic_version" in names and "reports" in names:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    if names:
        raise CasebookError("casebook: the database holds other tables and is no casebook")
    return None


def refuse_newer(revision: str | None) -> None:
    """Raises CasebookError for the schema of a newer Dragoman, which this one would misunderstand."""
    if revision is not None and revision > HEAD:
        raise CasebookError(f"casebook: made by a newer Dragoman (schema {revision}; this one knows {HEAD})")


def upgrade(connection: Connection) -> None:
    """Brings the schema to HEAD within the connection's transaction. Raises CasebookError for a newer casebook."""
    revision = revision_of(connection)
    if revision == HEAD:
        return
    refuse_newer(revision)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
