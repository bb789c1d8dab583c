"""How course runs come to where they are: one function for each way that things can go."""

from infra.demonstration.cohort import Cohort
from infra.demonstration.stage import Stage


def still_open(_stage: Stage, _cohort: Cohort) -> None:
    """The term still runs; there is nothing to submit."""


def waiting(stage: Stage, cohort: Cohort) -> None:
    """The results wait for their verifier, whether reached or not."""
    stage.submit(cohort)


def returned(stage: Stage, cohort: Cohort) -> None:
    """The verifier gives a reason."""
    stage.submit(cohort, csv=True)
    stage.send_back(cohort, "Three of the portfolios sampled lack the assessor’s signature.")


def returned_and_submitted_again(stage: Stage, cohort: Cohort) -> None:
    """The second version waits for the verifier."""
    stage.submit(cohort)
    unit = cohort.units[-1].title
    stage.send_back(cohort, f"The evidence for “{unit}” does not meet the criteria yet.")
    stage.submit(cohort, cohort.amended(), csv=True)


def verified_with_queries(stage: Stage, cohort: Cohort) -> None:
    """Two questions of the verifier and one of the AO hold their learners."""
    first, second, third = cohort.achievers()[:3]
    stage.submit(cohort)
    stage.verify(
        cohort,
        {
            first: "Which spelling of the name is on the identity document?",
            second: "The portfolio sampled is signed by another learner. Please look again.",
        },
    )
    stage.ask(cohort, third, "Is this the learner registered under another number last year?")


def certificated(stage: Stage, cohort: Cohort) -> None:
    """Everything is ready to be posted."""
    stage.submit(cohort)
    stage.verify(cohort)
    stage.issue(cohort)


def overdue_for_long(stage: Stage, cohort: Cohort) -> None:
    """Seven working days over the ten."""
    certificated(stage, cohort)
    stage.dispatch(cohort, "parcelforce", 17, service="express48")


def just_overdue(stage: Stage, cohort: Cohort) -> None:
    """One working day over the ten."""
    certificated(stage, cohort)
    stage.dispatch(cohort, "dpd", 11)


def sent_with_all_that_is_ready(stage: Stage, cohort: Cohort) -> None:
    """One working day is left of the ten, for every course run in the parcel."""
    stage.submit(cohort, csv=True)
    stage.verify(cohort)
    stage.issue(cohort)
    stage.dispatch(cohort, "royal_mail", 9, all_ready=True, service="Special Delivery")


def received_in_part(stage: Stage, cohort: Cohort) -> None:
    """A held learner is released after the others' certificates have arrived."""
    held = cohort.achievers()[1]
    stage.submit(cohort)
    stage.verify(cohort, {held: "Has the learner changed their name? The register has another."})
    stage.issue(cohort)
    first = stage.dispatch(cohort, "ups", 8)
    stage.receive(cohort, 5, consignment_id=first, note="One certificate is still to come.")
    stage.resolve(cohort, "The centre has sent the marriage certificate.")
    stage.issue(cohort)
    stage.dispatch(cohort, "fedex", 1)


def received_and_distributed(stage: Stage, cohort: Cohort) -> None:
    """Confirmed on the sixth working day, and distributed but for one that came back from the post."""
    stage.submit(cohort)
    stage.verify(cohort)
    first, second, unwanted, *_ = stage.issue(cohort)
    stage.dispatch(cohort, "dhl", 6)
    stage.receive(cohort, 3)
    absent = {"except": [first, second, unwanted]}
    stage.distribute(cohort, "handed_over", 3, identity_seen="passport", **absent)
    sent = {"carrier": "royal_mail", "tracking_number": stage.letter(cohort, 2)}
    stage.distribute(cohort, "posted", 2, certificate_numbers=[first, second], **sent)
    moved = "The learner has moved away."
    stage.distribute(cohort, "returned", 0, certificate_numbers=[second], note=moved)
    note = "Shredded, as the learner asked in writing."
    stage.distribute(cohort, "destroyed", 1, certificate_numbers=[unwanted], note=note)


def received_late_and_damaged(stage: Stage, cohort: Cohort) -> None:
    """Confirmed sixteen working days late, with a discrepancy, and not distributed since."""
    stage.submit(cohort)
    stage.verify(cohort)
    damaged = stage.issue(cohort)[0]
    stage.dispatch(cohort, "apc", 26)
    problem = {"certificate_number": damaged, "problem": "damaged", "note": "Torn at the fold."}
    stage.receive(cohort, 24, note="The parcel arrived wet.", discrepancies=[problem])


def not_arrived(stage: Stage, cohort: Cohort) -> None:
    """The centre says, six working days after the dispatch, that the parcel is not there."""
    certificated(stage, cohort)
    stage.dispatch(cohort, "royal_mail", 6, service="Special Delivery")
    stage.say_not_arrived(cohort, "Neither reception nor the post room has seen it.")


def replaced_and_charged(stage: Stage, cohort: Cohort) -> None:
    """What was missing is replaced free, a change of name is charged; others are refused, approved, and asked for."""
    stage.submit(cohort)
    stage.verify(cohort)
    missing, renamed, found, lost, stolen, *_ = stage.issue(cohort)
    stage.dispatch(cohort, "fedex", 12)
    problem = {"certificate_number": missing, "problem": "missing"}
    stage.receive(cohort, 9, discrepancies=[problem])
    stage.settle(cohort, missing, "replacement", note="It was left on the desk.")
    evidence = {"name": "Rhian Parry-Jones", "evidence_seen": "marriage certificate"}
    married = stage.replace(cohort, renamed, {"reason": "name_change", **evidence})
    stage.decide(cohort, married, "approve")
    stage.issue(cohort)
    stage.dispatch(cohort, "dhl", 3)
    stage.receive(cohort, 1)
    note = "The learner’s certificate was handed in at our reception."
    stage.decide(cohort, stage.replace(cohort, found, {"reason": "lost"}), "refuse", note=note)
    for_a_learner = stage.replace(cohort, stolen, {"reason": "stolen"}, by_ao=True)
    stage.decide(cohort, for_a_learner, "approve")
    moved = {"reason": "lost", "note": "Lost when the learner moved house."}
    stage.replace(cohort, lost, moved)
