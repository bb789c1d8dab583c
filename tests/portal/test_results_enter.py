"""Entering results in the grid: drafts, filling, mistakes at their fields, and two people at one draft."""

import re
from collections.abc import Iterator

import pytest

from infra.local.stack import Stack
from tests.portal.conftest import Page, Visitor
from tests.portal.grids import CHECK, ENTER, all_of, field, fields, path, saved
from tests.portal.office import Office, open_office


@pytest.fixture(scope="module")
def office(stack: Stack) -> Iterator[Office]:
    with open_office(stack) as opened:
        yield opened


@pytest.fixture(scope="module")
def centre(office: Office) -> Visitor:
    return office.visitor()


def grid(visitor: Visitor, run: str, query: str = "") -> Page:
    page = visitor.get(path(run) + query)
    assert page.status == 200
    return page


def test_the_grid_has_a_field_for_everything_with_a_name_of_its_own(
    office: Office, centre: Visitor
) -> None:
    run = office.register()
    page = grid(centre, run)
    named = [name for name in fields(page) if "/" in name]
    assert named == list(all_of(2, 2, grade="", achieved_on=""))
    labels = re.findall('aria-labelledby="(column-[^"]+)"', page.answer.text)
    assert len(set(labels)) == len(labels) == len(named)
    ids = re.findall(' id="([^"]+)"', page.answer.text)
    assert len(set(ids)) == len(ids)
    assert {part for label in labels for part in label.split()} <= set(ids)
    assert "Nothing has been entered yet." in page.text
    # What Enter presses saves and does nothing else.
    assert re.findall('name="do" value="([a-z]+)"', page.answer.text)[0] == "save"


def test_a_draft_is_saved_half_done_and_gone_on_with(office: Office, centre: Visitor) -> None:
    run = office.register()
    typed = {
        field(0, 0): "not_achieved",
        field(0, 0, "grade"): "<b>Refer</b>",
        field(0, 1, "achieved_on"): "27 March 2026",
        field(1, 0, "achieved_on"): "soon",
    }
    answer = saved(centre, grid(centre, run), changes=typed)
    assert (answer.status, answer.location) == (303, f"{path(run)}?page=1&done=draft")
    page = centre.get(answer.location)
    assert "Your draft has been saved." in page.text
    assert "by Sam" in page.text
    assert {name: text for name, text in fields(page).items() if "/" in name and text} == typed
    assert "<b>Refer" not in page.answer.text
    # What is typed wrong is told at once, what is missing is not.
    wrong = field(1, 0, "achieved_on")
    assert f'href="#{wrong}"' in page.answer.text
    assert f'aria-describedby="{wrong}-error"' in page.answer.text
    assert page.text.count("Write the date like 27/3/2026.") == 2
    assert "Choose achieved" not in page.text
    told = grid(centre, run, "?mistakes=all")
    assert told.text.count("Choose achieved, not achieved or withdrawn.") == 6
    assert f'href="#{field(1, 1)}"' in told.answer.text
    assert office.run(run)["status"] == "open"


def test_dates_are_shown_in_one_way_and_kept_in_another(office: Office, centre: Visitor) -> None:
    run = office.returned("<i>Dates</i>\nare wrong")
    page = grid(centre, run)
    assert fields(page)[field(0, 0, "achieved_on")] == "01/05/2026"
    assert "Dates</i>\nare wrong" in page.answer.text.replace(
        "&lt;i&gt;Dates&lt;/i&gt;", "Dates</i>"
    )
    assert "as they were submitted last" in page.text
    first = saved(centre, page)
    again = saved(centre, centre.get(first.location))
    # Nothing has changed, so the draft is the one that was there.
    assert fields(centre.get(again.location))["number"] == "1"
    assert fields(centre.get(again.location))[field(0, 0, "achieved_on")] == "01/05/2026"


def test_what_is_empty_is_filled(office: Office, centre: Visitor) -> None:
    run = office.register()
    typed = {field(0, 0): "withdrawn", field(0, 1): "achieved", field(1, 0, "grade"): "Merit"}
    fill = {
        "fill-outcome": "achieved",
        "fill-grade": "Pass",
        "fill-achieved_on": "1/5/2026",
    }
    answer = saved(centre, grid(centre, run), "fill", changes=typed | fill)
    page = centre.get(answer.location)
    assert "What was empty has been filled in" in page.text
    found = fields(page)
    assert found["fill-grade"] == ""
    whole = all_of(2, 2, grade="Pass", achieved_on="1/5/2026")
    withdrawn = {field(0, 0): "withdrawn", field(0, 0, "grade"): ""}
    others = {field(1, 0, "grade"): "Merit", field(0, 0, "achieved_on"): ""}
    assert {name: found[name] for name in whole} == whole | withdrawn | others
    # Without an outcome it fills whatever lacks the rest.
    answer = saved(centre, page, "fill", changes={"fill-achieved_on": "2/5/2026"})
    assert fields(centre.get(answer.location))[field(0, 0, "achieved_on")] == "2/5/2026"


@pytest.mark.parametrize(
    ("fill", "told"),
    [
        ({}, "Choose an outcome, or enter a grade or a date"),
        ({"fill-achieved_on": "31/2/2026"}, "There is no such date"),
        ({"fill-achieved_on": "1/1/2200"}, "This date is in the future."),
        ({"fill-grade": "x" * 41}, "at most 40"),
    ],
)
def test_nothing_is_filled_with_a_mistake(
    office: Office, centre: Visitor, fill: dict[str, str], told: str
) -> None:
    run = office.register()
    typed = {field(1, 1, "grade"): "Merit"} | fill
    page = saved(centre, grid(centre, run), "fill", changes=typed)
    assert page.status == 422
    assert page.text.count(told) == 2
    # The grid is as it was typed, and can be sent anew.
    assert fields(page)[field(1, 1, "grade")] == "Merit"
    assert {name: fields(page)[name] for name in fill} == fill
    assert fields(grid(centre, run))["number"] == "0"


def test_what_is_to_be_filled_in_is_not_lost_by_saving(office: Office, centre: Visitor) -> None:
    run = office.register()
    answer = saved(centre, grid(centre, run), changes={"fill-grade": "Pass & more"})
    found = fields(centre.get(answer.location))
    assert found["fill-grade"] == "Pass & more"
    assert found[field(0, 0, "grade")] == ""


def test_text_that_no_draft_takes_is_told_at_its_field(office: Office, centre: Visitor) -> None:
    run = office.register()
    typed = {field(0, 1, "grade"): "x" * 41, field(1, 1): "achieved"}
    page = saved(centre, grid(centre, run), changes=typed)
    assert page.status == 422
    assert f'id="{field(0, 1, "grade")}-error"' in page.answer.text
    assert page.text.count("Use at most 40 characters.") == 2
    assert {name: fields(page)[name] for name in typed} == typed
    assert fields(grid(centre, run))["number"] == "0"


def test_an_outcome_that_is_none_stays_to_be_seen(office: Office, centre: Visitor) -> None:
    run = office.register()
    answer = saved(centre, grid(centre, run), changes={field(0, 0): '"passed"'})
    page = centre.get(answer.location)
    assert fields(page)[field(0, 0)] == '"passed"'
    assert page.text.count("Choose achieved, not achieved or withdrawn.") == 2


def test_learners_who_have_left_the_run_are_told(office: Office, centre: Visitor) -> None:
    run = office.register()
    stranger = {"L9/A~1506~10000/outcome": "achieved", "L9/A~1506~10000/grade": "x" * 41}
    page = saved(centre, grid(centre, run), changes=stranger | {field(0, 0): "achieved"})
    assert page.status == 422
    assert "L9, A/506/0000, grade: Use at most 40 characters." in page.text
    assert "L9, A/506/0000: There is no such learner in this course run." in page.text
    # Sent anew, the page holds what can be saved.
    assert "L9/A~1506~10000/outcome" not in fields(page)
    assert saved(centre, page, at=path(run)).status == 303
    assert fields(grid(centre, run))[field(0, 0)] == "achieved"


def test_many_learners_are_entered_page_by_page(office: Office, centre: Visitor) -> None:
    run = office.register(learners=70, units=6)
    first = grid(centre, run)
    assert len([name for name in fields(first) if "/" in name]) == 540
    assert "Learners 1 to 30 of 70: page 1 of 3." in first.text
    answer = saved(centre, first, "next", changes={field(29, 5): "withdrawn"})
    assert answer.location == f"{path(run)}?page=2&done=draft"
    second = centre.get(answer.location)
    assert field(30, 0) in fields(second)
    assert field(29, 5) not in fields(second)
    answer = saved(centre, second, "next", changes={field(59, 0): "achieved"})
    third = centre.get(answer.location)
    assert "Learners 61 to 70 of 70" in third.text
    assert 'value="next"' not in third.answer.text
    assert saved(centre, third, "check").location == path(run, CHECK)
    back = centre.get(saved(centre, centre.get(answer.location), "previous").location)
    assert fields(back)[field(59, 0)] == "achieved"
    assert fields(grid(centre, run))[field(29, 5)] == "withdrawn"
    # What is no page is the first; on its page each mistake is told, and the first of them at the top.
    told = grid(centre, run, "?page=99&mistakes=all")
    assert "Learners 1 to 30" in told.text
    assert "And 159 more on this page" in told.text


def test_a_page_takes_one_learner_with_many_units(office: Office, centre: Visitor) -> None:
    run = office.register(learners=2, units=100)
    page = grid(centre, run)
    assert "Learners 1 to 1 of 2" in page.text
    typed = {name: text for name, text in all_of(2, 100).items() if name.startswith("L0/")}
    assert saved(centre, page, "next", changes=typed).status == 303
    assert fields(grid(centre, run))[field(0, 99)] == "achieved"


def test_nobody_saves_over_what_they_have_not_seen(office: Office, centre: Visitor) -> None:
    run = office.register()
    other = office.visitor(name="Ann <i>")
    seen = grid(centre, run)
    theirs = {field(0, 0): "withdrawn", field(0, 1): "achieved", field(1, 1): "achieved"}
    saved(other, grid(other, run), changes=theirs)
    mine = {
        field(0, 0): "not_achieved",
        field(1, 0, "grade"): "Pass",
        field(1, 1): "achieved",
    }
    page = saved(centre, seen, changes=mine)
    assert page.status == 409
    assert "Ann <i> saved this draft on " in page.text
    assert "<i>" not in page.answer.text
    # What differs, and nothing else; what nobody else has filled in is ticked.
    assert "(L0) A/506/0000 Withdrawn Not achieved" in page.text
    assert "(L1) A/506/0000 Nothing Pass" in page.text
    assert page.text.count("A/506/0001") == 0
    assert fields(page)["mine"] == "L1/A~1506~10000"
    assert fields(grid(other, run))[field(1, 0, "grade")] == ""
    answer = saved(centre, page, "mine", at=f"{path(run)}?page=1")
    assert answer.status == 303
    found = fields(centre.get(answer.location))
    assert found[field(1, 0, "grade")] == "Pass"
    assert {name: found[name] for name in theirs} == theirs


def test_one_may_save_over_it_with_open_eyes(office: Office, centre: Visitor) -> None:
    run = office.register()
    seen = grid(centre, run)
    saved(centre, grid(centre, run), changes={field(0, 0): "withdrawn"})
    page = saved(centre, seen, changes={field(0, 0): "achieved"})
    assert page.status == 409
    assert "mine" not in fields(page)
    kept = saved(centre, page, "mine", at=path(run))
    assert fields(centre.get(kept.location))[field(0, 0)] == "withdrawn"
    # Somebody was quicker once more: asked again, with the choice kept.
    saved(centre, grid(centre, run), changes={field(0, 0): "not_achieved"})
    chosen = {"mine": "L0/A~1506~10000"}
    page = saved(centre, page, "mine", at=path(run), changes=chosen)
    assert page.status == 409
    assert fields(page)["mine"] == chosen["mine"]
    answer = saved(centre, page, "mine", at=path(run))
    assert fields(centre.get(answer.location))[field(0, 0)] == "achieved"


def test_of_two_who_enter_the_same_the_second_has_nothing_to_do(
    office: Office, centre: Visitor
) -> None:
    run = office.register()
    seen = grid(centre, run)
    typed = {field(0, 0): "achieved", field(0, 0, "achieved_on"): "1/5/2026"}
    more = {field(1, 1): "withdrawn", field(0, 0, "achieved_on"): "1 May 2026"}
    saved(centre, grid(centre, run), changes=typed | more)
    page = saved(centre, seen, changes=typed)
    assert page.status == 409
    assert "nothing of yours is lost" in page.text
    # A double click is no conflict at all.
    seen = grid(centre, run)
    twice = [saved(centre, seen, changes={field(0, 1): "achieved"}) for _ in range(2)]
    assert [each.status for each in twice] == [303, 303]


def test_results_that_were_submitted_meanwhile_are_no_draft(
    office: Office, centre: Visitor
) -> None:
    run = office.register()
    seen = grid(centre, run)
    office.submit(run)
    page = saved(centre, seen, changes={field(0, 0): "withdrawn"})
    assert page.status == 409
    assert "These results were submitted on " in page.text
    assert "Achieved, Pass, 01/05/2026 Withdrawn" in page.text
    answer = saved(centre, page, "mine", at=path(run), changes={"mine": "L0/A~1506~10000"})
    found = centre.get(answer.location)
    assert "are with the verifier, who has not decided yet" in found.text
    assert fields(found)[field(0, 0)] == "withdrawn"
    assert fields(found)[field(0, 1)] == "achieved"


def test_what_is_verified_can_no_longer_be_entered(office: Office, centre: Visitor) -> None:
    run = office.submitted()
    seen = grid(centre, run)
    office.verify()
    page = saved(centre, seen, changes={field(0, 0): "withdrawn"})
    assert page.status == 409
    assert "has not been saved" in page.text
    for name in (ENTER, CHECK, "results/upload", "results/template.csv", "results/template.xlsx"):
        page = centre.get(path(run, name))
        assert page.status == 409
        assert "can no longer be changed" in page.text
        assert "has not been saved" not in page.text


@pytest.mark.parametrize("number", ["", "x", "1-", "٣", "1" * 10])
def test_a_number_that_is_none_is_not_read(office: Office, centre: Visitor, number: str) -> None:
    page = grid(centre, office.register())
    assert saved(centre, page, number=number).status == 400
