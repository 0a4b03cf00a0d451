"""The label sets that the heads are trained on are those that the rest of the system knows."""

from __future__ import annotations

from dragoman.ontology import cameo, load
from tests.fake_encoder import LABELS
from training.labels import ACTS, CONTEXTS, MODES, STATUSES

ONTOLOGY = load()


def test_modes_are_those_of_the_ontology() -> None:
    assert set(MODES) == set(LABELS["mode"])
    assert len(set(MODES)) == len(MODES)
    for label in MODES:
        kind, _, mode = label.partition("/")
        assert cameo(kind, mode or None)


def test_contexts_statuses_and_acts_are_those_of_the_ontology() -> None:
    assert set(CONTEXTS) == set(ONTOLOGY.contexts)
    assert len(CONTEXTS) == 37
    assert set(STATUSES) == set(ONTOLOGY.statuses)
    assert set(ACTS) == set(ONTOLOGY.acts)
