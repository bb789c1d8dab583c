"""Documents that failed or lack a character are made again: asked for once, never lost, whoever is at work."""

from datetime import timedelta
from typing import Any

import pytest
import typst

from shared.documents.printing import Letterhead, Printed
from shared.domain import limits
from shared.domain.documents import Document, Making
from shared.domain.faults import Conflict, Forbidden, NotFound
from shared.services import make_documents as making
from shared.services.fetch_document import link_to_document
from shared.services.make_documents import make_documents
from shared.services.make_documents_again import make_documents_again
from shared.services.track import show_consignment
from shared.services.views import ParcelView
from tests.services.races import at_once
from tests.services.world import World

PORTAL = "https://portal.example"
LETTERHEAD = Letterhead("Example Awards", "#4c2c63", "questions@awards.example")
REPORT = "certification-report.pdf"


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Prints at once and without Typst; `complete` and `fails` say how."""

    class Printer:
        complete = True
        fails = False
        prints = 0

        def __call__(self, *_: Any) -> Printed:
            self.prints += 1
            if self.fails:
                raise typst.TypstError("A fault of the template")
            return Printed(b"%PDF whole" if self.complete else b"%PDF", self.complete)

    made = Printer()
    monkeypatch.setattr(making, "report_pdf", made)
    monkeypatch.setattr(making, "summary_pdf", made)
    return made


def make(world: World, parcel: str) -> None:
    make_documents(world.service(), world.cabinet, LETTERHEAD, PORTAL, parcel)


def fail(world: World, printer: Any, parcel: str) -> None:
    printer.fails = True
    with pytest.raises(typst.TypstError):
        make(world, parcel)
    printer.fails = False


def shown(world: World, parcel: str) -> ParcelView:
    return show_consignment(world.centre(), parcel)


def recorded(world: World) -> Any:
    (item,) = world.items("documents")
    return item


def incomplete(world: World, printer: Any) -> str:
    parcel = world.dispatched("R1").consignment_id
    printer.complete = False
    make(world, parcel)
    printer.complete = True
    return parcel


def test_what_failed_is_asked_for_and_made(world: World, printer: Any) -> None:
    parcel = world.dispatched("R1").consignment_id
    fail(world, printer, parcel)
    world.wait(minutes=5)
    asked = make_documents_again(world.ao(), parcel)
    assert asked.fresh
    assert asked.body.documents_status is Making.WAITING
    item = recorded(world)
    # What the stream's filter looks for, and what the function reads of the record.
    assert (item["kind"], item["status"], item["consignment_id"]) == (
        "documents",
        "waiting",
        parcel,
    )
    assert item["asked_by"] == world.ao().caller.subject
    assert shown(world, parcel).documents_status is Making.WAITING
    make(world, parcel)
    assert shown(world, parcel).documents_status is Making.MADE
    assert len(shown(world, parcel).documents) == 6
    assert recorded(world)["asked_by"] == item["asked_by"]


def test_what_lacks_a_character_is_made_again_and_there_all_the_while(
    world: World, printer: Any
) -> None:
    parcel = incomplete(world, printer)
    names = shown(world, parcel).documents
    make_documents_again(world.ao(), parcel)
    waiting = shown(world, parcel)
    assert (waiting.documents, waiting.documents_status) == (names, Making.WAITING)
    assert link_to_document(world.centre(), world.cabinet, parcel, REPORT)
    fail(world, printer, parcel)
    failed = shown(world, parcel)
    assert (failed.documents, failed.documents_status) == (names, Making.FAILED)
    make(world, parcel)
    made = shown(world, parcel)
    assert (made.documents, made.documents_status) == (names, Making.MADE)
    assert made.incomplete_documents == []
    assert world.documents()[f"documents/{parcel}/{REPORT}"] == b"%PDF whole"


def test_asked_twice_it_is_asked_once(world: World, printer: Any) -> None:
    parcel = incomplete(world, printer)
    first = make_documents_again(world.ao(), parcel)
    item = recorded(world)
    world.wait(minutes=1)
    again = make_documents_again(world.ao(), parcel)
    assert (again.fresh, again.body) == (False, first.body)
    assert recorded(world) == item
    make(world, parcel)
    after = make_documents_again(world.ao(), parcel)
    assert (after.fresh, after.body.documents_status) == (False, Making.MADE)
    assert recorded(world)["status"] == "made"


def test_the_same_key_gives_the_same_answer_and_asks_once(world: World, printer: Any) -> None:
    parcel = incomplete(world, printer)
    first = make_documents_again(world.ao("again"), parcel)
    make(world, parcel)
    assert make_documents_again(world.ao("again"), parcel) == first
    assert recorded(world)["status"] == "made"


def test_of_two_who_ask_at_once_one_asks(world: World, printer: Any) -> None:
    parcel = incomplete(world, printer)
    answers = at_once(
        world,
        lambda: make_documents_again(world.ao(), parcel),
        lambda: make_documents_again(world.ao(), parcel),
    )
    assert sorted(answer.fresh for answer in answers) == [False, True]
    assert {answer.body.asked_at for answer in answers} == {world.now}


def test_asked_for_while_they_are_being_made_they_are_made_once_more(
    world: World, printer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = incomplete(world, printer)
    make_documents_again(world.ao(), parcel)
    world.wait(seconds=limits.DOCUMENTS_WAIT.total_seconds() + 1)
    keep = making.objects.keep

    def asked_meanwhile(*of: Any) -> Document:
        monkeypatch.setattr(making.objects, "keep", keep)
        assert make_documents_again(world.ao(), parcel).fresh
        return keep(*of)

    monkeypatch.setattr(making.objects, "keep", asked_meanwhile)
    make(world, parcel)
    # What was begun before the asking does not count as what was asked for; the record of the asking makes them.
    assert shown(world, parcel).documents_status is Making.WAITING
    make(world, parcel)
    assert shown(world, parcel).documents_status is Making.MADE


def test_a_late_delivery_of_what_is_done_does_nothing(world: World, printer: Any) -> None:
    parcel = incomplete(world, printer)
    make_documents_again(world.ao(), parcel)
    make(world, parcel)
    prints, item = printer.prints, recorded(world)
    make(world, parcel)
    assert (printer.prints, recorded(world)) == (prints, item)


def test_what_nobody_heard_of_for_too_long_has_failed(world: World, printer: Any) -> None:
    parcel = world.dispatched("R1").consignment_id
    world.wait(seconds=limits.DOCUMENTS_WAIT.total_seconds())
    assert shown(world, parcel).documents_status is Making.WAITING
    assert not make_documents_again(world.ao(), parcel).fresh
    assert world.items("documents") == []
    world.now += timedelta(seconds=1)
    assert shown(world, parcel).documents_status is Making.FAILED
    assert make_documents_again(world.ao(), parcel).fresh
    assert shown(world, parcel).documents_status is Making.WAITING
    make(world, parcel)
    assert shown(world, parcel).documents_status is Making.MADE
    assert printer.prints == 2


def test_where_nothing_was_ever_missing_there_is_nothing_to_make(
    world: World, printer: Any
) -> None:
    parcel = world.dispatched("R1").consignment_id
    make(world, parcel)
    item = recorded(world)
    with pytest.raises(Conflict) as conflict:
        make_documents_again(world.ao(), parcel)
    assert conflict.value.recorded == {"documents_status": "made"}
    assert recorded(world) == item
    assert printer.prints == 2


def test_only_the_awarding_organisation_asks(world: World, printer: Any) -> None:
    parcel = incomplete(world, printer)
    item = recorded(world)
    for call in (world.centre("C1"), world.centre("C2"), world.verifier()):
        with pytest.raises(Forbidden):
            make_documents_again(call, parcel)
    with pytest.raises(NotFound):
        make_documents_again(world.ao(), "C-0000000000")
    assert recorded(world) == item
