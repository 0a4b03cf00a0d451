"""When and where a forum is due: from the gaps between its sessions and the turn of its venues."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from dragoman.merge.sittings import day_of
from dragoman.record.merged import NextSession, Session

# A rhythm whose gaps stray from their median by more than this part of it tells nothing of the next.
EVEN = 0.5
MONTH = 30.44


def next_session(sessions: Sequence[Session]) -> NextSession | None:
    """When the next session is due, in months, by the median gap between sessions, and where by the turn of venues.

    The interval is a month to either side, and wider by the median by which the gaps stray. None with less than two
    gaps, or where they stray by more than half.
    """
    days = [day_of(s.date if len(s.date) > 7 else s.date + "-15") for s in sessions]
    places = _positions(sessions)
    gaps = [(b - a).days / MONTH / (q - p) for (a, p), (b, q) in pairwise(zip(days, places, strict=True)) if a and b and q > p]
    if len(gaps) < 2 or days[-1] is None:
        return None
    usual = median(gaps)
    stray = median(abs(g - usual) for g in gaps)
    if stray > EVEN * usual:
        return None
    due = days[-1] + timedelta(usual * MONTH)
    wide = 1 + round(stray)
    return NextSession(_month(due, -wide), _month(due, wide), _turn(sessions, places))


def _month(day: date, plus: int) -> str:
    months = day.year * 12 + day.month - 1 + plus
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _positions(sessions: Sequence[Session]) -> list[int]:
    """The place of each session in its series: its number, or one more than the one before it."""
    found: list[int] = []
    first = next((s.number - n for n, s in enumerate(sessions) if s.number is not None), 1)
    for session in sessions:
        after = found[-1] + 1 if found else first
        found.append(session.number if session.number is not None and session.number >= after else after)
    return found


SEEN_AGAIN = 2  # sessions at a venue whose turn came round before, until a round is believed


def _turn(sessions: Sequence[Session], places: Sequence[int]) -> str | None:
    """The venue whose turn is next: by the shortest round of states (of towns, within one state) that all sessions keep."""
    states = {s.country for s in sessions if s.country}
    seats = [(s.country if len(states) > 1 else s.venue) for s in sessions]
    for length in range(2, len(sessions)):
        turns: dict[int, set[str | None]] = {}
        for place, seat in zip(places, seats, strict=True):
            if seat is not None:
                turns.setdefault(place % length, set()).add(seat)
        kept = [t for t in turns.values() if len(t) == 1]
        again = len([seat for seat in seats if seat is not None]) - length
        if len(kept) == len(turns) == length and again >= SEEN_AGAIN:
            due = (places[-1] + 1) % length
            return next((s.venue for s, p in zip(reversed(sessions), reversed(places), strict=True) if p % length == due and s.venue), None)
    return None
