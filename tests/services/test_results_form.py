"""The file that a centre takes away, fills in and brings back."""

import csv
import io

import pytest

from functions.portal.results.sheets import read_results_file
from shared.domain.drafts import DraftRow
from shared.domain.faults import Conflict, Forbidden, NotFound
from shared.services.results_drafts import results_to_enter, save_draft, submit_draft
from shared.services.results_form import results_form_csv, results_form_xlsx
from tests.services.bodies import results, unit_reference
from tests.services.entering import complete, row, saved
from tests.services.world import World

ONE, TWO = unit_reference(0), unit_reference(1)
HEADER = ["learner_id", "learner_name", "unit", "unit_title", "outcome", "grade", "achieved_on"]
NAMES = [
    *(
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "'Abd al-Rahmān",
        "'=1",
        "Siân Ŵyn",
        "عبد الله",
    ),
    *("தமிழ்ச்செல்வி", '"Quoted", Q; q', "\uff1d1", "=1+1"),
]
HOSTILE = [{"learner_id": f"-L{n}", "name": name} for n, name in enumerate(NAMES)]


def both(world: World) -> list[bytes]:
    """The form as CSV and as XLSX; taking it changes nothing."""
    before = world.items()
    as_csv = results_form_csv(world.centre(), "R1").encode()
    as_xlsx = results_form_xlsx(world.centre(), "R1")
    assert world.items() == before
    return [as_csv, as_xlsx]


def rows_of(form: bytes) -> list[DraftRow]:
    rows, lines = read_results_file(form)
    assert lines == list(range(2, len(rows) + 2))
    return [DraftRow.model_validate(each) for each in rows]


def test_the_form_has_a_row_for_every_learner_and_unit(world: World) -> None:
    world.open_run()
    as_csv, _ = both(world)
    assert as_csv.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"))))
    assert table[:3] == [
        HEADER,
        ["L1", "Zoë 1", ONE, "Unit 1", "", "", ""],
        ["L1", "Zoë 1", TWO, "Unit 2", "", "", ""],
    ]
    for form in both(world):
        assert rows_of(form) == results_to_enter(world.centre(), "R1").cells


def test_it_holds_what_the_draft_does(world: World) -> None:
    world.open_run()
    said = row("L2", outcome="Not achieved", grade="=1+1", achieved_on="1/11/2026")
    saved(world, 0, said, row("L3", TWO, outcome="?", achieved_on="31/2/2026"))
    for form in both(world):
        filled = [each for each in rows_of(form) if not each.blank]
        assert filled == [
            row("L2", outcome="not_achieved", grade="=1+1", achieved_on="2026-11-01"),
            row("L3", TWO, outcome="?", achieved_on="2026-02-31"),
        ]


def test_it_holds_what_was_submitted_and_returned(world: World) -> None:
    world.submitted()
    world.submit(L3="wn")
    world.link()
    world.decide(what="return")
    for form in both(world):
        assert rows_of(form) == complete(world, L3="wn")


def test_whatever_people_are_called_they_come_back(world: World) -> None:
    world.open_run(learners=HOSTILE)
    grades = dict(zip([each["learner_id"] for each in HOSTILE], NAMES, strict=True))
    filled = [row(who, unit, grade=grades[who]) for who in grades for unit in (ONE, TWO)]
    saved(world, 0, *filled)
    as_csv, as_xlsx = both(world)
    assert rows_of(as_xlsx) == filled
    # What looks guarded loses its apostrophe in a CSV: no grade looks like it.
    assert [each for each in rows_of(as_csv) if each not in filled] == [
        row("-L5", unit, grade="=1") for unit in (ONE, TWO)
    ]
    table = list(csv.reader(io.StringIO(as_csv.decode("utf-8-sig"))))
    assert [line[1] for line in table[1::2]] == [
        name if name[0] in "'Sعத\"" else "'" + name for name in NAMES
    ]


def test_filled_in_and_uploaded_it_can_be_submitted(world: World) -> None:
    world.open_run()
    as_csv, _ = both(world)
    filled = as_csv.replace(b",,,\r\n", b",Achieved,Pass,12/11/2026\r\n")
    save_draft(world.centre(), "R1", 0, rows_of(filled), saved_by="Zoë")
    submit_draft(world.centre(), "R1", 1)
    assert world.head()["submission"]["results"] == 6
    grid = results_to_enter(world.centre(), "R1")
    assert grid.cells == complete(world)
    assert results(world.registered["R1"]).results


def test_the_same_form_is_the_same_bytes(world: World) -> None:
    world.open_run()
    first = both(world)
    world.wait(days=1, seconds=3)
    assert both(world) == first


def test_only_the_centre_takes_it_and_only_while_it_can_be_used(world: World) -> None:
    world.open_run()
    for form in (results_form_csv, results_form_xlsx):
        for call in (world.ao(), world.verifier()):
            with pytest.raises(Forbidden):
                form(call, "R1")
        for call, run in ((world.centre("C2"), "R1"), (world.centre(), "R9")):
            with pytest.raises(NotFound):
                form(call, run)
    world.verified("R2")
    with pytest.raises(Conflict):
        results_form_xlsx(world.centre(), "R2")
