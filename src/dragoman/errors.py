"""Every exception that Dragoman raises on purpose.

DragomanError
├── InputError        one report or one line of input could not be taken; the rest goes on
│   └── LanguageError   the text is in a language that the reader does not know
├── OntologyError     a YAML entry of the ontology is wrong: file, line and key
├── KnowledgeError    a YAML entry of the knowledge is wrong: file, line and key
└── ModelError        the model's files are missing or do not fit this version
"""

from __future__ import annotations


class DragomanError(Exception):
    """Anything that a user is told in one line, without a traceback."""


class InputError(DragomanError):
    """One input could not be taken. `place` is the file or address, with the line where there is one."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class LanguageError(InputError):
    """The text is in a language that the reader does not know."""


class EntryError(DragomanError):
    """A YAML entry is wrong. Names the file, the line and the key."""

    def __init__(self, file: str, line: int, key: str, reason: str) -> None:
        super().__init__(f"{file}:{line}: {key}: {reason}")
        self.file, self.line, self.key, self.reason = file, line, key, reason


class OntologyError(EntryError):
    """An entry of the ontology is wrong."""


class KnowledgeError(EntryError):
    """An entry of the knowledge is wrong."""


class ModelError(DragomanError):
    """The model's files are missing or do not fit this version."""
