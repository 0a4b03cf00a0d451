"""What people come to the desk for, from its first page to the answer, on a phone and on a large screen."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from dragoman.desk.address import part
from tests.desk.conftest import Border, Opens

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.parametrize("width", [360, 1280])


def text(page: Page) -> str:
    return page.locator("main").inner_text()


def fits(page: Page, width: int) -> bool:
    """Whether nothing has to be moved sideways to be read."""
    return int(page.evaluate("document.documentElement.scrollWidth")) <= width


def follow(page: Page, name: str) -> None:
    """A link in the bar."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name=name, exact=True).click()


def the_two(page: Page) -> None:
    """From the first page to the relationship of two states."""
    page.get_by_label("One side").fill("Kyrgyzstan")
    page.get_by_label("The other side").fill("Tajikistan")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/relations/KGZ/TJK")


def saved(page: Page, form: str) -> str:
    """What the link of a format gives to save."""
    with page.expect_download() as found:
        page.locator(".formats").get_by_role("link", name=form, exact=True).click()
    return found.value.path().read_text(encoding="utf-8")


def test_what_happened_between_two_since_a_day(opens: Opens, width: int) -> None:
    page = opens("/", width)
    the_two(page)
    page.get_by_label("from", exact=True).fill("2024-12-01")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**since=2024-12-01**")
    days = page.locator("#main li.event time").evaluate_all("all => all.map(one => one.dateTime)")
    assert len(days) > 3
    assert min(days) >= "2024-12"
    assert "10 December 2024" in text(page), "the seventh session of their commission"
    assert fits(page, width)


def test_one_click_leads_from_a_line_of_a_relationship_to_its_words(opens: Opens, width: int) -> None:
    page = opens("/relations/KGZ/TJK", width)
    line = page.locator("li.event").first
    words = line.locator("mark").all_inner_texts()
    line.locator("a.said").click()
    page.wait_for_url("**/reports/**")
    shown = page.locator("article .at").all_inner_texts()
    assert "".join(shown) in words
    assert page.locator("article .at").first.is_visible()
    assert fits(page, width)


def test_when_and_where_their_forum_is_due(opens: Opens, width: int) -> None:
    page = opens("/", width)
    follow(page, "Forums")
    page.get_by_role("link", name=re.compile("Kyrgyz.*Commission")).first.click()
    page.wait_for_url("**/forums/F*")
    due = page.locator("section.due").inner_text()
    assert re.search(r"Due \w+ 2025", due)
    assert "Bishkek" in due, "the eighth session was in Dushanbe, and they take turns"
    assert "Session 8" in text(page)
    assert fits(page, width)


def test_what_one_sides_readout_left_out(opens: Opens, width: int) -> None:
    page = opens("/forums", width)
    page.get_by_role("link", name=re.compile("Kyrgyz.*Commission")).first.click()
    page.wait_for_url("**/forums/F*")
    silent = page.locator(".readout", has_text="does not speak of")
    assert silent.count() > 0
    left_out = silent.first.locator("p.quiet").inner_text().partition(": ")[2].split(", ")
    others = silent.first.locator("xpath=../div[contains(@class, 'readout')]//*[contains(@class, 'topic-name')]").all_inner_texts()
    assert left_out
    assert set(left_out) <= set(others), "what one leaves out, another speaks of, with its words"


def test_who_said_a_claim_first_and_who_denied_it(opens: Opens, width: int) -> None:
    page = opens("/", width)
    follow(page, "Claims")
    page.locator("li.claim", has_text="unprovoked").get_by_role("link", name="claim", exact=True).first.click()
    page.wait_for_url("**/claims/**")
    said = page.locator("section[aria-labelledby=said] li.line")
    assert "Kyrgyzstan" in said.first.locator(".voice").inner_text()
    assert "Alatoo Wire" in said.first.inner_text()
    denied = page.locator("section[aria-labelledby=denied] ol li.line")
    assert any("Taji" in voice or "GKNB" in voice for voice in denied.locator(".voice").all_inner_texts())
    assert fits(page, width)


def test_how_many_independent_sources_a_happening_has(opens: Opens, width: int, border: Border) -> None:
    page = opens("/relations/KGZ/TJK?kind=force", width)
    line = page.locator("li.event", has_text=re.compile(r"[2-9] independent sources")).first
    line.locator("a.phrase").click()
    page.wait_for_url("**/happenings/**")
    told = page.locator("section[aria-labelledby=accounts] li.line")
    number = int(re.search(r"(\d+) independent source", text(page))[1])  # type: ignore[index]
    publishers = {border.book.report(id).publisher for id in {href_id(one) for one in told.locator("a.report").all()}}
    assert 2 <= number <= len(publishers), "a publisher counts once, with those that print or cite it"


def href_id(link: Any) -> str:
    return str(link.get_attribute("href")).rpartition("/")[2]


def test_all_planned_meetings_of_a_coming_month(opens: Opens, width: int) -> None:
    page = opens("/", width)
    follow(page, "Calendar")
    page.get_by_label("month", exact=True).fill("2025-06")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**month=2025-06**")
    assert page.get_by_role("heading", level=1).inner_text() == "June 2025"
    lines = page.locator("section[aria-labelledby=list] li.event")
    assert any("planned" in line for line in lines.all_inner_texts())
    assert fits(page, width)


def test_a_wrong_type_is_corrected_and_an_export_has_it(opens: Opens, width: int) -> None:
    page = opens("/search?type=SUPPORT&sort=oldest", width)
    line = page.locator("li.event").first
    words = line.locator("mark").first.inner_text()
    line.get_by_role("link", name="judge").click()
    as_reviewer(page)
    key = page.locator("#case input[name=key]").get_attribute("value")
    page.get_by_label("type", exact=True).select_option("CONCEDE")
    page.get_by_label("why", exact=True).fill(f"a concession, at {width}")
    page.get_by_role("button", name="Save correction").click()
    page.goto("/search?type=CONCEDE&judged=yes")
    assert any(words in line for line in page.locator("li.event mark").all_inner_texts())
    rows = list(csv.DictReader(saved(page, "csv").splitlines()))
    assert [row["type"] for row in rows] == ["CONCEDE"]
    take_back(page, f"a concession, at {width}")
    page.goto("/search?type=CONCEDE&judged=yes")
    assert "Nothing fits" in text(page)
    assert key


def as_reviewer(page: Page) -> None:
    """Says once who judges."""
    page.locator("#reviewer").fill("Ann")
    page.get_by_role("button", name="Use this name").click()
    page.locator("#reviewer").wait_for(state="detached")


def take_back(page: Page, why: str) -> None:
    """Undoes a judgment from the first page of review."""
    page.goto("/review")
    page.locator("li.judged", has_text=why).get_by_role("button", name="Undo").click()
    page.locator("li.judged", has_text=why).wait_for(state="detached")


def test_two_actors_become_one_and_two_again(opens: Opens, width: int, border: Border) -> None:
    page = opens("/", width)
    report, event, keys = next(met for met in those_who_met(border) if len(people(page, *met[:2])) == 2)
    page.goto(f"/reports/{report}")
    page.get_by_role("link", name="Join or part its actors").click()
    as_reviewer(page)
    page.get_by_label("One actor").select_option(part(keys[0]))
    page.get_by_label("The other").select_option(part(keys[1]))
    page.get_by_label("Why").fill("for a test")
    page.get_by_role("button", name="They are one").click()
    page.locator("li.judged", has_text="for a test").wait_for()
    assert len(people(page, report, event)) == 1
    page.goto(f"/review/actors?report={report}")
    page.locator("li.judged", has_text="for a test").get_by_role("button", name="Undo").click()
    page.locator("li.judged", has_text="for a test").wait_for(state="detached")
    assert len(people(page, report, event)) == 2


def those_who_met(border: Border) -> Iterator[tuple[str, str, list[str]]]:
    """Reports with an event of two actors, its id and the keys of the two."""
    for entry in border.book.entries():
        for event in entry.reading.events:
            if event.type == "CONSULT" and len(event.sources) == 2 and not event.recipients:
                yield entry.reading.report.id, event.id, [entry.keys[id] for id in event.sources]


def people(page: Page, report: str, event: str) -> list[str]:
    """Who takes part in the happening that an event belongs to; nobody where it belongs to none."""
    links = page.request.get(f"/reports/{report}.json").json()["links"]
    found = next((link["id"] for link in links if link["item"] == event and link["kind"] in ("happening", "meeting")), None)
    if found is None:
        return []
    page.goto(f"/happenings/{found}")
    return page.locator("li.event").first.locator(".what .who").all_inner_texts()


def test_the_events_of_two_states_as_a_table_of_polecat(opens: Opens, width: int) -> None:
    page = opens("/", width)
    the_two(page)
    page.get_by_role("link", name="as a table or feed").click()
    page.wait_for_url("**/search?dyad=**")
    events = int(page.locator("#finds").inner_text().split()[0])
    rows = list(csv.DictReader(saved(page, "polecat").splitlines(), delimiter="\t"))
    assert len(rows) > 20
    assert len(rows) <= events * 4
    assert {"KGZ", "TJK"} <= {row["Actor Country"] for row in rows}


def test_a_feed_of_new_charges_against_an_actor(opens: Opens, width: int) -> None:
    page = opens("/relations/KGZ/TJK", width)
    page.locator(".what .who", has_text=re.compile("^Tajikistan$")).first.click()
    page.wait_for_url("**/actors/**")
    page.get_by_role("link", name="charges against it").click()
    page.wait_for_url("**/search?**")
    lines = page.locator("li.event")
    assert lines.count() > 3
    link = page.get_by_role("link", name="Atom feed of this search")
    feed = page.request.get(str(link.get_attribute("href")))
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert feed.text().count("<entry>") == int(page.locator("#finds").inner_text().split()[0])


def test_an_event_and_an_actor_that_were_missed_are_added(opens: Opens, width: int, border: Border) -> None:
    """The words are marked in the text, as one marks them with a mouse; and everything goes without scripts too."""
    report = next(entry for entry in border.book.entries() if " said" in entry.reading.report.text).reading.report
    words = next(word for word in ("roads", "water", "border", "people", "market", "week") if report.text.count(f" {word}") >= 1)
    page = opens(f"/reports/{report.id}", width, java_script_enabled=width > 1000)
    page.get_by_role("link", name="Add what was missed").click()
    as_reviewer(page)
    page.get_by_role("link", name="An actor").click()
    start = report.text.index(f" {words}") + 1
    take(page, report.text, words, start)
    page.get_by_label("name", exact=True).fill(f"Missed at {width}")
    page.get_by_label("kind", exact=True).select_option("group")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/reports/**at=**")
    page.get_by_role("link", name="Add what was missed").click()
    take(page, report.text, words, start)
    page.get_by_label("type", exact=True).select_option("PROTEST")
    page.get_by_label(f"Missed at {width} is a source", exact=True).check()
    page.get_by_label("time", exact=True).fill("2025-05-05")
    page.get_by_label("why", exact=True).fill(f"missed, at {width}")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/reports/**at=**")
    marked = page.locator(".row.event", has_text="added by a person")
    assert f"Missed at {width}" in marked.inner_text()
    page.goto("/search?type=PROTEST&judged=yes")
    assert "added by a person" in text(page)
    rows = list(csv.DictReader(saved(page, "csv").splitlines()))
    assert [(row["added"], row["sources"], row["date"]) for row in rows] == [("true", f"Missed at {width}", "2025-05-05")]
    take_back(page, f"missed, at {width}")
    page.goto("/search?type=PROTEST&judged=yes")
    assert "Nothing fits" in text(page)
    page.goto("/review")
    page.locator("li.judged", has_text="add").get_by_role("button", name="Undo").first.click()
    page.locator("li.judged", has_text="add").wait_for(state="detached")


def take(page: Page, whole: str, words: str, start: int) -> None:
    """Marks words of the report and takes them over; types them and chooses their place where there are no scripts."""
    button = page.get_by_role("button", name="Take what is marked").first
    if not button.count():
        page.locator("#words").fill(f"{start}-{start + len(words)} {words}")
        return
    mark = "([a, b]) => { const at = document.getElementById('report-text').firstChild; getSelection().setBaseAndExtent(at, a, at, b); }"
    page.evaluate(mark, [len(whole[:start].encode("utf-16-le")) // 2, len(whole[: start + len(words)].encode("utf-16-le")) // 2])
    button.click()
    assert page.locator("#words").input_value() == words
    assert page.locator("#add [name=at]").input_value() == f"{start}-{start + len(words)}"


def test_a_facet_narrows_the_search_where_one_is(opens: Opens, width: int) -> None:
    """Nothing is loaded anew: what was written into the page stays, as do the place on it, the focus and the facets that are closed."""
    page = opens("/search?q=border", width)
    page.evaluate("window.same = true")
    page.locator("details.facet summary", has_text="Country").click()
    link = page.locator("details.facet", has_text="Type").locator("li a").nth(1)
    count, stay = int(link.locator(".num").inner_text()), link.get_attribute("data-stay")
    link.scroll_into_view_if_needed()
    link.click()
    page.wait_for_url("**type=**")
    page.locator("#finds", has_text=re.compile(rf"^{count} events? in")).wait_for()
    assert page.evaluate("window.same && document.activeElement.dataset.stay") == stay
    assert page.get_by_role("status").inner_text().startswith(f"{count} event")
    assert not page.locator("details.facet", has=page.locator("summary", has_text="Country")).first.get_attribute("open")
    page.go_back()
    page.wait_for_url("**/search?q=border")
    page.locator(f"#finds:not(:text('{count} event'))").wait_for()
    page.get_by_label("from", exact=True).fill("2024-12-01")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**since=2024-12-01**")
    assert page.evaluate("window.same")
    assert fits(page, width)
