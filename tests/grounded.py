"""What holds for every reading, whatever the report and the model: spans that hold, ids that lead somewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from hypothesis import strategies as st

from dragoman.record import Reading, Span
from dragoman.record.json import from_json, to_json

# Words that rules look at, in between marks without letters, both writing directions, no width, astral letters and controls.
_WORDS = (
    "President Prime Minister Ahmed of Pakistan 's the Taliban TTP (TTP) government met talks in Kabul Islamabad on Wednesday January 3 "
    "2024 "
    "said , . \" “ ” ' ’ - — : ; ( ) he they its delegation headed by and for three hours "
    "Joint Commission sixth session U.S. Mr. ... !? "
    "agreed denied that accused shelling border trade "
    "\n \n\n \r\n \t e\u0301 \u0301 \u0489 \u200b \u200d \u202e \u2066 \ufeff \x00 "
    "שלום سلام क्षि "
    "中国 각하 ﬁ İ ß 😀 👩‍👩‍👧 𝔸𝕓 Ⅷ ½ 31/02/2024 99999999999 T-90"
).split(" ")
HOSTILE = st.one_of(
    st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(_WORDS), max_size=40).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=120),
)


def check(reading: Reading) -> None:
    """Fails where a span does not hold, an id leads nowhere or is taken twice, or the JSON does not lead back."""
    text = reading.report.text
    for span in _spans(reading):
        assert 0 <= span.start < span.end <= len(text), span
        assert span.of(text).strip(), f"nothing but white space: {span}"
    _check_ids(reading)
    assert from_json(json.loads(json.dumps(to_json(reading)))) == reading


def _spans(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _spans(getattr(value, field.name))


def _check_ids(reading: Reading) -> None:
    known = {
        name: _ids(getattr(reading, name))
        for name in ("mentions", "actors", "statements", "events", "meetings", "mechanisms", "places", "times", "topics")
    }
    wanted: list[tuple[str, str | None]] = [("actors", m.actor) for m in reading.mentions]
    for actor in reading.actors:
        wanted += [("actors", id) for id in (*actor.member_of, *(role.of for role in actor.roles))]
        assert actor.id not in actor.member_of
    for said in reading.statements:
        wanted += [("actors", id) for id in said.speakers] + [("statements", id) for id in (*said.via, *said.denies)]
        wanted += [("events", id) for id in said.events] + [("topics", id) for id in said.topics]
        assert said.id not in (*said.via, *said.denies)
    for event in reading.events:
        wanted += [("actors", id) for id in (*event.sources, *event.recipients)]
        wanted += [("places", event.place), ("times", event.time), ("statements", event.asserted_by)]
        assert event.trigger in event.evidence
    for meeting in reading.meetings:
        wanted += [("events", meeting.event), ("actors", meeting.host), ("places", meeting.place), ("times", meeting.time)]
        wanted += [("times", meeting.duration), ("mechanisms", meeting.mechanism)]
        wanted += [("actors", id) for party in meeting.parties for id in (party.actor, party.head, *party.delegates)]
        wanted += [("statements", item.said_by) for item in meeting.agenda]
    for mechanism in reading.mechanisms:
        wanted += [("actors", id) for id in mechanism.parties] + [("places", id) for id in mechanism.venues]
    wanted += [("times", t.anchor) for t in reading.times if t.anchor not in ("published", "dateline")]
    lost = [(table, id) for table, id in wanted if id is not None and id not in known[table]]
    assert not lost


def _ids(rows: Any) -> set[str]:
    ids = [row.id for row in rows]
    assert len(set(ids)) == len(ids), "an id is taken twice"
    return set(ids)
