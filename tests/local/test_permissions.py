"""Functions are held to their roles here as in AWS."""

from typing import Any

import httpx
import pytest

from infra.local.deployment import Deployment
from infra.local.permitted_calls import needs_of
from infra.local.stack import Stack

WHERE = Deployment("123456789012", "eu-west-2")
TABLE = "arn:aws:dynamodb:eu-west-2:123456789012:table/t"


def test_what_the_policy_allows_is_done(stack: Stack, http: httpx.Client) -> None:
    assert http.post("/write").status_code == 204
    used = stack.permissions.used["WritingFunction"]
    assert ("dynamodb:PutItem", stack.deployment.resources["Table"].attributes["Arn"]) in used


def test_what_no_policy_allows_is_refused(
    http: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert http.post("/write", content=b"delete").status_code == 500
    assert "is not authorized to perform: dynamodb:DeleteItem" in caplog.text


def test_who_is_no_function_is_not_held(stack: Stack) -> None:
    table = stack.deployment.resources["Table"].ref
    stack.client("dynamodb").delete_item(TableName=table, Key={"pk": {"S": "written"}})


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "needed"),
    [
        ("dynamodb", "GetItem", {"TableName": "t"}, [("dynamodb:GetItem", TABLE)]),
        (
            "dynamodb",
            "Query",
            {"TableName": "t", "IndexName": "i"},
            [("dynamodb:Query", TABLE + "/index/i")],
        ),
        (
            "dynamodb",
            "BatchGetItem",
            {"RequestItems": {"t": {}}},
            [("dynamodb:BatchGetItem", TABLE)],
        ),
        (
            "dynamodb",
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {"TableName": "t"}},
                    {"ConditionCheck": {"TableName": "t"}},
                ]
            },
            [("dynamodb:PutItem", TABLE), ("dynamodb:ConditionCheckItem", TABLE)],
        ),
        (
            "dynamodb",
            "TransactGetItems",
            {"TransactItems": [{"Get": {"TableName": "t"}}]},
            [("dynamodb:GetItem", TABLE)],
        ),
        ("dynamodb", "ListTables", {}, [("dynamodb:ListTables", "*")]),
        ("s3", "UploadPart", {"Bucket": "b", "Key": "k"}, [("s3:PutObject", "arn:aws:s3:::b/k")]),
        ("s3", "ListObjectsV2", {"Bucket": "b"}, [("s3:ListBucket", "arn:aws:s3:::b")]),
        ("sqs", "SendMessage", {"QueueUrl": "q"}, [("sqs:SendMessage", "*")]),
    ],
)
def test_calls_need_what_aws_says_they_need(
    service: str, operation: str, parameters: dict[str, Any], needed: list[tuple[str, str]]
) -> None:
    needs = needs_of(service, operation, parameters, WHERE)
    assert [(need.action, need.resource) for need in needs] == needed


@pytest.mark.parametrize(
    "parameters",
    [
        {"FromEmailAddress": "AO <a@b.example>", "Content": {"Raw": {"Data": b""}}},
        {"Content": {"Raw": {"Data": b"From: AO <a@b.example>\r\n\r\nhi"}}},
    ],
)
def test_raw_mail_needs_both_actions_for_its_sender(parameters: dict[str, Any]) -> None:
    needs = needs_of("sesv2", "SendEmail", parameters, WHERE)
    assert [need.action for need in needs] == ["ses:SendEmail", "ses:SendRawEmail"]
    for need in needs:
        assert need.resource == "arn:aws:ses:eu-west-2:123456789012:identity/a@b.example"
        assert need.context == {"ses:FromAddress": "a@b.example"}


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("GetItem", {"TableName": "t", "Key": {"pk": {"S": "A#1"}}}),
        ("PutItem", {"TableName": "t", "Item": {"pk": {"S": "A#1"}, "n": {"N": "1"}}}),
        (
            "TransactWriteItems",
            {"TransactItems": [{"Put": {"TableName": "t", "Item": {"pk": {"S": "A#1"}}}}]},
        ),
    ],
)
def test_calls_on_an_item_say_which_partition_they_are_about(
    operation: str, parameters: dict[str, Any]
) -> None:
    (need,) = needs_of("dynamodb", operation, parameters, WHERE)
    assert need.context == {"dynamodb:LeadingKeys": "A#1"}


@pytest.mark.parametrize(
    ("parameters", "allowed"),
    [
        ({"TableName": "t", "Key": {"pk": {"S": "MAILED#1"}}}, True),
        ({"TableName": "t", "Key": {"pk": {"S": "RUN#1"}}}, False),
        ({"TableName": "t"}, False),
    ],
)
def test_a_policy_can_be_for_some_partitions_only(
    whole: Stack,
    parameters: dict[str, Any],
    allowed: bool,  # noqa: FBT001
) -> None:
    function = whole.deployment.functions["DailyReportFunction"]
    table = whole.deployment.outputs["TableName"]
    said = parameters | {"TableName": table}
    (need,) = needs_of("dynamodb", "GetItem", said, whole.deployment)
    assert whole.permissions.allows(function, need) is allowed
