"""Serves the static folder under its versioned path."""

from flask import Blueprint, Response, send_from_directory

from workbench.web import context
from workbench.web.routing import public

bp = Blueprint("static", __name__)

FOR_EVER = "public, max-age=31536000, immutable"


@public(bp, "/static/<version>/<path:path>")
def serve(version: str, path: str) -> Response:
    """One file. A page loaded before an upgrade asks with the old version: it gets the new file, uncached."""
    files = context.parts().static_files
    response = send_from_directory(files.folder, path, max_age=0)
    if version == files.version:
        response.headers["Cache-Control"] = FOR_EVER
    return response
