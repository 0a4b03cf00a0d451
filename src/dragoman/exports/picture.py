"""The record in a terminal as a picture (SVG), with no font or script from outside."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from dragoman.exports.text import render
from dragoman.record import Reading

# Paper and ink of the pages, so that terminal and page look like one thing.
_THEME = TerminalTheme(
    (23, 22, 20),
    (233, 229, 220),
    [(23, 22, 20), (243, 148, 128), (120, 205, 167), (214, 194, 122), (140, 189, 240), (208, 170, 236), (98, 196, 204), (233, 229, 220)],
)

# rich's own frame loads a font from a server; this one takes the fixed-width font that is there.
_FRAME = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"
  role="img" aria-label="The record of a report in a terminal">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def record_svg(reading: Reading, width: int = 150, lines: int = 80) -> str:
    """The first `lines` lines of the record, `width` columns wide, as SVG; the same for the same reading."""
    drawn = Console(file=StringIO(), width=width, force_terminal=True, color_system="standard", legacy_windows=False, no_color=False)
    with drawn.capture() as captured:
        render(reading, drawn)
    shown = captured.get().splitlines()
    kept = shown if len(shown) <= lines else [*shown[: lines - 1], "…"]
    frame = Console(file=StringIO(), record=True, width=width, force_terminal=True, legacy_windows=False, no_color=False)
    frame.print(Text.from_ansi("\n".join(kept)))
    return frame.export_svg(title="dragoman read", theme=_THEME, code_format=_FRAME, unique_id="record")
