"""The forms of entering results as a browser sends them: what stands in their fields, changed here and there."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from tests.portal.conftest import Page, Visitor
from tests.portal.office import Office

CHECK, ENTER, SUBMIT, UPLOAD = (
    f"results/{name}" for name in ("check", "enter", "submit", "upload")
)
HEADER = ["learner_id", "learner_name", "unit", "unit_title", "outcome", "grade", "achieved_on"]


def path(run: str, page: str = ENTER) -> str:
    return f"/portal/course-runs/{run}/{page}"


def field(learner: int, unit: int, member: str = "outcome") -> str:
    return f"L{learner}/A~1506~1{unit:04d}/{member}"


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        ticked = given.get("type") not in {"checkbox", "file"} or "checked" in given
        if tag == "input" and ticked:
            self.found[given["name"]] = given.get("value", "")
        if tag == "select":
            self._select = given["name"]
        if tag == "option" and (self._select not in self.found or "selected" in given):
            self.found[self._select] = given.get("value", "")


def fields(page: Page) -> dict[str, str]:
    """What the page's forms hold as they stand; of boxes with the same name the last that is ticked."""
    reader = _Fields()
    reader.feed(page.answer.text)
    return reader.found


def saved(visitor: Visitor, page: Page, do: str = "save", **more: Any) -> Page:
    """Send the grid of a page with some of its fields changed; `at` is the page's address."""
    at = more.pop("at", page.answer.url.raw_path.decode())
    changes = more.pop("changes", {})
    return visitor.post(at, fields(page) | {"do": do} | changes | more)


def all_of(learners: int, units: int, **said: str) -> dict[str, str]:
    """Fields of a whole grid that say the same everywhere."""
    return {
        field(learner, unit, member): text
        for learner in range(learners)
        for unit in range(units)
        for member, text in ({"outcome": "achieved"} | said).items()
    }


def rows(learners: int, units: int, *said: str) -> Iterator[list[str]]:
    """Rows of a file that say the same everywhere: outcome, grade and date."""
    for learner in range(learners):
        for unit in range(units):
            name, title = f"Siân Llŷr {learner}", f"Unit {unit}"
            yield [f"L{learner}", name, f"A/506/{unit:04d}", title, *said]


def submission(office: Office, run: str) -> dict[str, Any] | None:
    """What stands submitted of a run, as the API tells it."""
    found: dict[str, Any] | None = office.run(run)["submission"]
    return found
