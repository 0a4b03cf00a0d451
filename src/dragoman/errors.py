"""Every exception that Dragoman raises on purpose.

DragomanError
├── InputError        one report or one line of input could not be taken; the rest goes on
│   ├── LanguageError   the text is in a language that the reader does not know
│   └── AwayError       an address does not answer for now; another time it may
├── NotTextError      bytes are no text in a known encoding; sources make an InputError of it
├── NoArticleError    a page holds no article; sources make an InputError of it
├── OutputError       the output cannot hold what is to be written
├── EntryError        a YAML entry is wrong: file, line and key
│   ├── OntologyError   an entry of the ontology
│   └── KnowledgeError  an entry of the knowledge
├── CasebookError     a casebook cannot be opened, read or written
├── UnclearError      what is asked for by name is not there, or may be several
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


class AwayError(InputError):
    """An address does not answer for now; another time it may. `wait` is in seconds, None where the server does not say."""

    def __init__(self, place: str, reason: str, wait: float | None = None) -> None:
        super().__init__(place, reason)
        self.wait = wait


class NotTextError(DragomanError):
    """Bytes are no text in a known encoding; `line` counts from 1, None where there are no lines to count."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


class NoArticleError(DragomanError):
    """A page holds no article; the message says what was found instead."""


class OutputError(DragomanError):
    """The output cannot hold what is to be written."""


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


class CasebookError(DragomanError):
    """A casebook cannot be opened, read or written; the message names it and says why."""


class UnclearError(DragomanError):
    """What is asked for by name is not there, or may be several: `choices` has a line for each."""

    def __init__(self, reason: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.choices = choices
