"""Which reports are about the same happening."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations

from dragoman.merge.groups import linked
from dragoman.merge.rulings import NONE, Rulings
from dragoman.merge.sketch import Sketch, Weights, apart
from dragoman.record.merged import Copies, Story

# Two groups of reports are one story where their pairs' likeness is this on average. With the weights below, by cross-validation
# over sets of short reports with like happenings near in time: B-cubed F1 .878, pairs F1 .738 (.877, .727 at .25; .872, .724 at .35);
# of pairs of newswire reports of two days with a key but hardly a word in common, .07 reach it (.09 at .25).
SAME = 0.3
# Likenesses at which chains of reports are made, beside each report's best (see groups.chained). At .4 nothing is lost on those sets, with
# all moved into one fortnight no chain has more than 14 of their 351 reports; at .5 a hundredth of F1 of pairs is.
SURE = 0.4
# Of the likeness of texts, how much is that of names and numbers; the rest is that of all words. Names tell like happenings
# apart (undated reports: B-cubed F1 .93, .88 with words alone), words bring together reports that name others.
NAMES = 0.6
# A logistic regression on 2,675 pairs of reports that share a key, 508 of them of one story (half of the pairs with the sets moved
# into one fortnight, as in a dense archive), and on pairs of newswire of two days with little in common, which stand for the many
# reports of a day that only share a country. Log odds for each ...
BIAS = 4.91
TEXT = 2.71  # unit of log(likeness of the texts + FAINT)
FAINT = 0.03
APART = -1.81  # unit of log(1 + days between the publications)
DAYS = -0.81  # unit of log(1 + days between the main days)
COUNTRIES = 1.64  # unit of the share of countries in common
# Where a date of publication is missing the texts alone tell; SAME is then reached at a likeness of .32, the best on 413 undated reports.
UNDATED_BIAS = 2.0


def likeness(a: Sketch, b: Sketch) -> float:
    """How likely it is that two reports are of one story, 0 to 1; from the two alone, and the same either way round."""
    alike = NAMES * cosine(a.names, b.names) + (1 - NAMES) * cosine(a.words, b.words)
    text = TEXT * math.log(alike + FAINT)
    if not (a.published and b.published):
        return _logistic(UNDATED_BIAS + text)
    days = apart(a.day, b.day) if a.day and b.day else 0
    time = APART * math.log1p(apart(a.published, b.published)) + DAYS * math.log1p(days)
    return _logistic(BIAS + text + time + COUNTRIES * _common(a, b))


def farthest(least: float) -> int:
    """So many days after a report none is as much as `least` like it, whatever it tells."""
    odds = math.log(least / (1 - least))
    text = TEXT * math.log(1.01 + FAINT)  # the cosine of rounded weights may be a little above 1
    return math.ceil(math.exp((odds - BIAS - COUNTRIES - text) / APART))


def _common(a: Sketch, b: Sketch) -> float:
    either = set(a.countries) | set(b.countries)
    return len(set(a.countries) & set(b.countries)) / len(either) if either else 0.0


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def cosine(a: Weights, b: Weights) -> float:
    """The cosine of two vectors of length 1."""
    left = dict(a)
    return math.fsum([weight * left[term] for term, weight in b if term in left])


def find_stories(
    sketches: Iterable[Sketch], alike: Mapping[tuple[str, str], float], copies: Iterable[Copies] = (), rulings: Rulings = NONE
) -> tuple[Story, ...]:
    """The stories of the reports; each report is in one, copies with what they copy. The order given does not matter.

    `alike` has the likeness of pairs of reports, by their ids, the smaller first; others count as nothing alike. Each chain of a large
    casebook (see `groups.chained`) may be worked out alone, with the same result.
    """
    given = sorted(sketches, key=lambda s: s.report)
    place = {s.report: n for n, s in enumerate(given)}
    pairs = {(place[a], place[b]): value for (a, b), value in alike.items()}
    together, apart = rulings.among({(report, ""): n for report, n in place.items()})
    ruled = {n for pair in (*together, *apart) for n in pair}
    for group in copies:
        members = sorted(place[r] for r in group.reports if r in place)
        if ruled.isdisjoint(members):
            # Being most alike they are joined before all others: that each copies the first tells as much as all their pairs.
            made = [(members[0], other) for other in members[1:]]
            together += made
        else:
            made = list(combinations(members, 2))
        pairs.update(dict.fromkeys(made, 1.0))
    found = linked(len(given), pairs, (SAME, SURE), together, apart)
    stories = (_story(sorted((given[n] for n in group), key=_order)) for group in found)
    return tuple(sorted(stories, key=lambda s: s.reports))


def _order(sketch: Sketch) -> tuple[bool, str, str]:
    return (not sketch.published, sketch.published, sketch.report)


def _story(sketches: Sequence[Sketch]) -> Story:
    first = sketches[0].report
    return Story("story-" + blake2b(first.encode(), digest_size=8).hexdigest(), tuple(s.report for s in sketches))
