"""Charts as SVG made on the server: shapes have classes and no styles, so that the page's policy and its colours hold."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from markupsafe import Markup, escape

from dragoman.app.pages.relation import Bar

_WIDTH, _HEIGHT, _LEFT, _FOOT = 720, 220, 28, 18  # in the units of the picture
_MIDDLE = (_HEIGHT - _FOOT) / 2
_SEEN = 4.0  # an interval that is shorter would be a notch in its bar, and tell nothing


def over_time(bars: Sequence[Bar]) -> Markup:
    """Cooperation upwards and conflict downwards from one line, each with the interval of its number as a thin line."""
    most = ceil(max([1.0, *(value for bar in bars for value in (bar.cooperation_range[1], bar.conflict_range[1]))]))
    step = (_WIDTH - _LEFT) / len(bars)
    parts, labels = [_frame(most)], 0
    for number, bar in enumerate(bars):
        left = _LEFT + number * step
        parts.append(_column(left, step, bar, most))
        if _is_labelled(number, bars, step):
            odd = "axis odd" if labels % 2 else "axis"  # left out where the picture is small
            parts.append(Markup('<text class="{}" x="{}" y="{}">{}</text>').format(odd, _n(left), _HEIGHT - 4, bar.period))
            labels += 1
    label = f"Cooperation and conflict from {bars[0].period} to {bars[-1].period}; the numbers are in the table below."
    return Markup('<svg class="over-time" viewBox="0 0 {} {}" preserveAspectRatio="xMinYMid" role="img" aria-label="{}">{}{}</svg>').format(
        _WIDTH, _HEIGHT, label, _HATCH, Markup("").join(parts)
    )


# Conflict is hatched, so that colour is not the only sign.
_HATCH = Markup(
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="hatch-ground" width="5" height="5"/><line class="hatch-line" x1="0" y1="0" x2="0" y2="5"/></pattern></defs>'
)


def _frame(most: int) -> Markup:
    lines = [(0.0, "zero"), (float(most), "grid"), (-float(most), "grid")]
    made = Markup("").join(
        Markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(name, _LEFT, _WIDTH, _n(_y(value, most)), _n(_y(value, most)))
        for value, name in lines
    )
    labels = Markup("").join(
        Markup('<text class="axis scale" x="{}" y="{}">{}</text>').format(_LEFT - 4, _n(_y(value, most) + 4), abs(value))
        for value in (most, 0, -most)
    )
    names = Markup("").join(
        Markup('<text class="axis side" x="{}" y="{}">{}</text>').format(_WIDTH, _n(_y(value, most) + down), name)
        for value, down, name in ((most, 11, "cooperation"), (-most, -4, "conflict"))
    )
    return made + labels + names


def _column(left: float, step: float, bar: Bar, most: int) -> Markup:
    title = (
        f"{bar.period}: cooperation {bar.cooperation:.1f} ({bar.cooperation_range[0]:.1f} to {bar.cooperation_range[1]:.1f}), "
        f"conflict {bar.conflict:.1f} ({bar.conflict_range[0]:.1f} to {bar.conflict_range[1]:.1f})"
    )
    shapes = [
        _shape(left, step, ("cooperation", bar.cooperation, bar.cooperation_range), 1, most),
        _shape(left, step, ("conflict", bar.conflict, bar.conflict_range), -1, most),
    ]
    return Markup("<g><title>{}</title>{}</g>").format(title, Markup("").join(shapes))


def _shape(left: float, step: float, told: tuple[str, float, tuple[float, float]], sign: int, most: int) -> Markup:
    name, value, (low, high) = told
    if not value:
        return Markup()
    width = min(max(step * 0.72, 1.5), 26.0)
    x, top, bottom = left + (step - width) / 2, max(sign * value, 0.0), min(sign * value, 0.0)
    middle = x + width / 2
    bar = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        name, _n(x), _n(_y(top, most)), _n(width), _n(_y(bottom, most) - _y(top, most))
    )
    if _y(low, most) - _y(high, most) < _SEEN:
        return bar
    ends = _n(middle), _n(middle), _n(_y(sign * low, most)), _n(_y(sign * high, most))
    lines = (Markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(name, *ends) for name in ("halo", "range"))
    return bar + Markup("").join(lines)


def _is_labelled(number: int, bars: Sequence[Bar], step: float) -> bool:
    """So many labels that they do not run into one another."""
    return number % max(1, ceil(64 / step)) == 0 and (number == 0 or _LEFT + number * step < _WIDTH - 50)


def _y(value: float, most: int) -> float:
    return _MIDDLE - value / most * (_MIDDLE - 8)


def _n(value: float) -> str:
    return str(escape(f"{value:.1f}"))
