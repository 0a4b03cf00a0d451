"""The desk: web pages and the HTTP API over a casebook. The only package that imports fastapi, starlette, uvicorn and mcp.

One file per family of pages in `pages/`, each with a `router`; what a page shows is a frozen model (see `app.pages`), and
`render.page` gives it as HTML or, at the same address with `.json`, as JSON.
"""

from dragoman.desk.main import make_desk
from dragoman.desk.state import DeskSettings

__all__ = ["DeskSettings", "make_desk"]
