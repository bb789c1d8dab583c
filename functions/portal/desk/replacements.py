"""The lists of replacements under way: the awarding organisation's by what they wait for, and a centre's own."""

from typing import Any

from functions.portal import tellings
from functions.portal.desk.dispatch import DISPATCH
from functions.portal.filtering import place_asked
from functions.portal.manage.choices import Choice
from functions.portal.visits import Visit
from shared.domain.charges import told
from shared.pages.forms import Form, Mistake
from shared.runtime.http import Response
from shared.services.replacements import UnderWay, replacements_under_way

_TO_DECIDE, _TO_ISSUE = "/portal/desk/replacements", "/portal/desk/replacements/to-issue"
_OWN = "/portal/replacements"


def show_to_decide(visit: Visit) -> Response:
    """GET /portal/desk/replacements."""
    way = {"title": "Replacements to decide", "choice": Choice.DECIDE_REPLACEMENT, "todo": "Decide"}
    return _show(visit, _TO_DECIDE, UnderWay.REQUESTED, way)


def show_to_issue(visit: Visit) -> Response:
    """GET /portal/desk/replacements/to-issue."""
    way = {"title": "Replacements to issue", "choice": Choice.ISSUE, "todo": "Check and issue"}
    return _show(visit, _TO_ISSUE, UnderWay.APPROVED, way)


def show_own(visit: Visit) -> Response:
    """GET /portal/replacements: a centre's own, whatever they wait for."""
    way = {"title": "Replacements under way", "choice": None, "todo": ""}
    return _show(visit, _OWN, UnderWay.REQUESTED, way)


def _show(visit: Visit, path: str, state: UnderWay, way: dict[str, Any]) -> Response:
    mistakes: list[Mistake] = []
    wanted = place_asked(visit.request, mistakes)
    facts = {
        **way,
        "listed": replacements_under_way(visit.call, wanted, state),
        "begun": wanted.after is not None,
        "path": path,
        "others": {_TO_DECIDE: _TO_ISSUE, _TO_ISSUE: _TO_DECIDE}.get(path),
        "charge_told": told,
        "tellings": tellings,
        "form": Form(mistakes=mistakes),
        "crumbs": [
            ("Home", "/portal"),
            *([] if path == _OWN else [DISPATCH]),
            (way["title"], None),
        ],
    }
    return visit.page("desk/replacements.html", facts)
