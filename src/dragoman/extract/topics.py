"""What a report talks about: topics of the ontology, each with the words that show it."""

from __future__ import annotations

from functools import cache

from dragoman.ontology import Ontology, Phrases, TopicEntry, phrase_forms
from dragoman.record import Report, Span, Topic


def find_topics(report: Report, ontology: Ontology) -> tuple[Topic, ...]:
    """The topics that words of the report show, in the order of their first words. Linear in the text.

    Only words that tell the topic wherever they stand count ("border security"), not those that do so on an agenda alone
    ("border"): a topic that a report does not talk about is worse than one that is missed.
    """
    found: dict[str, list[Span]] = {}
    for start, end, topic in _report_words(ontology).find(report.text):
        found.setdefault(topic.id, []).append(Span(start, end))
    return tuple(Topic(name, tuple(spans)) for name, spans in found.items())


def topic_of(text: str, ontology: Ontology) -> str | None:
    """The topic of an agenda phrase ("border issues" -> border_security), or None where no word shows one.

    Where it shows several, the one with the most characters of evidence, specific topics before general ones.
    """
    sizes: dict[TopicEntry, int] = {}
    for start, end, topic in _agenda_words(ontology).find(text):
        sizes[topic] = sizes.get(topic, 0) + end - start
    if not sizes:
        return None
    return max(sizes, key=lambda topic: (not topic.general, sizes[topic])).id


@cache
def _report_words(ontology: Ontology) -> Phrases[TopicEntry]:
    return Phrases((form, topic) for topic in ontology.topics.values() for word in topic.words for form in phrase_forms(word))


@cache
def _agenda_words(ontology: Ontology) -> Phrases[TopicEntry]:
    rows = ((word, topic) for topic in ontology.topics.values() for word in topic.words + topic.agenda)
    return Phrases((form, topic) for word, topic in rows for form in phrase_forms(word))
