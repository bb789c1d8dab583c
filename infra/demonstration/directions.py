"""Where to look once everything runs, with commands that are ready to paste."""

import json

from infra.demonstration.playing import Played
from infra.demonstration.stories import STORIES

_OPENAPI = "infra/openapi.json"
_PLAY = (
    "To play all three roles, open the portal and choose who to be: a centre, a verifier or the awarding\n"
    "organisation. Sign out to be somebody else; the mailbox has the links that verifiers are sent, today's\n"
    "reminders, and the daily report as the compliance lead gets it."
)
_AS_JSON = "-H 'Content-Type: application/json'"


def directions(url: str, played: Played | None) -> str:
    """What a person at a terminal should know of the stack at `url`, played or not."""
    parts = [_places(url, played), _awarding_organisation(url)]
    if played is not None:
        parts += [_centre(url, played), _verifier(played)]
    return "\n" + "\n\n".join([*parts, "Ctrl+C stops it; nothing is kept."])


def _places(url: str, played: Played | None) -> str:
    places = [
        ("portal", f"{url}/portal"),
        ("mailbox", f"{url}/local/mailbox"),
        ("API", url),
        ("is it up", f"{url}/health"),
        ("OpenAPI document", _OPENAPI),
        ("mail as JSON", f"{url}/local/mail"),
        ("objects in the bucket", f"{url}/local/objects"),
    ]
    if played is not None:
        keys = played.report["keys"]
        places += [("today's report", f"{url}/local/objects/{key}") for key in keys]
        told = (f"{count} {status}" for status, count in played.statuses.items())
        places.append(("course runs", ", ".join(told)))
    lines = [f"  {what:<23}{where}" for what, where in places]
    return "\n".join(["The service runs on this machine:", *lines, "", _PLAY])


def _awarding_organisation(url: str) -> str:
    bearer = _bearer("AO")
    return "\n".join(
        [
            "As the awarding organisation:",
            _sign_in(url, "AO", {"as": "awarding-organisation"}),
            f"  curl -s '{url}/course-runs?limit=5' {bearer}",
            f"  curl -s {url}/reports/certificate-receipt-pending {bearer} -H 'Accept: text/csv'",
            f"  curl -s '{url}/reminders?limit=5' {bearer}",
            f"  curl -s -X POST {url}/local/schedules/DailyReminders",
            f"  curl -s -X POST {url}/local/schedules/DailyPendingReceiptReport",
        ]
    )


def _centre(url: str, played: Played) -> str:
    row, bearer = played.overdue, _bearer("CENTRE")
    run = f"{url}/course-runs/{row['course_run_id']}"
    receipt = {"action": "CRF Received", "date_received": played.today.isoformat()}
    return "\n".join(
        [
            f"As {row['centre_name']}, whose receipt for {row['course_run_id']} is overdue:",
            _sign_in(url, "CENTRE", {"as": "centre", "centre_id": row["centre_id"]}),
            f"  curl -s {run} {bearer}",
            f"  curl -s {run}/events {bearer}",
            f"  curl -s {run}/receipts {bearer} {_AS_JSON} -d '{json.dumps(receipt)}'",
        ]
    )


def _verifier(played: Played) -> str:
    """A verifier's waiting link, whose holder decides without signing in."""
    story = next(each for each in STORIES if each.course_run_id in played.waiting_links)
    link = played.waiting_links[story.course_run_id]
    decision = json.dumps({"decision": "verify", "name": story.verifier.name})
    return "\n".join(
        [
            f"As the verifier of {story.course_run_id}; the link opens in a browser, too:",
            f"  curl -s {link} -H 'Accept: application/json'",
            f"  curl -s {link} {_AS_JSON} -d '{decision}'",
        ]
    )


def _sign_in(url: str, variable: str, who: dict[str, str]) -> str:
    return f"""  {variable}=$(curl -s {url}/local/sign-in -d '{json.dumps(who)}' | cut -d'"' -f4)"""


def _bearer(variable: str) -> str:
    return f'-H "Authorization: Bearer ${variable}"'
