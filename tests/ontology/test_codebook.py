from __future__ import annotations

from pathlib import Path

from dragoman.ontology import load
from dragoman.ontology.codebook import codebook


def test_the_page_is_current(root: Path) -> None:
    page = (root / "docs" / "reference" / "codebook.md").read_text(encoding="utf-8")
    assert page == codebook(load()), "run: python -m dragoman.ontology.codebook docs/reference/codebook.md"


def test_the_page_holds_every_entry() -> None:
    page, ontology = codebook(load()), load()
    for kind in ontology.events.values():
        assert f"\n### {kind.id}\n" in page
        for mode in kind.modes.values():
            assert f"| `{mode.id}` | {mode.definition} | `{mode.cameo}` |" in page
    tables = (ontology.contexts, ontology.statuses, ontology.acts, ontology.sectors, ontology.topics, ontology.roles, ontology.bodies)
    for table in tables:
        for name in table:
            assert f"| `{name}` |" in page


def test_every_line_of_a_table_has_the_cells_of_its_head() -> None:
    width = 0
    for line in codebook(load()).split("\n"):
        cells = line.replace("\\|", "").count("|")
        assert not cells or not width or cells == width, line
        width = cells
