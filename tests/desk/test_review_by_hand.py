"""Review with the keyboard alone, without scripts, and by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dragoman.desk.address import id_of
from tests.desk.conftest import Border, Opens

if TYPE_CHECKING:
    from playwright.sync_api import Page

SAMPLE = "queue=sample&seed={seed}&size=6"


def named(page: Page, name: str) -> None:
    page.locator("#reviewer").fill(name)
    pressed(page, "Enter")  # until all is loaded: a key that is pressed before the script is there is lost
    page.locator("#reviewer").wait_for(state="detached")


def key_of(page: Page) -> str:
    return id_of(str(page.locator("#case input[name=key]").get_attribute("value")))


def pressed(page: Page, key: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def verdicts(border: Border, who: str) -> list[tuple[str, str]]:
    return [(j.on, j.what) for j in border.book.present_judgments() if j.who == who]


def test_review_needs_no_mouse(opens: Opens, border: Border) -> None:
    page = opens(f"/review/case?{SAMPLE.format(seed=3)}")
    named(page, "Keys")
    one = key_of(page)
    pressed(page, "a")
    two = key_of(page)
    pressed(page, "r")
    three = key_of(page)
    assert verdicts(border, "Keys") == [(one, "accept"), (two, "reject")]
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.id") == "type"
    was = page.get_by_label("type", exact=True).input_value()
    page.keyboard.press("r")  # in a list a letter is the list's, and no key of review
    page.keyboard.press("Home" if was == "ASSAULT" else "End")
    assert page.get_by_label("type", exact=True).input_value() != was
    page.keyboard.press("Escape")
    pressed(page, "a")
    assert verdicts(border, "Keys")[2] == (three, "correct"), "what was changed is a correction, whichever button"
    pressed(page, "u")
    assert key_of(page) == three
    assert len(verdicts(border, "Keys")) == 2
    pressed(page, "k")
    assert key_of(page) == two
    pressed(page, "j")
    assert key_of(page) == three


def test_keys_can_be_switched_off_and_stay_so(opens: Opens, border: Border) -> None:
    page = opens(f"/review/case?{SAMPLE.format(seed=4)}")
    named(page, "Voice")
    page.get_by_label("keys").uncheck()
    page.keyboard.press("a")
    page.reload()
    page.keyboard.press("r")
    assert not page.get_by_label("keys").is_checked()
    assert verdicts(border, "Voice") == []


def test_review_works_without_scripts(opens: Opens, border: Border) -> None:
    page = opens(f"/review/case?{SAMPLE.format(seed=5)}", 360, java_script_enabled=False)
    assert page.get_by_role("button", name="Accept").is_disabled(), "nobody has said who they are"
    page.locator("#reviewer").fill("Bare")
    page.get_by_role("button", name="Use this name").click()
    one = key_of(page)
    page.get_by_role("button", name="Reject").click()
    assert verdicts(border, "Bare") == [(one, "reject")]
    page.get_by_role("button", name="Undo my last").click()
    assert key_of(page) == one
    assert verdicts(border, "Bare") == []


def test_what_does_not_fit_comes_back_with_the_reason_and_what_was_filled_in(opens: Opens, border: Border) -> None:
    page = opens(f"/review/case?{SAMPLE.format(seed=6)}")
    named(page, "Slip")
    page.get_by_label("place", exact=True).fill("Atlantis")
    # The answer's status is 422, which browsers write into the console.
    page.route("**/review/case?**", lambda route: route.fulfill(status=200, body=route.fetch().text(), content_type="text/html"))
    page.get_by_role("button", name="Save correction").click()
    assert "Atlantis" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("place", exact=True).input_value() == "Atlantis"
    assert verdicts(border, "Slip") == []


def test_two_people_who_judge_one_sample_learn_how_far_they_agree(opens: Opens, border: Border) -> None:
    for name, answers in (("Ann", "aaaaar"), ("Bea", "aaaarr")):
        page = opens(f"/review/case?{SAMPLE.format(seed=7)}")
        named(page, name)
        for answer in answers:
            assert page.locator(".stands").count() == 0, "nobody sees the other's verdict"
            pressed(page, answer)
        page.wait_for_url("**/review?**")
    assert [what for _, what in verdicts(border, "Bea")] == ["accept"] * 4 + ["reject"] * 2
    agreement = page.locator("section[aria-labelledby=agreement]").inner_text()
    # Two values, one unit of six differs: 1 - 11 * 2 / (12 * 12 - 9 * 9 - 3 * 3)
    assert "0.59" in agreement
    assert "%" in page.locator("section[aria-labelledby=precision] .figures").inner_text()


FOUND = ["/review", "/review/case", "/review/actors?report=kt-fifth-kyrgyz", "/search?q=border", "/map", "/calendar?month=2025-03"]
READ = ["/", "/relations/KGZ/TJK", "/forums", "/claims", "/searches", "/method", "/reports/kt-fifth-kyrgyz"]
KINDS = ("actors", "forums", "claims", "happenings", "meetings", "stories")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing_on_pages_of_real_reports(opens: Opens, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opens("/review", width, color_scheme=scheme)
    named(page, "Axe")
    faults = []
    for path in [*FOUND, *(some_of_each(page) if scheme == "light" else [])]:
        page.goto(path)
        rules = Axe().run(page).response["violations"]
        faults += [(path, rule["id"], node["html"][:160]) for rule in rules for node in rule["nodes"][:3]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append((path, "wider than the window", ""))
    assert faults == []


def some_of_each(page: Page) -> list[str]:
    """A page of each kind, by the links of others."""
    found = dict[str, str]()
    for where in READ:
        page.goto(where)
        for kind in KINDS:
            links = page.locator(f"main a[href^='/{kind}/']")
            if kind not in found and links.count():
                found[kind] = str(links.first.get_attribute("href"))
    assert set(found) == set(KINDS)
    return [*READ, *found.values()]
