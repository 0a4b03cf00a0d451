"""Files that pages load: those of the desk, and the style and script of exported pages, which reports look the same in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "json": "application/json"}
_SHARED = {"record.css": "style.css", "record.js": "script.js"}
# A page asks anew after an hour; a new version of Dragoman is then seen without anybody emptying a cache.
_KEPT = {"Cache-Control": "public, max-age=3600"}

router = APIRouter()


@router.get("/static/{name}", include_in_schema=False)
def asset(name: str) -> Response:
    """One file by its name; there are no folders to climb out of."""
    content = _assets().get(name)
    if content is None:
        raise HTTPException(404, "There is no such file.")
    return Response(content, media_type=_TYPES.get(name.rpartition(".")[2], "text/plain"), headers=_KEPT)


@cache
def _assets() -> Mapping[str, bytes]:
    own = {file.name: file.read_bytes() for file in files("dragoman.desk").joinpath("static").iterdir() if file.is_file()}
    shared = files("dragoman.exports").joinpath("templates")
    return own | {name: shared.joinpath(source).read_bytes() for name, source in _SHARED.items()}
