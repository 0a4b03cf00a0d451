"""Event types, modes, contexts, sectors, statuses, acts, topics, roles and cues, as YAML with a strict loader."""

from dragoman.ontology.entries import Body, Context, Cue, Definition, EventType, Mode, Office, Qualifier, Sector, TopicEntry
from dragoman.ontology.load import Ontology, load, load_from
from dragoman.ontology.lookup import TitleReading, cameo, cameo_quad, cue_of, goldstein, quad, read_title
from dragoman.ontology.words import Phrases, phrase_forms

__all__ = [
    "Body",
    "Context",
    "Cue",
    "Definition",
    "EventType",
    "Mode",
    "Office",
    "Ontology",
    "Phrases",
    "Qualifier",
    "Sector",
    "TitleReading",
    "TopicEntry",
    "cameo",
    "cameo_quad",
    "cue_of",
    "goldstein",
    "load",
    "load_from",
    "phrase_forms",
    "quad",
    "read_title",
]
