"""The verifier verifies or returns the version of the results that they looked at, by a link or signed in."""

from shared.domain.course_run import CourseRun, Decision, QueryOpened, Roster
from shared.domain.faults import Conflict, Invalid, NotFound
from shared.domain.fields import Fact
from shared.domain.life_cycle import Action, Status, next_status
from shared.domain.people import Caller, Role
from shared.domain.queries import NewQuery, Query
from shared.domain.verification import (
    Link,
    LinkState,
    VerifierDecision,
    decision_faults,
    link_state,
)
from shared.services.call import Answer, Call, use_case
from shared.services.new_ids import new_query_id
from shared.services.show_verification import NOTHING_SUBMITTED, link_and_run, standing_and_run
from shared.store import course_runs, queries
from shared.store.table import Put


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
    verifier = Caller(Role.VERIFIER, body.name, verifier_id=run.verifier_id)
    return _decide(call, verifier, (link, run, roster), body)


@use_case(DecisionRecorded)
def decide_signed_in(
    call: Call, course_run_id: str, version: int, body: VerifierDecision
) -> Answer[DecisionRecorded]:
    """Record the decision of the signed-in verifier whose run it is on the `version` that they looked at.

    All else is as with a link, which here does not expire. Raises NotFound where there is no such version.
    """
    standing, run, roster = standing_and_run(call, course_run_id)
    if not 1 <= version <= standing.submission_version:
        raise NotFound(NOTHING_SUBMITTED)
    looked_at = standing.model_copy(update={"submission_version": version})
    return _decide(call, call.caller, (looked_at, run, roster), body)


def _decide(
    call: Call, by: Caller, looked_at: tuple[Link, CourseRun, Roster], body: VerifierDecision
) -> Answer[DecisionRecorded]:
    link, run, roster = looked_at
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
    action = Action.VERIFY if body.decision == "verify" else Action.RETURN
    asked, opened = _asked(call, run, by, body)
    decision = Decision(
        submission_version=link.submission_version,
        **body.model_dump(include={"decision", "name", "reason"}),
        queries=[QueryOpened.model_validate(query.model_dump()) for query in asked],
        decided_at=call.now,
    )
    after = run.moved_on(
        next_status(run.status, action, by.role),
        call.now,
        decision=decision,
        decision_fingerprint=body.fingerprint(),
        outstanding_queries=run.outstanding_queries + len(opened),
    )
    facts = decision.model_dump(mode="json", exclude={"decided_at", "decision"}, exclude_none=True)
    puts = course_runs.transition(run, after, action, by, facts)
    return call.save([*puts, *_open(run, roster, opened)], _answer(after, decision))


def _asked(
    call: Call, run: CourseRun, by: Caller, body: VerifierDecision
) -> tuple[list[Query], list[Query]]:
    """Return the queries that a decision asks, and those among them that are not open already."""
    # What is open is in the table once the head counts it; a query resolved since has moved the head on.
    open_now = _open_now(call, run) if body.queries and run.outstanding_queries else {}
    opened = {
        said: Query(
            query_id=new_query_id(), opened_at=call.now, opened_by=by.role, **query.model_dump()
        )
        for said, query in zip(map(_said, body.queries), body.queries, strict=True)
        if said not in open_now
    }
    known = open_now | opened
    return [known[_said(query)] for query in body.queries], list(opened.values())


def _open_now(call: Call, run: CourseRun) -> dict[tuple[str, str], Query]:
    of_run = queries.of_run(call.table, run.course_run_id)
    return {_said(query): query for query in of_run if query.resolution is None}


def _said(query: NewQuery | Query) -> tuple[str, str]:
    return query.learner_id, query.question


def _open(run: CourseRun, roster: Roster, opened: list[Query]) -> list[Put]:
    learners = {learner.learner_id: learner for learner in roster.learners}
    return [queries.open_query(run, learners[query.learner_id], query) for query in opened]


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
