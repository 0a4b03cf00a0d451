"""Why a document is not taken; whoever reads it adds the place."""

from __future__ import annotations


class RefusedError(Exception):
    """A document, a page or a row cannot be taken.

    `later`: it may be another time, the fault being of the moment; `wait`: after how many seconds, where the server says
    so; `status`: what a server answered.
    """

    def __init__(self, reason: str, *, later: bool = False, wait: float | None = None, status: int | None = None) -> None:
        super().__init__(reason)
        self.later, self.wait, self.status = later, wait, status

    @property
    def busy(self) -> bool:
        """Whether a server is there but has no time, so that asking again soon helps."""
        return self.later and self.status is not None
