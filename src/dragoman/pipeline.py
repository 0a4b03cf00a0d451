"""The system on one screen: one report in, everything that it says out, each part tied to the words that say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman import __version__
from dragoman.encoding import Encoding
from dragoman.extract.affiliation import affiliations
from dragoman.extract.contexts import find_contexts
from dragoman.extract.coreference import cluster
from dragoman.extract.events import doubtful, find_events, find_triggers
from dragoman.extract.ground import Ground
from dragoman.extract.links import Groups
from dragoman.extract.mechanisms import choose_forums, find_mechanisms, with_meetings
from dragoman.extract.meetings import find_meetings
from dragoman.extract.mentions import find_mentions, kinds_of, without_pieces
from dragoman.extract.quotes import find_quotes
from dragoman.extract.roles import attach_roles
from dragoman.extract.rows import Numbered, actor_id, event_rows, mention_rows, place_groups, statement_rows, time_groups
from dragoman.extract.statements import find_statements
from dragoman.extract.tagging import find_tagged
from dragoman.extract.times import find_times
from dragoman.extract.topics import find_topics, topic_of
from dragoman.knowledge import Knowledge
from dragoman.knowledge.gazetteer import Gazetteer
from dragoman.ontology import Ontology, cue_of
from dragoman.record import Mention, Reader, Reading, Report, Role, Span
from dragoman.resolve.actors import Cluster, resolve_actors
from dragoman.resolve.places import resolve_places
from dragoman.text.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class References:
    """What a reader looks things up in: who is who, where is where, and what the words of the record mean."""

    knowledge: Knowledge
    gazetteer: Gazetteer
    ontology: Ontology


def read(report: Report, encoding: Encoding, references: References, model: str) -> Reading:
    """Everything one report says. A pure function of its arguments; `model` is the version of the encoding's model."""
    text, knowledge, ontology = report.text, references.knowledge, references.ontology
    sentences = split_sentences(text)

    forum_spans = _tagged(text, encoding, "mechanism")
    found = without_pieces(text, find_mentions(text, encoding), forum_spans, knowledge.ids)
    numbers = cluster(text, encoding, found, knowledge.ids, affiliations(text, found, knowledge))
    mentions = mention_rows(found, numbers)
    kinds = kinds_of(encoding, found, numbers)

    times = find_times(report, _tagged(text, encoding, "time"))
    places = resolve_places(_tagged(text, encoding, "place"), report, references.gazetteer, _countries(text, mentions, knowledge))
    roles = _roles(text, encoding, sentences, mentions, kinds)
    actors = resolve_actors(_clusters(mentions, kinds, roles), report, knowledge, places)

    who, where = Groups(tuple(m.span for m in found), numbers, len(kinds)), place_groups(places)
    said, unread = find_statements(text, encoding, who, lambda words: _usual_act(words, ontology))
    triggers = find_triggers(text, encoding)
    done = find_events(encoding, triggers, who, where, time_groups(times), [s.cue for s in said])
    contexts = find_contexts(encoding)
    topics = find_topics(report, ontology)
    events = event_rows(done, Numbered(places, where, times), contexts)
    statements = statement_rows(said, events, topics, find_quotes(text))

    ground = Ground(text, sentences, mentions, actors, places, times)
    named = choose_forums(ground, forum_spans)
    forums = find_mechanisms(ground, named, lambda name: _mechanism(name, knowledge))
    agenda = _tagged(text, encoding, "agenda")
    meetings = find_meetings(ground, events, statements, forums, agenda, lambda words: topic_of(words, ontology))
    return Reading(
        report=report,
        reader=Reader(__version__, model, ontology.version, knowledge.version),
        mentions=mentions,
        actors=actors,
        statements=statements,
        events=events,
        meetings=meetings,
        mechanisms=with_meetings(forums, meetings, frozenset(a.id for a in actors if a.kind in ("person", "office"))),
        places=places,
        times=times,
        topics=topics,
        contexts=contexts,
        candidates=doubtful(triggers, encoding.heads),
        unread=unread,
    )


def _tagged(text: str, encoding: Encoding, head: str) -> tuple[Span, ...]:
    return tuple(tagged.span for tagged in find_tagged(text, encoding, head))


def _countries(text: str, mentions: Sequence[Mention], knowledge: Knowledge) -> tuple[str, ...]:
    """The countries that the report names as actors, the most frequent first."""
    named = (knowledge.nationality(m.span.of(text)) for m in mentions if m.form == "name")
    return tuple(iso for iso, _ in Counter(iso for iso in named if iso).most_common())


def _roles(
    text: str, encoding: Encoding, sentences: Sequence[Span], mentions: Sequence[Mention], kinds: Sequence[Mapping[str, float]]
) -> dict[str, tuple[Role, ...]]:
    likeliest = {actor_id(number): max(scores, key=scores.__getitem__) for number, scores in enumerate(kinds)}
    held: dict[str, tuple[Role, ...]] = {}
    for actor, role in attach_roles(text, sentences, _tagged(text, encoding, "role"), mentions, likeliest):
        held[actor] = (*held.get(actor, ()), role)
    return held


def _clusters(
    mentions: Sequence[Mention], kinds: Sequence[Mapping[str, float]], roles: Mapping[str, tuple[Role, ...]]
) -> tuple[Cluster, ...]:
    mine: dict[str, list[Mention]] = {actor_id(number): [] for number in range(len(kinds))}
    for mention in mentions:
        mine[mention.actor].append(mention)
    return tuple(Cluster(name, tuple(mine[name]), scores, roles.get(name, ())) for name, scores in zip(mine, kinds, strict=True))


def _usual_act(words: str, ontology: Ontology) -> str | None:
    """The act of a cue's words by the ontology; "said" may be any act and tells nothing."""
    cue = cue_of(words, ontology)
    return None if cue is None or cue.act == "say" else cue.act


def _mechanism(name: str, knowledge: Knowledge) -> str | None:
    """The id of the recurring forum that the knowledge has under a name, where it has just one."""
    known = [entry.id for entry in knowledge.find(name) if entry.kind == "mechanism"]
    return known[0] if len(known) == 1 else None
