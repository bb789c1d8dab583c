"""The verifier verifies or returns the version of the results that their link leads to."""

from shared.domain.course_run import CourseRun, Decision, QueryOpened
from shared.domain.faults import Conflict, Invalid
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, Status, next_status
from shared.domain.people import Caller, Role
from shared.domain.queries import Query
from shared.domain.verification import (
    LinkState,
    VerifierDecision,
    decision_faults,
    link_state,
)
from shared.services.call import Answer, Call, use_case
from shared.services.new_ids import new_query_id
from shared.services.show_verification import link_and_run
from shared.store import course_runs, queries


class DecisionRecorded(Fact):
    """The answer to a decision."""

    course_run_id: str
    status: Status
    decision: Decision


@use_case(DecisionRecorded)
def decide_verification(call: Call, token: str, body: VerifierDecision) -> Answer[DecisionRecorded]:
    """Record a decision with its queries in one transaction; of two at once, one wins.

    Repeating the recorded decision changes nothing. Raises Conflict, with what is recorded, where another decision
    stands or the link is superseded or expired.
    """
    link, run, roster = link_and_run(call, token)
    state = link_state(link, run, call.now)
    if (
        run.decision
        and state is LinkState.DECIDED
        and run.decision_fingerprint == body.fingerprint()
    ):
        return Answer(_answer(run, run.decision), fresh=False)
    if state is not LinkState.WAITING:
        raise Conflict(*_refusal(state, run))
    if faults := decision_faults(body, roster):
        raise Invalid(faults)
    verifier = Caller(Role.VERIFIER, body.name, verifier_id=run.verifier_id)
    action = Action.VERIFY if body.decision == "verify" else Action.RETURN
    opened = [
        Query(
            query_id=new_query_id(),
            opened_at=call.now,
            opened_by=verifier.role,
            **query.model_dump(),
        )
        for query in body.queries
    ]
    decision = Decision(
        submission_version=link.submission_version,
        **body.model_dump(include={"decision", "name", "reason"}),
        queries=[QueryOpened.model_validate(query.model_dump()) for query in opened],
        decided_at=call.now,
    )
    after = run.moved_on(
        next_status(run.status, action, verifier.role),
        call.now,
        decision=decision,
        decision_fingerprint=body.fingerprint(),
        outstanding_queries=run.outstanding_queries + len(opened),
    )
    facts = decision.model_dump(mode="json", exclude={"decided_at", "decision"}, exclude_none=True)
    puts = [
        *course_runs.transition(run, after, action, verifier, facts),
        *(queries.open_query(run.course_run_id, query) for query in opened),
    ]
    return call.save(puts, _answer(after, decision))


def _answer(run: CourseRun, decision: Decision) -> DecisionRecorded:
    return DecisionRecorded(course_run_id=run.course_run_id, status=run.status, decision=decision)


def _refusal(state: LinkState, run: CourseRun) -> tuple[str, dict[str, object]]:
    recorded: dict[str, object] = {"state": state}
    if state is LinkState.DECIDED and run.decision:
        recorded["decision"] = run.decision.model_dump(mode="json")
        return "These results have been decided already.", recorded
    if state is LinkState.EXPIRED:
        return "This link has expired. Please ask for a new one.", recorded
    return "The centre has submitted newer results; there is a newer email about them.", recorded
