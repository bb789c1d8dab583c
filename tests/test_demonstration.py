"""The demonstration of `make run`: every state there is, on any day, with nobody real in it."""

import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from infra.demonstration.cast import CENTRES, VERIFIERS
from infra.demonstration.catalogue import qualifications, units
from infra.demonstration.cohort import Fate
from infra.demonstration.days import term, working_day_before
from infra.demonstration.directions import directions
from infra.demonstration.parcels import tracking_number
from infra.demonstration.playing import Played, play
from infra.demonstration.portal import NotPlayed
from infra.demonstration.stories import STORIES, Story
from infra.local.stack import Stack, local_stack
from shared.domain.distribution import How
from shared.domain.life_cycle import Status
from shared.domain.names import clean_name
from shared.domain.tracking import check_tracking_number
from shared.domain.working_days import Division, add_working_days, is_working_day

pytestmark = pytest.mark.slow

# The working days in which a receipt is confirmed.
WITHIN = 10
# Two years with 29 February, 1 January on a Saturday, and Easter in March and in April.
DAYS = [date(2027, 3, 1) + timedelta(days=n) for n in range(731)]


def told(client: httpx.Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with local_stack() as running:
        yield running


@pytest.fixture(scope="module")
def progress() -> list[str]:
    return []


@pytest.fixture(scope="module")
def played(stack: Stack, progress: list[str]) -> Played:
    return play(stack.url, progress.append)


@pytest.fixture(scope="module")
def ao(stack: Stack) -> Iterator[httpx.Client]:
    headers = {"authorization": f"Bearer {stack.sign_in('awarding-organisation')}"}
    with httpx.Client(base_url=stack.url, headers=headers, timeout=60) as client:
        yield client


def runs(ao: httpx.Client) -> dict[str, Any]:
    found = told(ao, "/course-runs?limit=200")["items"]
    return {run["course_run_id"]: told(ao, f"/course-runs/{run['course_run_id']}") for run in found}


def test_every_state_is_shown_and_a_second_play_is_refused(
    stack: Stack, played: Played, progress: list[str], ao: httpx.Client
) -> None:
    stack.settle()
    by_id = runs(ao)
    assert {run["status"] for run in by_id.values()} == set(Status)
    assert {centre.division for centre in CENTRES} == set(Division)
    assert sum(played.statuses.values()) == len(by_id) == len(STORIES)
    assert [line for line in progress if f"course run 5 of {len(STORIES)}: CR-1005" in line]
    assert not [one for run in by_id.values() for one in run["learners"] if one["uln"] is not None]

    again = [
        run_id for run_id, run in by_id.items() if (run["submission"] or {}).get("version") == 2
    ]
    assert again == ["CR-1005"]
    assert by_id["CR-1004"]["decision"]["reason"]
    assert by_id["CR-1006"]["counts"]["outstanding_queries"] == 3
    in_part = by_id["CR-1012"]
    assert sorted(each["receipt"] is None for each in in_part["consignments"]) == [False, True]
    assert {each["certificates"] for each in in_part["consignments"]} == {11, 1}
    assert len(by_id["CR-1011"]["learners"]) == 500
    (received,) = by_id["CR-1014"]["consignments"]
    assert not received["receipt"]["on_time"]
    assert received["receipt"]["discrepancies"]
    # What is recorded of certificates at the centre, in each way there is; and what has waited for too long.
    hows = [each["how"] for each in by_id["CR-1013"]["distributions"]]
    assert sorted(hows) == sorted(How)
    assert by_id["CR-1013"]["to_distribute"] == 1
    path = "/reports/certificates-to-distribute?centre_id=1102"
    assert {r["course_run_id"] for r in told(ao, path)["items"] if r["overdue"]} == {"CR-1014"}

    mail = stack.mail()
    with pytest.raises(NotPlayed, match="CR-1001 is there already; nothing was changed"):
        play(stack.url)
    stack.settle()
    assert runs(ao) == by_id
    assert stack.mail() == mail


def test_certificates_can_be_opened(stack: Stack, played: Played, ao: httpx.Client) -> None:
    assert played.statuses
    stack.settle()
    for run in runs(ao).values():
        assert {each["status"] for each in run["printings"]} <= {"made"}
        for learner in run["learners"]:
            if (certificate := learner["certificate"]) and learner["learner_id"].endswith("1"):
                path = f"/certificates/{certificate['certificate_number']}/document"
                assert ao.get(path).status_code == 302


def test_one_verifier_is_not_reached(played: Played, ao: httpx.Client) -> None:
    assert played.statuses["submitted"] == 3
    found = [run["course_run_id"] for run in runs(ao).values() if run["verifier_not_reached"]]
    assert found == ["CR-1003"]


def test_nothing_that_was_registered_is_warned_of(played: Played, ao: httpx.Client) -> None:
    for story in STORIES:
        registration = story.cohort(played.today).registration()
        answer = ao.put(f"/course-runs/{story.course_run_id}", json=registration)
        # As it was registered before, and no number of it looks mistyped.
        assert (answer.status_code, answer.json()["warnings"]) == (200, [])


def test_the_report_has_overdue_receipts_and_others(played: Played, ao: httpx.Client) -> None:
    rows = told(ao, "/reports/certificate-receipt-pending")["items"]
    left = {row["course_run_id"]: row["working_days_left"] for row in rows}
    # On weekends and bank holidays too.
    assert left == {
        "CR-1008": -7,
        "CR-1009": -1,
        "CR-1010": 1,
        "CR-1011": 1,
        "CR-1012": 9,
        "CR-1015": 4,
    }
    overdue = [row["course_run_id"] for row in rows if row["overdue"]]
    assert overdue == ["CR-1008", "CR-1009"]
    assert (played.report["count"], played.report["overdue"]) == (6, 2)
    written = told(ao, f"/local/objects/{played.report['keys'][1]}")
    assert (written["as_of"], written["items"]) == (played.today.isoformat(), rows)
    assert told(ao, "/local/objects/reports/certificate-receipt-pending/latest.json") == written


def test_centres_and_the_compliance_lead_are_reminded(stack: Stack, played: Played) -> None:
    assert played.reminders["sent"]["centre"] == len(CENTRES)
    assert played.reminders["sent"]["compliance"] == 1
    asked = [each for each in stack.mail() if each["subject"].startswith("Confirm that your")]
    assert {each["to"] for each in asked} == {each.email for each in CENTRES}
    assert all("/manage?action=CRF+Received" in each["text"] for each in asked)


def test_replacements_have_charges_now_and_from_a_day_to_come(
    played: Played, ao: httpx.Client
) -> None:
    fees = told(ao, "/fees")
    assert fees["as_of"] == played.today.isoformat()
    assert [each["state"] for each in fees["tables"]] == ["next", "current"]


def test_what_comes_after_the_parcel_is_shown_too(played: Played, ao: httpx.Client) -> None:
    (away,) = told(ao, "/reports/parcels-not-arrived")["items"]
    assert (away["course_run_id"], away["working_days_since_dispatch"]) == ("CR-1015", 6)
    (amiss,) = told(ao, "/reports/discrepancies")["items"]
    assert amiss["course_run_id"] == "CR-1014"
    run = told(ao, "/course-runs/CR-1016")
    stand = {each["reason"]: each["status"] for each in run["replacements"] if each["note"] != ""}
    assert stand["missing"] == stand["name_change"] == "received"
    assert stand["stolen"] == "approved"
    lost = sorted(e["status"] for e in run["replacements"] if e["reason"] == "lost")
    assert lost == ["refused", "requested"]
    renamed = [each for each in run["learners"] if (each["certificate"] or {}).get("name")]
    assert [each["certificate"]["name"] for each in renamed] == ["Rhian Parry-Jones"]
    charged = told(ao, f"/reports/replacement-charges?month={played.today:%Y-%m}")["items"]
    assert [(each["reason"], each["pence"]) for each in charged] == [("name_change", 2400)]
    assert [each["reason"] for each in told(ao, "/replacements")["items"]] == ["lost"]


def test_the_directions_lead_somewhere(stack: Stack, played: Played, ao: httpx.Client) -> None:
    text = directions(stack.url, played)
    (link,) = {word for word in text.split() if "/verifications/" in word}
    assert told(ao, link)["state"] == "waiting"
    for place in ("/health", "/local/mail", "/local/objects"):
        assert f"{stack.url}{place}\n" in text
        assert told(ao, place)
    assert "Nerys Llewelyn-Okafor" in text
    assert "/verifications/" not in directions(stack.url, None)


@pytest.mark.parametrize("division", Division)
def test_any_day_has_its_overdue_and_its_other_receipts(division: Division) -> None:
    for today in DAYS:
        for days in (0, 1, 9, 11, 17):
            dispatched_on = working_day_before(today, days, division)
            assert dispatched_on <= today
            assert is_working_day(dispatched_on, division)
            due_on = add_working_days(dispatched_on, WITHIN, division)
            assert (today > due_on) == (days > WITHIN)
        # The longest way back still lies after the terms of those that were dispatched.
        ended = min(story.ended for story in STORIES if story.course_run_id > "CR-1007")
        assert term(today, ended)[1] < dispatched_on
        # That of the parcel which came longest ago.
        (late,) = (story.ended for story in STORIES if story.course_run_id == "CR-1014")
        assert term(today, late)[1] < working_day_before(today, 26, division)


def test_any_day_has_terms_from_a_monday_to_a_friday() -> None:
    for today in DAYS:
        for story in STORIES:
            starts_on, ends_on = term(today, story.ended)
            assert (starts_on.weekday(), ends_on.weekday()) == (0, 4)
            assert starts_on < ends_on
            assert (ends_on < today) == (story.ended > 0)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.course_run_id)
def test_results_are_complete_and_mixed_and_the_same_every_time(story: Story) -> None:
    cohort = story.cohort(date(2028, 2, 29))
    wanted = {
        (one["learner_id"], unit.reference) for one in cohort.learners for unit in cohort.units
    }
    for results in (cohort.results(), cohort.amended()):
        assert len(results) == len(wanted)
        assert {(each["learner_id"], each["unit"]) for each in results} == wanted
        assert {each["outcome"] for each in results} == {"achieved", "not_achieved", "withdrawn"}
        dated = [date.fromisoformat(each["achieved_on"]) for each in results if len(each) > 3]
        assert all(cohort.starts_on <= day <= cohort.ends_on for day in dated)
        assert all(day.weekday() < 5 for day in dated)
    assert cohort.results() != cohort.amended()
    assert set(cohort.fates().values()) == set(Fate)
    assert len(cohort.achievers()) >= 3
    again = story.cohort(date(2028, 2, 29))
    assert (again.registration(), again.results()) == (cohort.registration(), cohort.results())


def test_the_learners_of_the_large_run_have_names_of_their_own_in_many_scripts() -> None:
    large = max(STORIES, key=lambda story: story.learners)
    names = [learner["name"] for learner in large.cohort(date(2026, 11, 23)).learners]
    assert len(names) == len(set(names)) == 500
    assert [clean_name(name) for name in names] == names
    scripts = {unicodedata.name(name[0]).partition(" ")[0] for name in names}
    assert scripts > {"LATIN", "CYRILLIC", "ARABIC", "HEBREW", "CJK", "HANGUL", "TAMIL", "ETHIOPIC"}
    assert any("ŷ" in name for name in names)
    assert any("Ł" in name for name in names)


@pytest.mark.parametrize("serial", [0, 1, 1008, 1014, 9_999_999])
@pytest.mark.parametrize(
    "carrier", ["royal_mail", "parcelforce", "dpd", "dhl", "ups", "fedex", "apc"]
)
def test_tracking_numbers_pass_the_checks_of_their_carriers(carrier: str, serial: int) -> None:
    number = tracking_number(carrier, serial, date(2028, 2, 29))
    check = check_tracking_number(carrier, number)
    assert (check.valid, check.warning, check.normalised) == (True, None, number)


def test_everybody_and_everything_is_distinct_and_made_up() -> None:
    ids = [story.course_run_id for story in STORIES]
    assert len(set(ids)) == len(ids)
    assert {story.qualification for story in STORIES} <= set(qualifications())
    assert len({unit.reference for unit in units()}) == len(units())
    reserved = (".example", ".invalid")
    assert all(each.email.endswith(reserved) for each in (*CENTRES, *VERIFIERS))
