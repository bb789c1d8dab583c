"""Two ways on pages alone: a damaged certificate until the other has arrived, a lost one until it is charged."""

import csv
import io

from tests.portal.office import Office
from tests.portal.parcels import royal_mail
from tests.portal.replacing import CHARGED, numbers, path_of, replacements, set_fees


def received_on(office: Office) -> dict[str, str]:
    parts = zip(("year", "month", "day"), str(office.today).split("-"), strict=True)
    return {f"date_received-{part}": text for part, text in parts} | {"action": "CRF Received"}


def issue_and_post(office: Office, run: str) -> None:
    desk = office.visitor("ao")
    form = desk.get(path_of(run, "/manage"), params={"action": "issue-certificates"})
    assert "1 replacement was approved and would be issued" in form.text
    assert desk.post(path_of(run, "/certificates")).status == 303
    parcel = {"carrier": "royal_mail", "tracking_number": royal_mail(f"again {run}")}
    date = zip(("year", "month", "day"), str(office.today).split("-"), strict=True)
    parcel |= {f"dispatched_on-{part}": text for part, text in date}
    posting = f"/portal/desk/dispatch/{office.centre_id}"
    assert desk.post(posting, parcel | {"course_run_ids": run}).status == 303


def test_a_damaged_certificate_is_replaced_for_nothing(office: Office) -> None:
    run = office.dispatched()
    torn = numbers(office, run)[0]
    centre, desk = office.visitor(), office.visitor("ao")
    form = centre.get(path_of(run, "/manage")).hidden | received_on(office)
    damaged = {f"problem-{torn}": "damaged", f"note-{torn}": "Torn"}
    assert centre.post(path_of(run, "/receipts"), form | damaged).status == 303
    queue = desk.get("/portal/desk/discrepancies")
    to_settle = next(link for link in queue.links if torn in link)
    assert "No charge: it was reported in time" in desk.get(to_settle).text
    path = path_of(run, f"/discrepancies/{torn}/resolution")
    assert desk.post(path, {"how": "replacement"}).status == 303
    issue_and_post(office, run)
    form = centre.get(path_of(run, "/manage"), params={"action": "CRF Received"}).hidden
    assert centre.post(path_of(run, "/receipts"), form | received_on(office)).status == 303
    (replacement,) = replacements(office, run)
    assert (replacement["status"], replacement["charge"]["pence"]) == ("received", 0)
    found = office.run(run)
    assert (found["status"], found["to_distribute"]) == ("received", 2)
    assert office.pending() == []
    new = numbers(office, run)[0]
    shown = centre.get(path_of(run)).text
    assert f"{torn} Replaced In its place: {new}" in shown
    # Either can be checked by whoever is shown it.
    for number, heading in ((torn, "has been replaced"), (new, "is valid")):
        answer = centre.post("/portal/check", {"number": number, "surname": "Llyr 0"})
        assert f"This certificate {heading}" in answer.text


def test_a_lost_certificate_is_paid_for(office: Office) -> None:
    set_fees(office)
    run = office.received()
    lost = numbers(office, run)[1]
    centre, desk = office.visitor(), office.visitor("ao")
    fields = {"certificate": lost, "reason": "lost"}
    check = centre.post(path_of(run, "/replacements"), fields)
    assert CHARGED in check.text
    assert centre.post(path_of(run, "/replacements"), check.hidden).status == 303
    queue = desk.get("/portal/desk/replacements")
    (asked,) = replacements(office, run)
    to_decide = next(link for link in queue.links if asked["replacement_id"] in link)
    assert CHARGED in desk.get(to_decide).text
    path = path_of(run, f"/replacements/{asked['replacement_id']}/decision")
    assert desk.post(path, {"decision": "approve"}).status == 303
    report = "/portal/reports/replacement-charges.csv"
    month = {"month": f"{office.today:%Y-%m}"}
    assert lost not in centre.get(report, params=month).answer.text
    issue_and_post(office, run)
    file = centre.get(report, params=month).answer.text.removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(file))
    assert (row["certificate_numbers"], row["pence"], row["reason"]) == (lost, "3000", "lost")
    events = office.history(run)
    assert events[-4:] == [
        "replacement_requested",
        "replacement_approved",
        "certificates_issued",
        "certificates_dispatched",
    ]
