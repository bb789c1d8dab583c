"""Which page a path leads to: API Gateway sends all of `/portal` here on one greedy route."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote

NOWHERE = "nowhere"
# API Gateway lets few through on these, each a route of its own in the template: on the greedy one, with a slash
# behind it or spelt otherwise, nobody is answered.
THROTTLED = {"GET /portal/sign-in", "GET /portal/signed-in", "POST /portal/check"}
_VARIABLE = re.compile(r"\\\{(\w+)\\\}")


def routed(event: Mapping[str, Any], routes: Iterable[str]) -> dict[str, Any]:
    """Return the event with the route's key of the page that is meant, or NOWHERE, and its path's variables.

    `routes` are such as `GET /portal/course-runs/{course_run_id}`; HEAD goes where GET goes. A path spelt out is
    meant before one with variables.
    """
    method = event["requestContext"]["http"]["method"]
    asked = f"{'GET' if method == 'HEAD' else method} {event['rawPath'].rstrip('/') or '/'}"
    for pattern, route in _patterns(tuple(routes)):
        found = pattern.fullmatch(asked)
        if found and (route not in THROTTLED or event["routeKey"] == route):
            variables = {name: unquote(value) for name, value in found.groupdict().items()}
            return {**event, "routeKey": route, "pathParameters": variables}
    return {**event, "routeKey": NOWHERE, "pathParameters": {}}


@cache
def _patterns(routes: tuple[str, ...]) -> list[tuple[re.Pattern[str], str]]:
    ordered = sorted(routes, key=lambda route: route.count("{"))
    return [(re.compile(_VARIABLE.sub(r"(?P<\1>[^/]+)", re.escape(r))), r) for r in ordered]
