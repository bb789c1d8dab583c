"""The page of what has been chosen under Step/Action, with its form."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from functions.portal.administration.course_runs import crumbs
from functions.portal.manage.choices import LABELS, Choice, address
from functions.portal.visits import Visit
from shared.pages.forms import Form
from shared.runtime.http import Response
from shared.services.views import CourseRunView


def managed(
    visit: Visit,
    run: CourseRunView,
    choice: Choice,
    facts: Mapping[str, Any],
    form: Form | None = None,
) -> Response:
    """Return the page of `choice`, as unprocessable where its form has mistakes."""
    form = form or Form()
    of_page = {
        "run": run,
        "path": address(run.course_run_id),
        "label": LABELS[choice],
        "form": form,
        "crumbs": crumbs(run, "Manage"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.mistakes else HTTPStatus.OK
    return visit.page(f"manage/{choice.name.lower()}.html", {**of_page, **facts}, status)
