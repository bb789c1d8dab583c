"""A parcel that has not arrived on pages: the centre reports it, the desk sees it, and answers or replaces."""

from typing import Any

from infra.local.stack import Stack
from tests.journeys.conftest import told
from tests.portal.office import Office, open_office
from tests.portal.replacing import numbers, path_of, replacements

QUEUE = "/portal/desk/parcels-not-arrived"


def parcel(office: Office, run: str) -> dict[str, Any]:
    (only,) = office.run(run)["consignments"]
    found: dict[str, Any] = only
    return found


def report(office: Office, run: str) -> str:
    told(office.centre.post(f"/course-runs/{run}/non-arrivals", json={"note": "No card"}), 201)
    return str(parcel(office, run)["consignment_id"])


def test_a_centre_reports_it_from_the_page_of_crf_received(office: Office) -> None:
    run = office.dispatched()
    centre = office.visitor()
    page = centre.get(path_of(run, "/manage"))
    to_report = path_of(run, "/manage?action=report-not-arrived")
    assert "Report that a parcel has not arrived" in page.text
    assert to_report in page.links
    form = centre.get(to_report)
    assert parcel(office, run)["tracking_number"] in form.text
    fields = {"consignment_id": form.hidden["consignment_id"], "note": "No card <b>"}
    sent = centre.post(path_of(run, "/non-arrivals"), fields)
    assert (sent.status, sent.location) == (303, path_of(run, "?done=not-arrived"))
    said = parcel(office, run)["not_arrived"]
    assert (said["note"], said["resolution"]) == ("No card <b>", None)
    again = centre.post(path_of(run, "/non-arrivals"), fields)
    assert again.location == path_of(run, "?done=not-arrived-before")
    assert to_report not in centre.get(path_of(run, "/manage")).links
    of_run = centre.get(path_of(run))
    assert "Said not to have arrived" in of_run.text
    assert "To be answered" in of_run.text
    history = centre.get(path_of(run, "/history")).text
    assert f"{parcel(office, run)['tracking_number']} No card <b>" in history
    assert "No card" not in office.visitor("verifier").get(path_of(run)).text


def test_of_several_parcels_one_is_chosen(office: Office) -> None:
    run, (first, second) = office.two_parcels()
    centre = office.visitor()
    nothing = centre.post(path_of(run, "/non-arrivals"), {"note": "Kept"})
    assert nothing.status == 422
    assert "#consignment_id" in nothing.links
    assert ">Kept</textarea>" in nothing.answer.text
    assert centre.post(path_of(run, "/non-arrivals"), {"consignment_id": first}).status == 303
    said = {c["consignment_id"]: c["not_arrived"] for c in office.run(run)["consignments"]}
    assert (said[first] is not None, said[second]) == (True, None)
    form = centre.get(path_of(run, "/manage"), params={"action": "report-not-arrived"})
    assert form.hidden["consignment_id"] == second


def test_the_desk_sees_it_and_explains(office: Office) -> None:
    run = office.dispatched(days_ago=3)
    desk = office.visitor("ao")
    assert run not in desk.get(QUEUE).text
    consignment = report(office, run)
    page = desk.get(QUEUE)
    assert "3 days ago" in page.text
    assert QUEUE in desk.get("/portal").links
    to_answer = f"{path_of(run)}/manage?consignment_id={consignment}&action=answer-not-arrived"
    assert to_answer in page.links
    form = desk.get(to_answer)
    assert "2 certificates, for no charge" in form.text
    assert "the receipt of this parcel is no longer required once they are issued" in form.text
    path = path_of(run, f"/non-arrivals/{consignment}/resolution")
    for fields, link in (({}, "#how"), ({"how": "explanation"}, "#note")):
        wrong = desk.post(path, fields)
        assert wrong.status == 422
        assert link in wrong.links
    assert parcel(office, run)["not_arrived"]["resolution"] is None
    fields = {"how": "explanation", "note": "It is at the depot"}
    assert desk.post(path, fields).location == path_of(run, "?done=answered")
    assert desk.post(path, fields).location == path_of(run, "?done=answered-before")
    assert run not in desk.get(QUEUE).text
    of_run = office.visitor().get(path_of(run))
    assert "Explained" in of_run.text
    assert "It is at the depot" in of_run.text
    # It can be said anew.
    assert (
        "Report that a parcel has not arrived" in office.visitor().get(path_of(run, "/manage")).text
    )


def test_everything_in_it_is_replaced_and_the_receipt_is_not_required_any_more(
    office: Office,
) -> None:
    run = office.dispatched()
    lost = numbers(office, run)
    consignment = report(office, run)
    desk = office.visitor("ao")
    path = path_of(run, f"/non-arrivals/{consignment}/resolution")
    assert desk.post(path, {"how": "replacement"}).status == 303
    (replacement,) = replacements(office, run)
    assert (replacement["status"], replacement["charge"]["pence"]) == ("approved", 0)
    form = desk.get(path_of(run, "/manage"), params={"action": "issue-certificates"})
    assert "2 replacements were approved and would be issued" in form.text
    assert "2 certificates in a parcel that did not arrive" in form.text
    assert "No charge: the parcel did not arrive" in form.text
    assert desk.post(path_of(run, "/certificates")).status == 303
    assert office.pending() == []
    assert not set(lost) & set(numbers(office, run))
    page = office.visitor().get(path_of(run))
    assert "Written off on" in page.text
    assert "Not required any more" in page.text
    assert f"In the place of {lost[0]}" in page.text
    assert f"{lost[0]} Replaced In its place: {numbers(office, run)[0]}" in page.text
    assert "Written off" in desk.get(f"/portal/consignments/{consignment}").text


def test_each_is_for_one_role_and_one_centre(office: Office, stack: Stack) -> None:
    run = office.dispatched()
    for who in ("ao", "verifier"):
        assert office.visitor(who).post(path_of(run, "/non-arrivals")).status == 403
    with open_office(stack) as other:
        assert other.visitor().post(path_of(run, "/non-arrivals")).status == 404
    assert parcel(office, run)["not_arrived"] is None
    consignment = report(office, run)
    path = path_of(run, f"/non-arrivals/{consignment}/resolution")
    for who in ("centre", "verifier"):
        visitor = office.visitor(who)
        assert visitor.post(path, {"how": "replacement"}).status == 403
        assert visitor.get(QUEUE).status == 403
    assert parcel(office, run)["not_arrived"]["resolution"] is None
    assert office.visitor().get(path).location == path_of(run, "/manage")
    told(office.confirm(run), 201)
    late = office.visitor("ao").post(path, {})
    assert (late.status, "has been answered in the meantime" in late.text) == (409, True)
