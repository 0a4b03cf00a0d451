"""A casebook of each kind, empty; PostgreSQL where DRAGOMAN_TEST_POSTGRES names a server or one can be started here."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from dragoman.casebook import Casebook, open_casebook

_NAMED = os.environ.get("DRAGOMAN_TEST_POSTGRES")  # read before the tests begin, which take all settings away


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max((path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")), default=None)


def _run(*command: str | Path) -> None:
    # PostgreSQL refuses to run as root, which containers often are.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*user, *map(str, command)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")


def absent(reason: str) -> NoReturn:
    """Skips, but where everything must hold (CI is set) a database that nobody tested on is a failure."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server's database."""
    if find_spec("psycopg") is None:
        absent("PostgreSQL's driver is not installed: pip install 'dragoman[postgres]'")
    if _NAMED:
        yield _NAMED
        return
    programs = _programs()
    if programs is None:
        absent("DRAGOMAN_TEST_POSTGRES is not set and no PostgreSQL is installed")
    home = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        if os.geteuid() == 0:
            shutil.chown(home, "postgres")
        _run(programs / "initdb", "-D", home / "data", "-A", "trust", "-U", "dragoman", "-E", "UTF8", "--no-sync")
        options = f"-k {home} -c listen_addresses='' -c fsync=off"
        _run(programs / "pg_ctl", "-D", home / "data", "-o", options, "-l", home / "log", "-w", "start")
    except (OSError, LookupError, subprocess.CalledProcessError) as error:
        shutil.rmtree(home, ignore_errors=True)
        absent(f"DRAGOMAN_TEST_POSTGRES is not set and PostgreSQL does not start: {error}")
    try:
        yield f"postgresql+psycopg://dragoman@/postgres?host={home}"
    finally:
        _run(programs / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty casebook can be made."""
    if request.param == "sqlite":
        yield str(tmp_path / "case book?.db")
        return
    server = make_url(request.getfixturevalue("postgres"))
    name = f"casebook_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def casebook(place: str) -> Iterator[Casebook]:
    with open_casebook(place, create=True) as made:
        yield made
