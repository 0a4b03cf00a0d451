"""A cluster: the mentions that coreference took for one actor, with what the model and the text say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dragoman.record import Mention, Role


@dataclass(frozen=True, slots=True)
class Cluster:
    """Mentions of one actor, in the order of the text. `kinds` holds the model's probability of each kind."""

    id: str
    mentions: tuple[Mention, ...]
    kinds: Mapping[str, float]
    roles: tuple[Role, ...] = ()  # `of` is the id of the cluster whose office it is
    # The kind that the model holds the likeliest; the first by alphabet where several are alike.
    kind: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", max(sorted(self.kinds), key=self.kinds.__getitem__, default="organization"))

    @property
    def names(self) -> tuple[Mention, ...]:
        """The mentions that are names."""
        return tuple(mention for mention in self.mentions if mention.form == "name")
