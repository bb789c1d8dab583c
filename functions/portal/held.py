"""A form that comes when its session is over: what was typed is not lost, but offered again after signing in."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from shared.pages.forms import WITH_FILES, typed
from shared.pages.rendering import page
from shared.runtime.http import Response
from shared.runtime.requests import Request

TOKEN = "csrf"  # noqa: S105 - the name of a field


def held(templates: Path, request: Request, layout: Mapping[str, Any], csrf: str = "") -> Response:
    """Return the page that holds a form of ours; with the token of a session it can be sent on.

    Files cannot be held: they have to be chosen again.
    """
    fields = typed(request).fields
    facts = {
        "held": [(name, text) for name, texts in fields.items() if name != TOKEN for text in texts],
        "files": request.content_type == WITH_FILES,
        "path": request.raw_path + (f"?{request.raw_query}" if request.raw_query else ""),
        "csrf": csrf,
    }
    return page(templates, "held.html", {**layout, **facts}, HTTPStatus.FORBIDDEN)
