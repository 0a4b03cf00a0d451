"""The shipped model with everything around it. Skipped where no model lies in src/dragoman/model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dragoman.app.reader import LoadedReader
from dragoman.encoder import FOLDER, load_encoder
from dragoman.encoding import KINDS, TAGS, TYPES
from dragoman.extract.features import COREFERENCE, DISTANCE, LINK
from dragoman.knowledge import Knowledge
from dragoman.knowledge.gazetteer import load_gazetteer
from dragoman.ontology import cameo, load
from dragoman.pipeline import References
from dragoman.record import Report, Span
from dragoman.record.json import to_json
from tests.fake_encoder import at
from tests.grounded import HOSTILE, check

MODEL = Path(os.environ.get("MODEL_TO_TEST") or FOLDER)
pytestmark = pytest.mark.skipif(not (MODEL / "encoder.onnx").is_file(), reason=f"no trained model in {MODEL.name}/: `make train` makes one")

TEXT = (
    "TALLINN, May 7 - Foreign Minister Marta Vesk of Estonia met her Finnish counterpart, Ilmari Kallas, in Tallinn on Tuesday. "
    "The talks lasted two hours and dealt with border security, officials said.\n\n"
    '"We will sign the agreement in June," Vesk told reporters. '
    "She denied that Estonian guards had fired on a fishing boat, as Finland claims.\n"
)


@pytest.fixture(scope="module")
def reader() -> LoadedReader:
    return LoadedReader(load_encoder(MODEL), References(Knowledge.load(), load_gazetteer(), load()), 40_000)


def test_the_model_has_every_head_in_its_right_size(reader: LoadedReader) -> None:
    heads = reader.encoder.heads
    encoding = reader.encoder.encode(TEXT, [Span(0, len(TEXT))])
    width = encoding.hidden.shape[1]
    for name, size in {
        "kind": len(KINDS),
        "event": 1 + len(TYPES),
        "anonymous": 1,
        **{n: len(heads.labels[n]) for n in ("act", "mode", "status", "context")},
    }.items():
        assert (heads.spans[name].w1.shape[0], heads.spans[name].w2.shape[1]) == (width, size)
    for name in ("argument", "place", "time", "assert", "same", "speaker", "via", "denies"):
        assert heads.pairs[name].d.shape[0] == LINK
    assert heads.pairs["frame"].d.shape[0] == DISTANCE
    assert heads.pairs["coreference"].d.shape[0] == COREFERENCE
    assert heads.pairs["relation"].w2.shape[1] == 1 + len(TYPES)
    assert {name: scores.shape[1] for name, scores in encoding.tags.items()} == {name: 1 + 2 * len(kinds) for name, kinds in TAGS.items()}


def test_whatever_the_model_may_answer_is_in_the_ontology(reader: LoadedReader) -> None:
    labels, ontology = reader.encoder.heads.labels, load()
    assert set(labels["act"]) == set(ontology.acts)
    assert set(labels["status"]) == set(ontology.statuses)
    assert set(labels["context"]) == set(ontology.contexts)
    for kind, _, mode in (label.partition("/") for label in labels["mode"]):
        assert cameo(kind, mode or None)


def test_a_plain_report_is_read(reader: LoadedReader) -> None:
    reading = reader.read(Report("a", TEXT, published="2024-05-08"))
    check(reading)
    assert {"Marta Vesk", "Ilmari Kallas"} <= {mention.span.of(TEXT) for mention in reading.mentions}
    assert "met" in {span.of(TEXT) for event in reading.events if event.type == "CONSULT" for span in event.evidence}
    assert "denied" in {cue.of(TEXT) for statement in reading.statements for cue in statement.cue}
    assert {"2024-05-07"} <= {time.value for time in reading.times}


@settings(max_examples=12)
@given(HOSTILE, st.sampled_from(["2024-01-03", None]))
@example(" ", None)
@example("\u202e\u200b\u0301", None)
@example("中国" * 600, None)
def test_hostile_texts_hold_together(reader: LoadedReader, text: str, published: str | None) -> None:
    if text:
        reading = reader.read(Report("a", text, published=published))
        check(reading)
        assert reader.read(Report("a", text, published=published)) == reading


def test_relations_are_answered(reader: LoadedReader) -> None:
    text = "Finland accused Estonia of firing on a fishing boat."
    found, scores = reader.relate(text, at(text, "Finland"), at(text, "Estonia"))
    assert found == "ACCUSE"
    assert set(scores) == {"NONE", *TYPES}
    assert reader.relate(text, None, at(text, "Estonia"))[0] in scores


def test_the_number_of_threads_makes_no_difference() -> None:
    one, two = (load_encoder(MODEL, threads).encode(TEXT, [Span(0, len(TEXT))]) for threads in (1, 2))
    assert np.allclose(one.hidden, two.hidden, atol=1e-4)


def test_the_limit_is_kept(reader: LoadedReader) -> None:
    text = TEXT * 4
    short = LoadedReader(reader.encoder, reader.references, 500)
    reading = short.read(Report("a", text, published="2024-05-08"))
    check(reading)
    assert reading.unread[-1].span.end == len(text)
    assert reading.unread[-1].span.start <= 500
    assert all(mention.span.end <= 500 for mention in reading.mentions)


# What a fresh process does: read one report from standard input; print its reading, its seconds and its memory.
COLD = """
import json, re, resource, sys, time
from pathlib import Path
from dragoman.app.reader import LoadedReader
from dragoman.encoder import load_encoder
from dragoman.knowledge import Knowledge
from dragoman.knowledge.gazetteer import load_gazetteer
from dragoman.ontology import load
from dragoman.pipeline import References
from dragoman.record import Report
from dragoman.record.json import to_json
reader = LoadedReader(load_encoder(Path(sys.argv[1])), References(Knowledge.load(), load_gazetteer(), load()), 40_000)
text = sys.stdin.buffer.read().decode("utf-8")
start = time.process_time()
reading = to_json(reader.read(Report("a", text, published="2024-05-08")))
status = Path("/proc/self/status")  # what getrusage tells begins with the memory of the process that started this one
peak = re.search(r"VmHWM:\\s+(\\d+)", status.read_text()) if status.exists() else None
used = {"seconds": time.process_time() - start, "kilobytes": int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}
print(json.dumps({"reading": reading, **used}))
"""


def cold(text: str, hash_seed: str = "0") -> Any:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    run = subprocess.run([sys.executable, "-c", COLD, str(MODEL)], input=text.encode(), capture_output=True, check=False, env=environment)
    assert run.returncode == 0, run.stderr.decode()
    return json.loads(run.stdout)


def test_warm_and_cold_processes_read_the_same(reader: LoadedReader) -> None:
    reader.read(Report("b", "Something else was read before. Kenya thanked Uganda.", published="2020-01-01"))
    warm = json.loads(json.dumps(to_json(reader.read(Report("a", TEXT, published="2024-05-08")))))
    assert cold(TEXT, "1")["reading"] == warm
    assert cold(TEXT, "2")["reading"] == warm


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process is read with the resource module, which Windows lacks")
@pytest.mark.parametrize(
    "text",
    [TEXT * (40_000 // len(TEXT)), "中" * 40_000],
    ids=["reports", "a piece for each character"],
)
def test_a_report_of_forty_thousand_characters_takes_ten_seconds_and_a_gigabyte_at_most(text: str) -> None:
    used = cold(text)
    assert used["seconds"] < 10
    assert used["kilobytes"] < 1_000_000
