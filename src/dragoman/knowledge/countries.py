"""Codes of countries in other lists than ours: ISO 3166 alpha-2 and FIPS 10-4, by ISO 3166 alpha-3.

`countries.csv` holds facts as GeoNames keeps them (CC BY 4.0). FIPS 10-4 was withdrawn in 2008, and data sets still use it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one country; "" where a list has none."""

    iso2: str
    fips: str


@cache
def country_codes() -> Mapping[str, Codes]:
    """The codes of every country and territory, by ISO 3166 alpha-3 (XKX for Kosovo)."""
    lines = files("dragoman.knowledge").joinpath("countries.csv").read_text(encoding="utf-8").splitlines()
    return MappingProxyType({row["iso3"]: Codes(row["iso2"], row["fips"]) for row in csv.DictReader(lines)})
