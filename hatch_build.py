"""Build hook: compiles the knowledge into the index that the wheel carries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path(__file__).parent / "src"
COMPILED = SOURCE / "dragoman" / "knowledge" / "compiled"


class CompileKnowledge(BuildHookInterface[Any]):
    """Runs before each wheel, editable ones included; a source archive carries the YAML alone."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles, and adds the compiled files, which git ignores, to the wheel."""
        if self.target_name != "wheel":
            return
        sys.path.insert(0, str(SOURCE))
        try:
            compile_all()
        finally:
            sys.path.remove(str(SOURCE))
        build_data["artifacts"].append("src/dragoman/knowledge/compiled/*")


def compile_all() -> None:
    """Everything that is compiled at build time, one call each."""
    from dragoman.knowledge.compile import compile_actors
    from dragoman.knowledge.gazetteer_compile import compile_gazetteer

    compile_actors(COMPILED)
    compile_gazetteer(COMPILED / "gazetteer.sqlite")
