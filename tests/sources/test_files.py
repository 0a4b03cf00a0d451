from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import InputError
from dragoman.settings import Settings
from dragoman.sources.draft import Draft
from dragoman.sources.files import drafts_at, listed
from dragoman.sources.forms import suffix
from dragoman.sources.options import Options

LINE = b'{"id": "j", "text": "Belland talks."}\n'


def outcomes(path: Path, options: Options | None = None) -> list[str]:
    """What is read from a path: the first id of a draft, or a refusal's message without the folder."""
    found = drafts_at(path, options or Options())
    base = path if path.is_dir() else path.parent
    return [draft.ids[0] if isinstance(draft, Draft) else str(draft).replace(f"{base}{os.sep}", "") for draft in found]


def test_a_file_is_named_by_its_stem(tmp_path: Path) -> None:
    path = tmp_path / "talks.in.karsh.txt"
    path.write_bytes(b"Arden talks.")
    (draft,) = drafts_at(path, Options())
    assert draft == Draft(str(path), ("talks.in.karsh", "talks.in.karsh.txt", path.as_posix()), "Arden talks.")


def test_a_folder_is_read_to_the_bottom_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/deep/c.TXT", "sub/d.txt", ".hidden.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"Arden talks.")
    (tmp_path / "sub" / "j.jsonl").write_bytes(LINE)
    (tmp_path / "sub" / "k.jsonl.gz").write_bytes(gzip.compress(LINE))
    assert outcomes(tmp_path) == ["a", "b", "sub/d", "j", "j", "sub/deep/c"]


def test_what_is_no_report_is_named_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    (tmp_path / "b.txt").write_bytes(b"Arden talks.")
    (tmp_path / "c.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "d").symlink_to(tmp_path)
    link, picture, good, broken = outcomes(tmp_path)
    assert link == "d: a link to a folder is not followed"
    assert picture.startswith("a.png: not a kind of file that is read (.txt, ")
    assert good == "b"
    assert broken == "c.txt: the file cannot be read: no such file or directory"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of Unix")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert outcomes(tmp_path) == ["a.txt: not a regular file"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (only,) = listed(tmp_path)
    assert str(only) == f"{tmp_path}: the folder holds no files to read"


def test_a_folder_without_rights_is_refused_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").write_bytes(b"Arden talks.")
    scan = os.scandir

    def scandir(path: Any) -> Any:
        """What the system does to a user without rights; tests may be run by one who has them all."""
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert outcomes(tmp_path) == ["open", "closed: the folder cannot be read: permission denied"]


def test_a_file_without_rights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_bytes(b"Arden talks.")
    monkeypatch.setattr(Path, "open", refuse)
    assert outcomes(tmp_path / "a.txt") == ["a.txt: the file cannot be read: permission denied"]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert outcomes(tmp_path / "no.txt") == ["no.txt: the file cannot be read: no such file or directory"]


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 1001)
    assert outcomes(tmp_path / "a.txt", Options(Settings(file_bytes=1000))) == ["a.txt: the file is larger than 1000 bytes"]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [("a", b"Arden talks.", "a"), ("a.dat", LINE, "j"), ("a.dat", b"\x89PNG", "a.dat: this is a PNG image, not text")],
)
def test_a_file_of_unknown_kind_that_is_named_is_judged_by_its_bytes(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert outcomes(tmp_path / name) == [expected]


@pytest.mark.parametrize(
    ("name", "ending"), [("a.txt", ".txt"), ("a.JSONL.GZ", ".jsonl.gz"), ("a.tar.gz", ".gz"), ("a", ""), (".txt", ".txt")]
)
def test_known_endings(name: str, ending: str) -> None:
    assert suffix(Path(name)) == ending


def test_refusals_are_values(tmp_path: Path) -> None:
    assert all(isinstance(found, InputError) for found in drafts_at(tmp_path, Options()))
