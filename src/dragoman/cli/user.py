"""`dragoman user`: who may use a desk that others can reach."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from dragoman.cli.common import casebook_place, told

if TYPE_CHECKING:
    from dragoman.app.users import Role, Users

_users_place = click.option(
    "--users",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of the users [default: the casebook's name with .users].",
)


@click.group()
def user() -> None:
    """Say who may use a desk that others can reach, and what they may do there."""


@user.command("add")
@click.argument("name")
@casebook_place
@_users_place
@click.option(
    "--role", type=click.Choice(["reader", "reviewer", "admin"]), default="reader", show_default=True, help="What the user may do."
)
@click.option("--password-stdin", is_flag=True, help="Take the password from standard input instead of asking for it.")
def add_user(name: str, casebook: str, users: Path | None, role: str, password_stdin: bool) -> None:
    """Add a user, or give one another role and password."""
    from dragoman.app.users import with_user

    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    _change(casebook, users, lambda held: with_user(held, name, cast("Role", role), password), f"{name} is a {role}")


@user.command("list")
@casebook_place
@_users_place
def list_users(casebook: str, users: Path | None) -> None:
    """List the users with their roles and tokens."""
    from dragoman.app.ledger import Ledger
    from dragoman.app.users import load_users

    with told(Ledger()):
        for one in load_users(_place(casebook, users)).by_name.values():
            tokens = ", ".join(token.name for token in one.tokens)
            click.echo(f"{one.name}\t{one.role}\t{tokens}")


@user.command("remove")
@click.argument("name")
@casebook_place
@_users_place
def remove_user(name: str, casebook: str, users: Path | None) -> None:
    """Remove a user, whose sessions and tokens end at once."""
    from dragoman.app.users import without_user

    _change(casebook, users, lambda held: without_user(held, name), f"{name} is removed")


@user.command("token")
@click.argument("name")
@casebook_place
@_users_place
@click.option("--title", default="api", show_default=True, help="What the token is for; one of that title is replaced.")
def token(name: str, casebook: str, users: Path | None, title: str) -> None:
    """Make a token by which a program uses the API as a user. It is shown once."""
    from dragoman.app.ledger import Ledger
    from dragoman.app.users import load_users, save_users, with_token

    with told(Ledger()):
        path = _place(casebook, users)
        held, secret = with_token(load_users(path), name, title)
        save_users(path, held)
        click.echo(secret)


def _place(casebook: str, users: Path | None) -> Path:
    from dragoman.app.users import users_file

    return users or users_file(casebook)


def _change(casebook: str, users: Path | None, change: Callable[[Users], Users], what: str) -> None:
    from dragoman.app.ledger import Ledger
    from dragoman.app.users import load_users, save_users

    with told(Ledger()) as ledger:
        path = _place(casebook, users)
        save_users(path, change(load_users(path)))
        ledger.say(what)
