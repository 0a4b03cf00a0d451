"""Who may use a desk that others can reach: names, roles, passwords and tokens, in a file beside the casebook.

Passwords are kept as argon2 hashes and tokens as SHA-256 of 256 random bits, so that the file gives neither away. A write
replaces the whole file, so that whoever reads it sees one state.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from dragoman.errors import DragomanError

Role = Literal["reader", "reviewer", "admin"]
"""What one may do: read; judge and save searches too; look after users, webhooks and what is forgotten too."""

ROLES: tuple[str, ...] = get_args(Role)
SHORTEST = 10  # characters of a password: NIST SP 800-63B asks for 8 at least
LONGEST = 1000  # of one that is checked at all: hashing costs time by length
_NAME = re.compile(r"[\w.@-]{1,64}")
_HASHER = PasswordHasher()


class UserError(DragomanError):
    """A user cannot be added, found or read; the message says why."""


@dataclass(frozen=True, slots=True)
class Token:
    """A key to the API, by the hash of its secret."""

    name: str
    hash: str
    made: str  # ISO 8601


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may use the desk. `password` is an argon2 hash."""

    name: str
    role: Role
    password: str
    tokens: tuple[Token, ...] = ()

    @property
    def mark(self) -> str:
        """What sessions hold of the password: with another one they end."""
        return hashlib.sha256(self.password.encode()).hexdigest()[:16]

    def may(self, role: Role) -> bool:
        """Whether the user has a role or one above it."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Users:
    """The users of a desk by name, and the secret that signs their sessions."""

    by_name: dict[str, User] = field(default_factory=dict)
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def check(self, name: str, password: str) -> User | None:
        """The user of that name and password. It takes as long where there is no such user, so that nobody learns who there is."""
        user = self.by_name.get(name)
        right = _verify(user.password if user else _NOBODY, password)
        return user if user and right else None

    def bearer(self, token: str) -> User | None:
        """The user whose token it is."""
        digest = _digest(token)
        return next((user for user in self.by_name.values() if any(_same(one.hash, digest) for one in user.tokens)), None)


def users_file(place: str) -> Path:
    """Where the users of a casebook in a file are. Raises UserError for one in a database, which has no place beside it."""
    if "://" in place:
        raise UserError("a casebook in a database has no place beside it: name a file for its users with --users FILE")
    return Path(f"{place}.users")


def load_users(path: Path) -> Users:
    """The users in a file; none where there is no file. Raises UserError for a file that is something else."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return Users({row["name"]: _user(row) for row in held["users"]}, str(held["secret"]))
    except FileNotFoundError:
        return Users()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path}: cannot be read as a file of users: {error}") from error


def save_users(path: Path, users: Users) -> None:
    """Writes the file anew, for its owner's eyes alone. Raises OSError."""
    value = {"secret": users.secret, "users": [asdict(user) for user in users.by_name.values()]}
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(value, out, indent=1)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def with_user(users: Users, name: str, role: Role, password: str) -> Users:
    """The users with one more, or with another role and password for one that is there. Raises UserError."""
    if not _NAME.fullmatch(name):
        raise UserError(f"{name!r}: a name has letters, digits and . _ @ - only, 64 of them at most")
    if not SHORTEST <= len(password) <= LONGEST:
        raise UserError(f"a password has {SHORTEST} characters at least and {LONGEST} at most")
    old = users.by_name.get(name)
    made = User(name, role, _HASHER.hash(_bytes(password)), old.tokens if old else ())
    return replace(users, by_name=users.by_name | {name: made})


def with_role(users: Users, name: str, role: Role) -> Users:
    """The users with another role for one of them. Raises UserError."""
    return replace(users, by_name=users.by_name | {name: replace(_named(users, name), role=role)})


def without_token(users: Users, name: str, title: str) -> Users:
    """The users without a token of one of them. Raises UserError where there is none of that title."""
    user = _named(users, name)
    left = tuple(one for one in user.tokens if one.name != title)
    if len(left) == len(user.tokens):
        raise UserError(f"{name} has no token {title!r}")
    return replace(users, by_name=users.by_name | {name: replace(user, tokens=left)})


def without_user(users: Users, name: str) -> Users:
    """The users without one. Raises UserError where there is none of that name."""
    _named(users, name)
    return replace(users, by_name={key: user for key, user in users.by_name.items() if key != name})


def with_token(users: Users, name: str, title: str) -> tuple[Users, str]:
    """The users with a new token for one of them, and the token, which is not kept. Raises UserError."""
    user, secret = _named(users, name), f"dragoman-{secrets.token_urlsafe(32)}"
    made = Token(title, _digest(secret), datetime.now(UTC).isoformat(timespec="seconds"))
    held = replace(user, tokens=(*(one for one in user.tokens if one.name != title), made))
    return replace(users, by_name=users.by_name | {name: held}), secret


def _named(users: Users, name: str) -> User:
    if name not in users.by_name:
        raise UserError(f"{name}: there is no such user")
    return users.by_name[name]


def _user(row: dict[str, Any]) -> User:
    if row["role"] not in ROLES:
        raise ValueError(f"{row['role']!r} is no role")
    return User(str(row["name"]), row["role"], str(row["password"]), tuple(Token(**token) for token in row["tokens"]))


def _verify(hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(hash, _bytes(password[:LONGEST]))
    except (Argon2Error, InvalidHashError):
        return False


def _digest(token: str) -> str:
    return hashlib.sha256(_bytes(token)).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # a form may hold anything


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one, other)


# A hash that no password has, to spend the same time on.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))
