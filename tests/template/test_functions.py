"""What every function is made of."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Of = Callable[[str], dict[str, Any]]

ROOT = Path(__file__).resolve().parents[2]
ALL = {
    "POWERTOOLS_SERVICE_NAME",
    "POWERTOOLS_METRICS_NAMESPACE",
    "POWERTOOLS_LOG_LEVEL",
    "PYDANTIC_DISABLE_PLUGINS",
    "TABLE_NAME",
}
BESIDES = {
    "verifying": {"AO_NAME", "BRAND_COLOUR", "CONTACT_ADDRESS"},
    "portal": {
        "AO_NAME",
        "BRAND_COLOUR",
        "CONTACT_ADDRESS",
        "RECEIPT_WORKING_DAYS",
        "RECEIPT_COUNTS_FROM",
        "DISTRIBUTION_WORKING_DAYS",
        "FREE_REPLACEMENT_WORKING_DAYS",
        "REPORTS_BUCKET",
        "DOCUMENTS_BUCKET",
    },
    "fetching_documents": {"DOCUMENTS_BUCKET"},
    "notifying_verifier": {
        "AO_NAME",
        "BRAND_COLOUR",
        "CONTACT_ADDRESS",
        "SENDER_ADDRESS",
        "PORTAL_URL",
        "LINK_VALID_DAYS",
        "VERIFIER_COPY",
    },
    "checking_certificates": {"AO_NAME"},
    "recording_dispatch": {"RECEIPT_WORKING_DAYS", "RECEIPT_COUNTS_FROM"},
    "distributing": {"DISTRIBUTION_WORKING_DAYS"},
    "reconciling": {"FREE_REPLACEMENT_WORKING_DAYS"},
    "replacing": {"FREE_REPLACEMENT_WORKING_DAYS"},
    "daily_report": {
        "REPORTS_BUCKET",
        "AO_NAME",
        "BRAND_COLOUR",
        "CONTACT_ADDRESS",
        "SENDER_ADDRESS",
        "COMPLIANCE_ADDRESS",
        "PORTAL_URL",
    },
    "certificate_template": {"AO_NAME", "BRAND_COLOUR", "CONTACT_ADDRESS", "DOCUMENTS_BUCKET"},
    "documents": {
        "AO_NAME",
        "BRAND_COLOUR",
        "CONTACT_ADDRESS",
        "DOCUMENTS_BUCKET",
        "PORTAL_URL",
    },
}
LADDERS = {
    "COMPLIANCE_ADDRESS",
    "RECEIPT_COUNTS_FROM",
    "REMINDER_WORKING_DAYS",
    "REMINDER_OVERDUE_EVERY",
    "ESCALATE_OVERDUE_AFTER",
    "VERIFIER_REMINDER_WORKING_DAYS",
    "VERIFIER_REMINDER_EVERY",
}
BESIDES["listing_reminders"] = LADDERS
BESIDES["portal"] |= LADDERS
BESIDES["reminding"] = LADDERS | {"AO_NAME", "SENDER_ADDRESS", "PORTAL_URL"}
# API Gateway gives up after 30 s whatever the function does.
LONGEST_ANSWER = 29


@pytest.fixture
def functions(of: Of) -> dict[str, Any]:
    return of("AWS::Lambda::Function")


def folder(function: dict[str, Any]) -> str:
    room, name, module, handler = function["Handler"].split(".")
    assert (room, module, handler) == ("functions", "handler", "handler")
    return str(name)


def test_every_folder_of_functions_is_deployed_and_no_other(functions: dict[str, Any]) -> None:
    deployed = sorted(folder(function) for function in functions.values())
    assert deployed == sorted(path.parent.name for path in ROOT.glob("functions/*/handler.py"))


def test_a_functions_name_says_its_folder(functions: dict[str, Any]) -> None:
    for logical_id, function in functions.items():
        words = "".join(word.title() for word in folder(function).split("_"))
        assert logical_id == words + "Function"


def test_each_function_gets_the_variables_it_needs_and_no_others(functions: dict[str, Any]) -> None:
    for function in functions.values():
        variables = function["Environment"]["Variables"]
        assert set(variables) == ALL | BESIDES.get(folder(function), set())
        assert variables["POWERTOOLS_SERVICE_NAME"] == folder(function)
        assert variables["POWERTOOLS_METRICS_NAMESPACE"] == "PostCertification"


def test_functions_agree_on_every_variable_but_their_name(functions: dict[str, Any]) -> None:
    agreed: dict[str, Any] = {}
    for function in functions.values():
        for name, value in function["Environment"]["Variables"].items():
            if name != "POWERTOOLS_SERVICE_NAME":
                assert agreed.setdefault(name, value) == value


def test_all_run_on_the_same_python_and_processor(functions: dict[str, Any]) -> None:
    for function in functions.values():
        assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])
        assert function["TracingConfig"] == {"Mode": "Active"}


def test_answers_to_the_api_come_before_api_gateway_gives_up(
    functions: dict[str, Any], of: Of
) -> None:
    answering = {each["FunctionName"]["Ref"] for each in of("AWS::Lambda::Permission").values()}
    assert len(answering) == 20
    for logical_id in answering:
        assert functions[logical_id]["Timeout"] <= LONGEST_ANSWER


def test_each_function_writes_to_a_log_group_of_its_own(functions: dict[str, Any], of: Of) -> None:
    groups = [function["LoggingConfig"]["LogGroup"]["Ref"] for function in functions.values()]
    assert len(set(groups)) == len(functions)
    assert {*groups, "ApiLogGroup"} == set(of("AWS::Logs::LogGroup"))


def test_no_log_is_kept_for_ever(of: Of) -> None:
    for group in of("AWS::Logs::LogGroup").values():
        assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}
