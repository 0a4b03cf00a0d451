"""Draw docs/images/record.svg, the README's picture: the record of the first sample, or of the reading in a JSON file.

python docs/images/record.py [READING.json]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dragoman.app.demo import samples
from dragoman.app.reader import load_reader
from dragoman.exports.picture import record_svg
from dragoman.record.json import from_json
from dragoman.settings import Settings

if __name__ == "__main__":
    given = sys.argv[1:]
    reading = from_json(json.loads(Path(given[0]).read_text(encoding="utf-8"))) if given else load_reader(Settings()).read(samples()[0])
    Path(__file__).with_name("record.svg").write_text(record_svg(reading), encoding="utf-8")
