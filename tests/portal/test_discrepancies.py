"""Settling on pages what CRF Received says is not right, with what a replacement costs shown beforehand."""

from typing import Any

from infra.local.stack import Stack
from tests.portal.office import Office, open_office
from tests.portal.replacing import (
    numbers,
    path_of,
    received_with,
    replacements,
    set_fees,
)

QUEUE = "/portal/desk/discrepancies"


def form_of(office: Office, run: str, **more: str) -> Any:
    params = {"action": "settle-discrepancy"} | more
    return office.visitor("ao").get(path_of(run, "/manage"), params=params)


def resolution(office: Office, run: str, number: str) -> Any:
    return office.run(run)["consignments"][0]["resolutions"].get(number)


def settle(office: Office, run: str, number: str, **fields: str) -> Any:
    path = path_of(run, f"/discrepancies/{number}/resolution")
    return office.visitor("ao").post(path, fields)


def test_what_is_damaged_is_found_on_the_desk_and_replaced_for_nothing(office: Office) -> None:
    run, number = received_with(office, "damaged")
    desk = office.visitor("ao")
    page = desk.get(QUEUE)
    assert f"{number} : damaged – See the corner" in page.text
    to_settle = f"{path_of(run)}/manage?certificate_number={number}&action=settle-discrepancy"
    assert to_settle in page.links
    assert QUEUE in desk.get("/portal").links
    form = desk.get(to_settle)
    assert "No charge: it was reported in time" in form.text
    assert "Whose fault" not in form.text
    assert " checked" not in form.answer.text
    of_centre = office.visitor()
    assert "To be settled" in of_centre.get(path_of(run)).text
    assert (
        f"{number} , Siân Llŷr 0 : damaged"
        in of_centre.get(path_of(run, "/manage"), params={"action": "record-distribution"}).text
    )
    done = settle(office, run, number, how="replacement", at_fault="", name="")
    assert done.location == path_of(run, "?done=settled")
    assert resolution(office, run, number)["how"] == "replacement"
    (replacement,) = replacements(office, run)
    assert (replacement["status"], replacement["certificate_numbers"]) == ("approved", [number])
    assert replacement["charge"]["pence"] == 0
    again = settle(office, run, number, how="replacement")
    assert again.location == path_of(run, "?done=settled-before")
    assert run not in desk.get(QUEUE).text
    assert "Approved, to be issued as a replacement" in of_centre.get(path_of(run)).text
    history = of_centre.get(path_of(run, "/history")).text
    assert f"Certificate {number}, Siân Llŷr 0 To be replaced" in history


def test_whose_fault_it_is_decides_what_an_incorrect_one_costs(office: Office) -> None:
    set_fees(office)
    run, number = received_with(office, "incorrect", days_ago=40)
    form = form_of(office, run)
    assert "The awarding organisation No charge: the awarding organisation made the mistake" in (
        form.text
    )
    assert "The centre £20.00, including £3.33 VAT at 20%" in form.text
    wrong = settle(office, run, number, how="replacement", name="\u202eX")
    assert wrong.status == 422
    assert {"#at_fault", "#name"} <= set(wrong.links)
    assert resolution(office, run, number) is None
    said = {"how": "replacement", "at_fault": "centre", "name": "Siân Llŷr-Jones"}
    assert settle(office, run, number, **said).status == 303
    (replacement,) = replacements(office, run)
    assert (replacement["charge"]["pence"], replacement["name"]) == (2000, "Siân Llŷr-Jones")
    page = office.visitor().get(path_of(run)).text
    for text in ("£20.00, including £3.33 VAT", "fault of the centre", "Siân Llŷr-Jones"):
        assert text in page


def test_it_is_explained_and_the_certificate_is_distributed(office: Office) -> None:
    run, number = received_with(office, "incorrect")
    wrong = settle(office, run, number, how="explanation")
    assert (wrong.status, "#note" in wrong.links) == (422, True)
    wrong = settle(office, run, number)
    assert (wrong.status, "#how" in wrong.links) == (422, True)
    said = {"how": "explanation", "note": "The accent is as registered", "at_fault": "centre"}
    assert settle(office, run, number, **said).status == 303
    assert resolution(office, run, number)["note"] == "The accent is as registered"
    assert replacements(office, run) == []
    assert office.run(run)["to_distribute"] == 2
    page = office.visitor().get(path_of(run))
    assert "The accent is as registered" in page.text
    late = settle(office, run, number, how="replacement", at_fault="centre")
    assert (late.status, "settled in another way" in late.text) == (409, True)
    late = settle(office, run, number)
    assert (late.status, "settled in the meantime" in late.text) == (409, True)


def test_of_several_one_is_chosen(office: Office) -> None:
    run = office.dispatched(learners=2)
    both = numbers(office, run)
    wrong = [{"certificate_number": number, "problem": "missing"} for number in both]
    office.confirm(run, discrepancies=wrong)
    page = form_of(office, run)
    for number in both:
        assert f"{path_of(run)}/manage?action=settle-discrepancy&certificate_number={number}" in (
            page.links
        )
    form = form_of(office, run, certificate_number=both[1])
    assert both[1] in form.text
    assert both[0] not in form.text
    # What is missing cannot be handed out.
    page = office.visitor().get(path_of(run, "/manage"), params={"action": "record-distribution"})
    assert "There is nothing for you to do" in page.text


def test_it_is_the_awarding_organisations(office: Office, stack: Stack) -> None:
    run, number = received_with(office, "damaged")
    path = path_of(run, f"/discrepancies/{number}/resolution")
    for who in ("centre", "verifier"):
        visitor = office.visitor(who)
        assert visitor.post(path, {"how": "replacement"}).status == 403
        assert visitor.get(QUEUE).status == 403
    with open_office(stack) as other:
        assert other.visitor().get(path_of(run)).status == 404
    assert resolution(office, run, number) is None
    assert office.visitor("ao").get(path).location == path_of(run, "/manage")
