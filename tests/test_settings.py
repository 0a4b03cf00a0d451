from __future__ import annotations

import pytest

from dragoman.settings import SETTINGS, Settings, from_environment


def test_without_an_environment_all_are_defaults() -> None:
    assert from_environment({}) == Settings()
    assert from_environment({"DRAGOMAN_LIMIT": "", "LIMIT": "7"}) == Settings()
    assert Settings(**{setting.name: setting.default for setting in SETTINGS}) == Settings()


def test_the_environment_changes_them() -> None:
    given = {"DRAGOMAN_LIMIT": "7", "DRAGOMAN_TIMEOUT": "0.5", "DRAGOMAN_ANY_LANGUAGE": "Yes", "DRAGOMAN_PRIVATE_ADDRESSES": "off"}
    assert from_environment(given) == Settings(limit=7, timeout=0.5, any_language=True, private_addresses=False)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("DRAGOMAN_LIMIT", "many", "a whole number from 1 on is wanted"),
        ("DRAGOMAN_LIMIT", "0", "a whole number from 1 on is wanted"),
        ("DRAGOMAN_LIMIT", "1.5", "a whole number from 1 on is wanted"),
        ("DRAGOMAN_TIMEOUT", "nan", "a number from 0.1 on is wanted"),
        ("DRAGOMAN_REDIRECTS", "-1", "a whole number from 0 on is wanted"),
        ("DRAGOMAN_ANY_LANGUAGE", "perhaps", "yes or no is wanted"),
    ],
)
def test_a_wrong_value_is_named_with_its_variable(name: str, value: str, wanted: str) -> None:
    with pytest.raises(ValueError, match=f"{name}='{value}': {wanted}"):
        from_environment({name: value})


def test_every_setting_has_a_help() -> None:
    assert all(setting.help for setting in SETTINGS)
    assert len({setting.environment for setting in SETTINGS}) == len(SETTINGS) > 3
