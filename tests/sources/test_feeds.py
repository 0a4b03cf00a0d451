from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.sources.feeds import Watched, load_feeds


def load(path: Path, text: str) -> tuple[Watched, ...]:
    path.write_text(text, encoding="utf-8")
    return load_feeds(path)


def test_feeds_are_listed_with_what_is_wanted_of_each(tmp_path: Path) -> None:
    text = '[[feed]]\nurl = "https://a.example/rss"\n[[feed]]\nurl = "http://b.example/"\npublisher = "B"\nevery = 2.5\npages = false\n'
    assert load(tmp_path / "f.toml", text) == (Watched("https://a.example/rss"), Watched("http://b.example/", "B", 2.5, False))


URL = 'url = "https://a.example/rss"\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "a [[feed]] with a url is wanted for each feed"),
        ("[feed]\n" + URL, "a [[feed]] with a url is wanted for each feed"),
        ("[[feeds]]\n" + URL, "a [[feed]] with a url is wanted for each feed, and nothing else: not feeds"),
        ("[[feed]]\nurl = ", "no valid TOML: "),
        ('[[feed]]\npublisher = "A"', 'feed 1: a "url" is missing'),
        ('[[feed]]\nurl = "a.xml"', "feed 1: \"url\" is 'a.xml'; wanted is an address"),
        (f"[[feed]]\n{URL}[[feed]]\n{URL}", "https://a.example/rss is listed twice"),
        (f"[[feed]]\n{URL}every = 0", 'feed 1: "every" is 0; wanted is minutes, 1 at least'),
        (f"[[feed]]\n{URL}every = true", 'feed 1: "every" is True; wanted is minutes, 1 at least'),
        (f"[[feed]]\n{URL}every = nan", 'feed 1: "every" is nan; wanted is minutes, 1 at least'),
        (f'[[feed]]\n{URL}pages = "no"', "feed 1: \"pages\" is 'no'; wanted is true or false"),
        (f"[[feed]]\n{URL}often = 1", 'feed 1: "often" is not known; there are url, publisher, every, pages'),
    ],
)
def test_a_mistake_in_the_list_is_named(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(InputError) as refused:
        load(tmp_path / "f.toml", text)
    assert reason in str(refused.value)
    assert str(refused.value).startswith(str(tmp_path / "f.toml"))
