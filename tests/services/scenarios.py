"""Every use case as a scenario to disturb (notify_verifier has its own way to be tried again, in its own tests)."""

from datetime import date
from typing import Any

from shared.domain.fees import NewFeeTable
from shared.domain.people import CentreDetails, VerifierDetails
from shared.domain.queries import NewQuery
from shared.services.certificates_to_distribute import (
    certificates_held,
    certificates_to_distribute,
)
from shared.services.confirm_receipt import confirm_receipt
from shared.services.decide_verification import decide_signed_in, decide_verification
from shared.services.desk import not_reached as those_not_reached
from shared.services.desk import to_post
from shared.services.fees import list_fees, set_fees
from shared.services.issue_certificates import issue_certificates
from shared.services.notify_again import notify_again
from shared.services.open_queries import open_queries
from shared.services.paging import Wanted
from shared.services.pending_receipts import pending_receipts
from shared.services.queries import QueryResolution, open_query, resolve_query
from shared.services.record_dispatch import record_dispatch
from shared.services.record_distribution import record_distribution
from shared.services.register import register_centre, register_course_run, register_verifier
from shared.services.search_course_runs import search_course_runs
from shared.services.show_verification import show_to_verifier, show_verification
from shared.services.submit_results import submit_results
from shared.services.track import list_course_runs, show_consignment, show_course_run, show_history
from shared.services.whats_to_do import whats_to_do
from shared.services.write_daily_report import write_daily_report
from tests.services.bodies import decision, details, distribution, parcel, receipt, results
from tests.services.faults import Scenario
from tests.services.reminding import due
from tests.services.scenarios_after_receipt import (
    READING_AFTER_RECEIPT,
    TRANSITIONS_AFTER_RECEIPT,
)
from tests.services.world import MONDAY, World

Key = str | None


def register_a_centre(world: World, _: Key) -> Any:
    said = {"name": "Southbridge", "email": "admin@southbridge.example", "address": "2 Low Street"}
    to_register = CentreDetails.model_validate(said | {"division": "scotland"})
    return register_centre(world.ao(), "C9", to_register)


def register_a_verifier(world: World, _: Key) -> Any:
    said = VerifierDetails(name="Victor", email="victor@verifiers.example")
    return register_verifier(world.ao(), "V9", said)


def register_a_run(world: World, key: Key) -> Any:
    return register_course_run(world.ao(key), "R1", details(learners=4))


def submit(world: World, key: Key) -> Any:
    return submit_results(world.centre(key=key), "R1", results(world.registered["R1"], L1="an"))


def ask_for_another_email(world: World, key: Key) -> Any:
    return notify_again(world.ao(key), "R1")


def look(world: World, _: Key) -> Any:
    return show_verification(world.link_holder(), world.tokens["R1"])


def verify_with_queries(world: World, key: Key) -> Any:
    asked = [{"learner_id": "L1", "question": "Whose?"}, {"learner_id": "L2", "question": "When?"}]
    return decide_verification(world.link_holder(key), world.tokens["R1"], decision(queries=asked))


def return_results(world: World, key: Key) -> Any:
    return decide_verification(world.link_holder(key), world.tokens["R1"], decision("return"))


def verify_signed_in(world: World, key: Key) -> Any:
    # The second is open already.
    asked = [{"learner_id": "L1", "question": "Whose?"}]
    asked.append({"learner_id": "L3", "question": "Is it right?"})
    return decide_signed_in(world.verifier(key=key), "R1", 1, decision(queries=asked))


def look_signed_in(world: World, _: Key) -> Any:
    return show_to_verifier(world.verifier(), "R1")


def ask(world: World, key: Key) -> Any:
    return open_query(world.ao(key), "R1", NewQuery(learner_id="L1", question="Is it right?"))


def resolve(world: World, key: Key) -> Any:
    (query,) = world.items("query")
    resolution = QueryResolution(note="It is.")
    return resolve_query(world.ao(key), "R1", query["query_id"], resolution)


def issue(world: World, key: Key) -> Any:
    return issue_certificates(world.ao(key), "R1")


def dispatch_all(world: World, key: Key) -> Any:
    return record_dispatch(world.ao(key), parcel(), world.receipt_terms)


def dispatch_one(world: World, key: Key) -> Any:
    return record_dispatch(world.ao(key), parcel(course_run_ids=["R2"]), world.receipt_terms)


def confirm(world: World, key: Key) -> Any:
    return confirm_receipt(world.centre(key=key), "R1", receipt())


def confirm_the_first(world: World, key: Key) -> Any:
    first = min(world.lines(), key=lambda line: str(line["recorded_at"]))
    (batch,) = [batch for batch in world.batches() if batch["block"] in first["blocks"]]
    number = batch["certificates"][0]["certificate_number"]
    said = {"consignment_id": first["consignment_id"], "note": "One is torn."}
    said |= {"discrepancies": [{"certificate_number": number, "problem": "damaged"}]}
    return confirm_receipt(world.centre(key=key), "R1", receipt(**said))


def distribute(world: World, key: Key) -> Any:
    return record_distribution(world.centre(key=key), "R1", distribution())


def distribute_two_parcels(world: World, key: Key) -> Any:
    number = min(each["certificate_number"] for b in world.batches() for each in b["certificates"])
    said = {"on": "2026-11-24", "except": [number]}
    return record_distribution(world.centre(key=key), "R1", distribution("posted", **said))


def take_back(world: World, key: Key) -> Any:
    numbers = [each["certificate_number"] for b in world.batches() for each in b["certificates"]]
    said = {"on": "2026-11-24", "certificate_numbers": numbers}
    return record_distribution(world.centre(key=key), "R1", distribution("returned", **said))


def set_charges(world: World, key: Key, lost: int = 3000) -> Any:
    said = {"currency": "GBP", "vat_percent": 20, "pence": {"lost": lost}}
    return set_fees(world.ao(key), date(2027, 1, 1), NewFeeTable.model_validate(said))


def charged(world: World) -> None:
    set_charges(world, None, lost=2500)
    world.wait(minutes=1)


def charges(world: World, _: Key) -> Any:
    return list_fees(world.centre())


def nothing(_: World) -> None:
    """Every world begins with centres and verifiers."""


def two_certificated(world: World) -> None:
    world.certificated("R1")
    world.certificated("R2", learners=1)


def returned(world: World) -> None:
    world.submitted()
    world.decide(what="return")


def both_received(world: World) -> None:
    for consignment_id in world.two_parcels():
        world.receive(consignment_id=consignment_id)


def all_posted(world: World) -> None:
    both_received(world)
    said = distribution("posted", on=world.ao().today)
    record_distribution(world.centre(), "R1", said)


def not_reached(world: World) -> None:
    world.open_run()
    world.submit()
    world.wait(minutes=20)


def with_query(world: World) -> None:
    world.submitted()
    world.open_query("L3")


def report(world: World, _: Key) -> Any:
    return write_daily_report(world.table, world.shelf, MONDAY, world.now)


def pending(world: World, _: Key) -> Any:
    return pending_receipts(world.ao(), Wanted())


def runs(world: World, _: Key) -> Any:
    return list_course_runs(world.ao(), Wanted())


def one_run(world: World, _: Key) -> Any:
    return show_course_run(world.centre(), "R1")


def history(world: World, _: Key) -> Any:
    return show_history(world.centre(), "R1", Wanted())


def consignment(world: World, _: Key) -> Any:
    return show_consignment(world.centre(), world.items("consignment")[0]["consignment_id"])


def search(world: World, _: Key) -> Any:
    return search_course_runs(world.centre(), "zoe")


def asked(world: World, _: Key) -> Any:
    return open_queries(world.ao(), Wanted())


def posting(world: World, _: Key) -> Any:
    return [each.model_dump(mode="json") for each in to_post(world.ao())]


def waiting_for_mail(world: World, _: Key) -> Any:
    return [each.model_dump(mode="json") for each in those_not_reached(world.ao())]


def undistributed(world: World, _: Key) -> Any:
    return certificates_to_distribute(world.centre(), Wanted(), 20)


def held(world: World, _: Key) -> Any:
    return certificates_held(world.centre(), "R1")


def todos(world: World, _: Key) -> Any:
    calls = (world.centre(), world.verifier(), world.ao())
    return [each.model_dump(mode="json") for call in calls for each in whats_to_do(call, 20)]


def long_overdue(world: World) -> None:
    world.two_parcels()
    world.submitted("R2")
    world.wait(days=30)


def to_remind(world: World, _: Key) -> Any:
    return due(world)


TRANSITIONS = [
    Scenario("register a course run", nothing, register_a_run),
    Scenario("amend a course run", World.open_run, register_a_run),
    Scenario("submit results", World.open_run, submit),
    Scenario("submit the next version", World.submitted, submit),
    Scenario("submit returned results", returned, submit),
    Scenario("notify the verifier again", not_reached, ask_for_another_email),
    Scenario("verify", World.submitted, verify_with_queries),
    Scenario("verify, signed in", with_query, verify_signed_in),
    Scenario("return", World.submitted, return_results),
    Scenario("open a query", World.submitted, ask),
    Scenario("resolve a query", with_query, resolve),
    Scenario("issue certificates", World.verified, issue),
    Scenario("issue a later batch", World.released_later, issue),
    Scenario("dispatch all that is ready", two_certificated, dispatch_all),
    Scenario("dispatch one course run", two_certificated, dispatch_one),
    Scenario("confirm the last receipt", World.dispatched, confirm),
    Scenario("confirm one of two receipts", World.two_parcels, confirm_the_first),
    Scenario("record a distribution", World.received, distribute),
    Scenario("record a distribution of two parcels", both_received, distribute_two_parcels),
    Scenario("record what came back", all_posted, take_back),
    *TRANSITIONS_AFTER_RECEIPT,
]
WRITING = [
    Scenario("register a centre", nothing, register_a_centre),
    Scenario("register a verifier", nothing, register_a_verifier),
    Scenario("set fees", nothing, set_charges),
    Scenario("set other fees for the same day", charged, set_charges),
    Scenario("write the daily report", World.dispatched, report),
]
READING = [
    Scenario("show a verification", World.submitted, look),
    Scenario("show a verification, signed in", World.submitted, look_signed_in),
    Scenario("search course runs", two_certificated, search),
    Scenario("list open queries", with_query, asked),
    Scenario("list what is to be posted", two_certificated, posting),
    Scenario("list whose verifiers were not reached", not_reached, waiting_for_mail),
    Scenario("tell what is to be done", World.two_parcels, todos),
    Scenario("list reminders that are due", long_overdue, to_remind),
    Scenario("list pending receipts", World.two_parcels, pending),
    Scenario("list course runs", two_certificated, runs),
    Scenario("show a course run", World.two_parcels, one_run),
    Scenario("show a course run that is distributed", all_posted, one_run),
    Scenario("list what is to be distributed", both_received, undistributed),
    Scenario("list the certificates held", all_posted, held),
    Scenario("list fees", charged, charges),
    Scenario("show a history", World.two_parcels, history),
    Scenario("show a consignment", World.two_parcels, consignment),
    *READING_AFTER_RECEIPT,
]
