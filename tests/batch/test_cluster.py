"""Ray: two nodes simulated on this machine, with a reader that needs no model."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

ray = pytest.importorskip("ray", reason="ray is not installed (it is an extra)")

from ray.cluster_utils import Cluster as Nodes  # noqa: E402

from dragoman.batch.cluster import Cluster  # noqa: E402
from dragoman.errors import DragomanError  # noqa: E402
from tests.batch import fakes  # noqa: E402
from tests.batch.made import archive, ids, refusals, report, rows, run  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
# Ray leaves files open and uses what newer versions of Python advise against; that is not ours to mend.
pytestmark = [pytest.mark.filterwarnings("ignore::ResourceWarning"), pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(scope="module")
def nodes() -> Iterator[str]:
    """Two nodes of one core each, for all tests of the file: starting them takes longer than what they do."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setenv("PYTHONPATH", str(ROOT))  # the stand-ins are loaded by name
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        made = Nodes(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False, "object_store_memory": 100_000_000})
        made.add_node(num_cpus=1, object_store_memory=100_000_000)
        ray.init(address=made.address, log_to_driver=False)
        yield made.address
        ray.shutdown()
        made.shutdown()


def cluster(nodes: str, load: object = fakes.Eventful) -> Cluster:
    return Cluster(load, nodes, workers=2)  # type: ignore[arg-type]


def test_a_cluster_gives_the_rows_that_one_process_gives(nodes: str, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.jsonl", [report(number) for number in range(20)])
    run([path], tmp_path / "one")
    run([path], tmp_path / "ray", cluster(nodes))
    assert rows(tmp_path / "one") == rows(tmp_path / "ray")
    assert len(ids(tmp_path / "ray")) == 20


def test_a_report_that_kills_its_actor_is_refused_and_the_rest_is_read(nodes: str, tmp_path: Path) -> None:
    made = [report(number) for number in range(12)]
    made[3]["text"] = "Arden talks with SIGKILL in Karsh."
    run([archive(tmp_path / "a.jsonl", made)], tmp_path / "out", cluster(nodes))
    assert ids(tmp_path / "out") == [row["id"] for row in made if row["id"] != "r0003"]
    assert [row["place"] for row in refusals(tmp_path / "out")] == [f"{tmp_path / 'a.jsonl'}:4"]


def test_an_actor_that_dies_once_costs_nothing(nodes: str, tmp_path: Path) -> None:
    made = [report(number) for number in range(12)]
    made[3]["text"] = "Arden talks with SIGKILL in Karsh."
    run([archive(tmp_path / "a.jsonl", made)], tmp_path / "out", cluster(nodes, fakes.DiesOnce(tmp_path / "died")))
    assert len(ids(tmp_path / "out")) == 12
    assert refusals(tmp_path / "out") == []


def test_a_model_that_cannot_be_loaded_is_told_in_one_line(nodes: str, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.jsonl", [report(1)])
    with pytest.raises(DragomanError, match=r"^model: no usable model here$"):
        run([path], tmp_path / "out", cluster(nodes, fakes.broken))


def test_more_gpus_than_there_are_is_told_at_once(nodes: str) -> None:
    with pytest.raises(DragomanError, match="no room"):
        Cluster(fakes.Eventful, nodes, None, gpus=1)
