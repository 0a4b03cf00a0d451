"""Every setting: name, default, help, and the environment variable that changes it. Read once, at the edge.

A setting is a field of `Settings`, written once; the table `SETTINGS` and the page about settings follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


def _setting(default: Any, text: str, least: float = 0) -> Any:
    return field(default=default, metadata={"help": text, "least": least})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may change without changing code."""

    limit: int = _setting(24_000, "characters read of one report; what lies behind is listed as unread", least=1)
    file_bytes: int = _setting(20_000_000, "bytes of the largest file, page or JSON line that is opened; larger ones are refused", least=1)
    timeout: float = _setting(20.0, "seconds that one address on the web may take, from the first word to the last byte", least=0.1)
    redirects: int = _setting(5, "how often an address on the web may send the reader on to another one")
    delay: float = _setting(1.0, "seconds between two visits to one host on the web; more where its robots.txt asks for more")
    retries: int = _setting(2, "how often a server that is busy or in trouble is asked again")
    private_addresses: bool = _setting(False, "yes: addresses on this computer and in the local network may be read too")
    any_language: bool = _setting(False, "yes: texts that do not look like English are read instead of refused")


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table of settings."""

    name: str
    default: Any  # int, float or bool
    help: str
    least: float  # numbers below it are refused

    @property
    def environment(self) -> str:
        """The environment variable that changes it."""
        return f"DRAGOMAN_{self.name.upper()}"


SETTINGS = tuple(Setting(item.name, item.default, item.metadata["help"], item.metadata["least"]) for item in fields(Settings))


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment names, else their defaults. Raises ValueError: variable, value and what was wanted."""
    given = {setting: environment[setting.environment] for setting in SETTINGS if environment.get(setting.environment)}
    return Settings(**{setting.name: _value(setting, text) for setting, text in given.items()})


_ANSWERS = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}


def _value(setting: Setting, text: str) -> Any:
    kind = type(setting.default)
    try:
        value = _ANSWERS[text.strip().lower()] if kind is bool else kind(text)
    except (KeyError, ValueError):
        value = float("nan")
    if value >= setting.least:
        return value
    wanted = {bool: "yes or no", int: f"a whole number from {setting.least} on", float: f"a number from {setting.least} on"}[kind]
    raise ValueError(f"{setting.environment}={text!r}: {wanted} is wanted")
