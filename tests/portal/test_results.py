"""The list of results to submit, the files to take away, and that all of it is the centre's own."""

import csv
import io
from collections.abc import Iterator

import pytest

from functions.portal.results.sheets import read_results_file
from infra.local.stack import Stack
from tests.portal.conftest import Visitor
from tests.portal.grids import CHECK, ENTER, HEADER, SUBMIT, UPLOAD, all_of, field, path, saved
from tests.portal.office import Office, open_office

LIST = "/portal/results"
FILES = ("results/template.csv", "results/template.xlsx")


@pytest.fixture
def office(stack: Stack) -> Iterator[Office]:
    with open_office(stack) as opened:
        yield opened


def test_the_list_begins_with_what_was_returned(office: Office) -> None:
    open_, submitted = office.register(), office.submitted()
    returned = office.returned()
    verified = office.verified()
    page = office.visitor().get(LIST)
    assert page.status == 200
    headings = ("Returned by the verifier", "Results to submit", "Submitted, with the verifier")
    places = [page.text.index(each) for each in (headings[0], returned, headings[1], open_)]
    places += [page.text.index(each) for each in (headings[2], submitted)]
    assert places == sorted(places)
    for run in (open_, submitted, returned):
        assert {path(run, ENTER), path(run, UPLOAD)} <= {*page.links}
    assert verified not in page.text
    assert "the link in the verifier’s email then stops working" in page.text


def test_with_nothing_to_submit_it_says_so(office: Office) -> None:
    assert office.visitor().get(LIST).text.count("There are none.") == 3


def test_each_list_goes_on_on_a_page_of_its_own(office: Office) -> None:
    office.submitted()
    runs = [office.register(1, 1) for _ in range(51)]
    centre = office.visitor()
    page = centre.get(LIST)
    (following,) = [link for link in page.links if "cursor=" in link]
    assert following.startswith(f"{LIST}?status=open&cursor=")
    assert (runs[0] in page.text, runs[-1] in page.text) == (False, True)
    page = centre.get(following)
    assert runs[0] in page.text
    assert runs[-1] not in page.text
    assert "Submitted, with" not in page.text
    assert LIST in page.links
    lost = centre.get(f"{LIST}?status=open&cursor=!")
    assert lost.status == 422
    assert runs[-1] in lost.text
    assert centre.get(f"{LIST}?status=nonsense").status == 200


def test_files_are_filled_in_as_far_as_the_draft_is(office: Office) -> None:
    run, centre = office.register(), office.visitor()
    typed = {field(0, 1): "not_achieved", field(0, 1, "grade"): "=1+1"}
    saved(centre, centre.get(path(run)), changes=typed)
    as_csv, as_xlsx = (centre.get(path(run, each)).answer for each in FILES)
    assert as_csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert as_xlsx.headers["content-type"].endswith("spreadsheetml.sheet")
    for answer, suffix in ((as_csv, "csv"), (as_xlsx, "xlsx")):
        name = f'attachment; filename="results-to-enter-{run}.{suffix}"'
        assert answer.headers["content-disposition"] == name
        rows, _ = read_results_file(answer.content)
        filled = {"outcome": "not_achieved", "grade": "=1+1"}
        assert rows[1] == {"learner_id": "L0", "unit": "A/506/0001"} | filled
        assert [len(row) for row in rows] == [2, 4, 2, 2]
    table = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig"))))
    assert table[0] == HEADER
    assert table[2] == ["L0", "Siân Llŷr 0", "A/506/0001", "Unit 1", "not_achieved", "'=1+1", ""]


def test_another_centre_finds_nothing(stack: Stack, office: Office) -> None:
    run, centre = office.submitted(), office.visitor()
    with open_office(stack) as another:
        stranger = another.visitor()
        assert run not in stranger.get(LIST).text
        for page in (ENTER, CHECK, UPLOAD, *FILES):
            assert centre.get(path(run, page)).status == 200
            assert stranger.get(path(run, page)).status == 404
            assert stranger.get(path("no-such-run", page)).status == 404
        form = {"number": "0", "do": "save", field(0, 0): "withdrawn"}
        assert stranger.post(path(run, ENTER), form).status == 404
        assert stranger.post(path(run, SUBMIT), form).status == 404
        files = {"file": ("results.csv", b"learner_id,unit,outcome\n")}
        assert stranger.post(path(run, UPLOAD), form, files=files).status == 404
    assert "Nothing has been changed since." in centre.get(path(run)).text


@pytest.mark.parametrize("who", ["verifier", "ao"])
def test_results_are_entered_by_the_centre_alone(office: Office, who: str) -> None:
    run, other = office.register(), office.visitor(who)
    for page in (LIST, *(path(run, each) for each in (ENTER, CHECK, SUBMIT, UPLOAD, *FILES))):
        assert other.get(page).status == 403
    form = {"number": "0", "do": "save", **all_of(2, 2)}
    for page in (ENTER, SUBMIT, UPLOAD):
        assert other.post(path(run, page), form).status == 403
    assert "Nothing has been entered yet." in office.visitor().get(path(run)).text


def test_a_form_of_another_session_saves_nothing(stack: Stack, office: Office) -> None:
    run, centre = office.register(), office.visitor()
    forged = Visitor(stack, centre.cookie, "x" * 43)
    for page in (ENTER, SUBMIT, UPLOAD):
        assert forged.post(path(run, page), {"number": "0", **all_of(2, 2)}).status == 403
    assert Visitor(stack, "", "").get(path(run)).location.startswith("/portal/sign-in?to=")
    assert "Nothing has been entered yet." in centre.get(path(run)).text
