"""Plays every function with a store that fails in several ways, and lets everything be heard.

Run by test_quiet.py as a process of its own, whose output is what would stand in the logs. Prints nothing itself;
answers are written to the file that is named first.
"""

import copy
import importlib
import json
import re
import sys
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.openapi.examples import DECISION_FORM, EXAMPLES, RESULTS_CSV
from infra.openapi.operations import OPERATIONS
from shared.domain.replacements import NewReplacement
from shared.runtime import wiring
from tests.runtime.events import AO, CENTRE, VERIFIER, http_event

SECRET = "Zxq-7Marked"
CLAIMS = {"awarding-organisation": AO, "centre": CENTRE, "verifier": VERIFIER}
_NAMES = (
    *("pk", "version", "status", "name", "note", "pieces", "data", "holds_until", "results"),
    "place",
)
GARBLED = {name: {"S": SECRET} for name in _NAMES}


class Store:
    """A client of any service, all of whose calls go wrong in one way, quoting what they were given."""

    def __init__(self, way: str) -> None:
        self.way = way
        self.exceptions = type("", (), {"TransactionCanceledException": ClientError})

    def __getattr__(self, operation: str) -> Any:
        def call(*args: Any, **parameters: Any) -> Any:
            quoted = f"{operation} {args} {parameters}"
            match self.way:
                case "breaks":
                    raise RuntimeError(quoted)
                case "refuses":
                    error = {"Code": "ValidationException", "Message": quoted}
                    raise ClientError(
                        {"Error": error, "CancellationReasons": [{"Code": "None"}] * 200},  # type: ignore[typeddict-unknown-key]
                        operation,
                    )
                case "is empty":
                    return self._answer(parameters, {})
                case _:
                    return self._answer(parameters, {"Item": dict(GARBLED)})

        return call

    def _answer(self, parameters: Any, found: dict[str, Any]) -> dict[str, Any]:
        items = [{**each, "sk": {"S": "RUN"}} for each in found.values()]
        return {
            **found,
            "Items": items,
            "Responses": [found for _ in parameters.get("TransactItems", [])]
            if "TransactItems" in parameters
            else {"table": items},
        }


WAYS = ("breaks", "refuses", "is empty", "is garbled")


def marked(value: Any) -> Any:
    """A body with the secret wherever people write."""
    if isinstance(value, dict):
        free = {"name", "note", "question", "reason", "title", "address", "email", "grade"}
        return {
            k: _said(k, v) if k in free and isinstance(v, str) else marked(v)
            for k, v in value.items()
        }
    return [marked(each) for each in value] if isinstance(value, list) else value


def _said(name: str, value: str) -> str:
    return f"{SECRET}@example.org" if name == "email" else f"{value} {SECRET}"


def bodies(operation: str) -> list[dict[str, Any]]:
    """The bodies that an operation is sent: taken, invalid and malformed, each with the secret in it."""
    entry = OPERATIONS[operation]
    if entry.body is None:
        return [{}]
    body = marked(copy.deepcopy(EXAMPLES[entry.body]))
    if entry.body is NewReplacement:
        # One of few here, and nothing that people write.
        body["reason"] = EXAMPLES[NewReplacement]["reason"]
    sent = [
        json.dumps(body),
        json.dumps(body | {SECRET: SECRET, "name": 7}),
        f'{{"name": "{SECRET}',
    ]
    found = [{"body": each, "headers": {"content-type": "application/json"}} for each in sent]
    if "text/csv" in entry.other_bodies:
        text = RESULTS_CSV.replace("Pass", SECRET)
        texts = (text, text.replace("unit", SECRET), f'{text}"{SECRET}')
        found += [{"body": each, "headers": {"content-type": "text/csv"}} for each in texts]
    if "token" in operation:
        form = "&".join(f"{k}={v} {SECRET}" for k, v in DECISION_FORM.items())
        kind = {"content-type": "application/x-www-form-urlencoded", "accept": "text/html"}
        found.append({"body": form, "headers": kind})
    return found


def _chosen(queries: tuple[str, ...]) -> dict[str, str]:
    """What is one of few: anything else goes no further."""
    of = {"reason": "lost", "at_fault": "centre"} if "reason" in queries else {}
    return {name: value for name, value in of.items() if name in queries}


def events(operation: str) -> list[dict[str, Any]]:
    entry = OPERATIONS[operation]
    path = dict.fromkeys(re.findall(r"\{(\w+)\}", operation), SECRET)
    if "{certificate_number}" in operation:
        # What can be no number is not looked for.
        path["certificate_number"] = "7K3F-Q2X0-0068"
    if "{valid_from}" in operation:
        # Nor is a date that has passed taken.
        path["valid_from"] = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    claims = {**CLAIMS[entry.by[0].value], "email": f"{SECRET}@example.org"} if entry.by else None
    queries: dict[str, str] = dict.fromkeys(entry.queries, SECRET) | _chosen(entry.queries)
    found = []
    for said in bodies(operation):
        kept = {"idempotency-key": SECRET, "authorization": f"Bearer {SECRET}"}
        headers = kept | said.get("headers", {})
        whole = {**said, "headers": headers, "path": path, "claims": claims}
        found.append(http_event(operation, **whole))
        found.append(http_event(operation, query=queries, **whole))
    return found


def record() -> dict[str, Any]:
    """A record of the table's stream that asks for an email."""
    image = {"course_run_id": {"S": "R1"}, "sequence": {"N": "2"}, "facts": {"S": SECRET}}
    change = {"SequenceNumber": "1", "NewImage": image}
    return {"Records": [{"eventName": "INSERT", "dynamodb": change}]}


def recorded() -> dict[str, Any]:
    """A record of the table's stream that documents are made for."""
    image = {"consignment_id": {"S": "C-1"}, "centre_name": {"S": SECRET}}
    change = {"SequenceNumber": "1", "NewImage": image}
    return {"Records": [{"eventName": "INSERT", "dynamodb": change}]}


def issued() -> dict[str, Any]:
    """A record of the table's stream that certificates are printed for."""
    image = {"course_run_id": {"S": "R1"}, "block": {"S": "K7M2Q4A"}, "name": {"S": SECRET}}
    change = {"SequenceNumber": "1", "NewImage": image}
    return {"Records": [{"eventName": "INSERT", "dynamodb": change}]}


def play(handlers: dict[str, str], to: Path) -> None:
    """Play every route of `handlers`, and what is not asked over HTTP, with every store; write what is answered."""
    told = []
    for way in WAYS:
        wiring._client = lambda *_of, way=way: Store(way)  # type: ignore[assignment,misc]
        wiring.forget()
        for operation, module in handlers.items():
            for event in events(operation):
                answer = importlib.import_module(module).handler(event, None)
                told.append([way, operation, answer["statusCode"], answer["body"]])
        for name, event in (
            ("notifying_verifier", record()),
            ("documents", recorded()),
            ("documents", issued()),
            ("daily_report", {"time": "2026-11-23T06:00:00Z"}),
            ("reminding", {"time": "2026-11-23T05:00:00Z"}),
        ):
            try:
                answer = importlib.import_module(f"functions.{name}.handler").handler(event, None)
            except Exception:  # noqa: BLE001 - Lambda writes it into the log
                answer = None
                traceback.print_exc()
            told.append([way, name, 0, json.dumps(answer)])
    to.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    play(json.loads(sys.argv[2]), Path(sys.argv[1]))
